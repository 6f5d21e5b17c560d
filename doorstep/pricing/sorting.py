"""What one of each item costs, for the database to sort and to filter by.

The same rows hold as in ``choosing.choose``; only those of the item's own unit are asked.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Round

from doorstep.catalog.models import PriceList
from doorstep.parties.models import Customer
from doorstep.pricing.models import ItemPrice

COST: Any = DecimalField(max_digits=18, decimal_places=4)


def cost_of_each(
    item: str, unit: str, *, customer: Customer | None, prices: PriceList | None, day: date
) -> Any:
    """The rate that ``prices_for`` finds for one, or nothing. ``item`` and ``unit``, its own, are
    the paths to them from what is sorted.
    """
    rows = ItemPrice._base_manager.filter(
        Q(customer=None) | Q(customer=customer),
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_until=None) | Q(valid_until__gte=day),
        item=OuterRef(item),
        price_list=prices,
        unit=OuterRef(unit),
        from_quantity__lte=1,
    ).order_by(
        F("customer").desc(nulls_last=True),
        "-from_quantity",
        F("valid_from").desc(nulls_last=True),
        F("valid_until").asc(nulls_last=True),
        "pk",
    )
    usual = Subquery(rows.exclude(rate=None).values("rate")[:1], output_field=COST)
    off = Subquery(rows.values("discount")[:1], output_field=COST)
    own = Subquery(rows.values("rate")[:1], output_field=COST)
    return Round(Coalesce(own, usual * (100 - off) / 100, output_field=COST), 4, output_field=COST)
