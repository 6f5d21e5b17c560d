"""A coupon on a quotation or an order, whichever it is: what pages, carts and programs call."""

from __future__ import annotations

from typing import Any

from doorstep.selling.actions import (
    apply_to_order,
    apply_to_quotation,
    remove_from_order,
    remove_from_quotation,
)
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.users.models import User


def apply_coupon(document: Quotation | SalesOrder, *, by: User, code: str, **how: Any) -> Any:
    """Take what a coupon is worth off a draft, instead of another discount on the whole.

    Raises ``CouponUnknown``, ``CouponNotStarted``, ``CouponExpired``, ``CouponExhausted``,
    ``CouponNotTheirs``, ``CouponTooLittle``, ``CouponCurrency``, ``CouponNotBetter``.
    """
    apply = apply_to_order if isinstance(document, SalesOrder) else apply_to_quotation
    return apply(document, by=by, code=code, **how)


def remove_coupon(document: Quotation | SalesOrder, *, by: User, **how: Any) -> Any:
    """Take a coupon and its discount off a draft again."""
    remove = remove_from_order if isinstance(document, SalesOrder) else remove_from_quotation
    return remove(document, by=by, **how)
