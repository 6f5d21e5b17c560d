"""What the database sorts by is what ``prices_for`` says."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.catalog.models import Item, PriceList
from doorstep.catalog.testing import make_item
from doorstep.kit.noting import unrecorded
from doorstep.parties.testing import make_customer
from doorstep.pricing.models import ItemPrice
from doorstep.pricing.prices import price_for
from doorstep.pricing.sorting import cost_of_each

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 1)
DAYS = st.sampled_from([None, date(2026, 1, 1), TODAY, date(2026, 9, 1)])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "is_own": st.booleans(),
            "amount": st.decimals("0.01", "999", places=2),
            "is_discount": st.booleans(),
            "from_quantity": st.sampled_from([0, 1, 5]),
            "valid_from": DAYS,
            "valid_until": DAYS,
        }
    ),
    max_size=5,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS, asks=st.booleans())
def test_they_agree_whatever_prices_there_are(rows, asks):
    prices, customer, item = PriceList.objects.first(), make_customer(), make_item()
    kept = priced(rows, item, customer, prices)
    whose = customer if asks else None

    said = price_for(item, day=TODAY, customer=whose, price_list=prices).rate
    found = cost_of_each("pk", "unit", customer=whose, prices=prices, day=TODAY)
    costs = Item.objects.filter(pk=item.pk).annotate(cost=found).values_list("cost", flat=True)

    assert costs.get() == said, kept
    with unrecorded():
        ItemPrice.objects.all().delete()
        item.delete()
        customer.delete()


def priced(rows, item, customer, prices):
    """Those that may stand beside each other: one of each kind."""
    kept = {}
    for row in rows:
        begins, ends = row["valid_from"], row["valid_until"]
        if begins is None or ends is None or begins <= ends:
            kept[row["is_own"], row["from_quantity"], begins] = row
    with unrecorded():
        for row in kept.values():
            amount = Decimal(row["amount"])
            worth = {"discount": min(amount, Decimal(90))} if row["is_discount"] else {}
            ItemPrice.objects.create(
                item=item,
                unit=item.unit,
                price_list=prices,
                customer=customer if row["is_own"] else None,
                from_quantity=row["from_quantity"],
                valid_from=row["valid_from"],
                valid_until=row["valid_until"],
                **worth or {"rate": amount},
            )
    return list(kept.values())
