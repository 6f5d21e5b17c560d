"""Factories: the smallest valid price, without history."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from doorstep.catalog.models import PriceList
from doorstep.catalog.testing import make_item
from doorstep.kit.noting import unrecorded
from doorstep.pricing.models import Coupon, ItemPrice


def make_price(rate: str | None = "12", **fields: Any) -> ItemPrice:
    """On the list of a new install, of a new item, unless said otherwise."""
    fields.setdefault("item", None)
    item = fields.pop("item") or make_item(owner=fields.get("owner"))
    amount = None if fields.get("discount") is not None else Decimal(rate or 0)
    usual = {"price_list": PriceList.objects.first(), "unit": item.unit, "rate": amount}
    with unrecorded():
        return ItemPrice.objects.create(**usual | {"item": item} | fields)


def make_coupon(name: str = "SPRING", percent: str | None = "10", **fields: Any) -> Coupon:
    """So much percent off; with ``discount_amount`` that instead."""
    off = None if "discount_amount" in fields else Decimal(percent or 0)
    with unrecorded():
        return Coupon.objects.create(name=name, discount_percent=off, **fields)
