"""The prices of two customers who become one."""

from decimal import Decimal as D

from doorstep.catalog.testing import make_item
from doorstep.dedupe.actions import merge
from doorstep.parties.models import Customer
from doorstep.parties.testing import make_customer
from doorstep.pricing.models import ItemPrice
from doorstep.pricing.testing import make_price


def test_prices_go_with_a_customer_that_is_merged_into_another(alice):
    item = make_item()
    oak, elm = (make_customer(name=name, owner=alice) for name in ("Oak", "Elm"))
    make_price("10", item=item, customer=elm, owner=alice)
    make_price("11", item=item, customer=elm, from_quantity=5, owner=alice)
    make_price("9", item=item, customer=oak, owner=alice)

    merge(Customer, by=alice, keep=oak.pk, merge=[elm.pk], take={})

    kept = ItemPrice.objects.filter(customer=oak).order_by("from_quantity")
    assert [row.rate for row in kept] == [D(9), D(11)]
