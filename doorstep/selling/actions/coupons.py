"""Coupons on quotations and orders, as long as they are drafts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.documents.drawing import check_draft, save_draft
from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.selling.redeeming import check_coupon, coupon_of, take_off
from doorstep.users.models import User

APPLY, REMOVE = gettext_lazy("Use a coupon"), gettext_lazy("Take the coupon off")


@action(
    "quotation.coupon_applied",
    verb="edit",
    label=APPLY,
    told=gettext_lazy("used a coupon"),
    icon="tag",
    fits=lambda quotation: False,
)
def apply_to_quotation(quotation: Quotation, *, by: User, code: str) -> Quotation:
    """Take what a coupon is worth off a draft of a quotation."""
    return _apply(quotation, code, by)  # type: ignore[no-any-return]


@action(
    "sales_order.coupon_applied",
    verb="edit",
    label=APPLY,
    told=gettext_lazy("used a coupon"),
    icon="tag",
    fits=lambda order: False,
)
def apply_to_order(order: SalesOrder, *, by: User, code: str) -> SalesOrder:
    """Take what a coupon is worth off a draft of an order."""
    return _apply(order, code, by)  # type: ignore[no-any-return]


@action(
    "quotation.coupon_removed",
    verb="edit",
    label=REMOVE,
    told=gettext_lazy("took the coupon off"),
    icon="tag",
    fits=lambda quotation: quotation.is_draft and quotation.coupon_id,
)
def remove_from_quotation(quotation: Quotation, *, by: User) -> Quotation:
    """Take the coupon and its discount off a draft of a quotation."""
    return _remove(quotation, by)  # type: ignore[no-any-return]


@action(
    "sales_order.coupon_removed",
    verb="edit",
    label=REMOVE,
    told=gettext_lazy("took the coupon off"),
    icon="tag",
    fits=lambda order: order.is_draft and order.coupon_id,
)
def remove_from_order(order: SalesOrder, *, by: User) -> SalesOrder:
    """Take the coupon and its discount off a draft of an order."""
    return _remove(order, by)  # type: ignore[no-any-return]


def _apply(document: Any, code: str, by: User) -> Any:
    check_draft(document)
    coupon = coupon_of(code)
    check_coupon(coupon, document)
    take_off(document, coupon)
    return save_draft(document, None, by=by)


def _remove(document: Any, by: User) -> Any:
    check_draft(document)
    if not document.coupon_id:
        raise Conflict(_("%s has no coupon.") % document)
    document.coupon = None
    document.discount_percent = document.discount_amount = Decimal(0)
    return save_draft(document, None, by=by)
