"""Whether a coupon holds for a document, and how often it was used (reference 12)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from doorstep.documents.reckoning import less_of, written_amount
from doorstep.pricing.models import Coupon
from doorstep.records.models.master import name_key
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.selling.refusals import (
    CouponCurrency,
    CouponExhausted,
    CouponExpired,
    CouponNotBetter,
    CouponNotStarted,
    CouponNotTheirs,
    CouponTooLittle,
    CouponUnknown,
)

LONGEST = 100


def coupon_of(code: str) -> Coupon:
    """By its code, however it is written. One that is disabled is unknown."""
    found = None
    if "\0" not in code and len(code) <= LONGEST:
        found = Coupon.objects.offered().filter(key=name_key(code)).first()
    if found is None:
        says = _("There is no coupon “%s”.") % code[:LONGEST].replace("\0", "")
        raise CouponUnknown(says, code=says)
    return found


def check_coupon(
    coupon: Coupon, document: Quotation | SalesOrder, lines: Sequence[Any] | None = None
) -> None:
    """Refuse, each with its own reason, a coupon that does not hold for a document. ``lines`` are
    those of one that is drawn up and not saved.
    """
    _check_days(coupon)
    _check_uses(coupon, document)
    customer = getattr(document, "customer_id", None)
    if coupon.customer_id and coupon.customer_id != customer:
        raise CouponNotTheirs(_("The coupon “%s” is for another customer.") % coupon)
    is_money = coupon.discount_amount is not None or coupon.least_total is not None
    if is_money and coupon.money != document.currency:
        names = {"coupon": coupon, "currency": coupon.money}
        raise CouponCurrency(_("The coupon “%(coupon)s” is in %(currency)s.") % names)
    whole = written_amount(document, _counted(document, lines))
    if coupon.least_total is not None and whole < coupon.least_total:
        names = {"coupon": coupon, "least": f"{coupon.least_total} {coupon.money}"}
        raise CouponTooLittle(_("The coupon “%(coupon)s” holds from %(least)s on.") % names)


def _check_days(coupon: Coupon) -> None:
    today = localdate()
    if coupon.valid_from and today < coupon.valid_from:
        names = {"coupon": coupon, "day": _day(coupon.valid_from)}
        raise CouponNotStarted(_("The coupon “%(coupon)s” is valid from %(day)s on.") % names)
    if coupon.valid_until and today > coupon.valid_until:
        names = {"coupon": coupon, "day": _day(coupon.valid_until)}
        raise CouponExpired(_("The coupon “%(coupon)s” was valid until %(day)s.") % names)


def _check_uses(coupon: Coupon, document: Quotation | SalesOrder) -> None:
    if coupon.most_uses is not None and uses_of(coupon, beside=document) >= coupon.most_uses:
        raise CouponExhausted(_("The coupon “%s” was used as often as it may be.") % coupon)


def uses_of(coupon: Coupon, *, beside: Quotation | SalesOrder | None = None) -> int:
    """By how many standing orders it is used, without those of ``beside``; orders of one
    quotation use it once. What is cancelled gives its use back."""
    rows = SalesOrder._base_manager.filter(coupon=coupon).exclude(
        status__in=(SalesOrder.Status.DRAFT, SalesOrder.Status.CANCELLED)
    )
    offer = beside.quotation_id if isinstance(beside, SalesOrder) else getattr(beside, "pk", None)
    if isinstance(beside, SalesOrder):
        rows = rows.exclude(pk=beside.pk)
    if offer:
        rows = rows.filter(~Q(quotation=offer) | Q(quotation=None))
    alone, offers = Count("pk", filter=Q(quotation=None)), Count("quotation", distinct=True)
    found = rows.order_by().aggregate(alone=alone, offers=offers)
    return int(found["alone"] + found["offers"])


def take_off(document: Any, coupon: Coupon, lines: Sequence[Any] | None = None) -> None:
    """Let the coupon's discount be that of a draft. Nothing is saved."""
    whole = written_amount(document, _counted(document, lines))
    before = Decimal(0) if document.coupon_id else less_of(document, whole)
    document.coupon = coupon
    document.discount_percent = coupon.discount_percent or Decimal(0)
    document.discount_amount = coupon.discount_amount or Decimal(0)
    if before and less_of(document, whole) <= before:
        raise CouponNotBetter(_("The discount it has already is as good as “%s”.") % coupon)


def _counted(document: Any, lines: Sequence[Any] | None) -> list[Any]:
    held = document.lines.all() if lines is None else lines
    return [line for line in held if line.counts]


def redeem(order: SalesOrder) -> None:
    """The coupon of an order that is about to be submitted still holds; locked until then.

    What a standing quotation offered is kept: only how often it was used is asked again.
    """
    if not order.coupon_id:
        return
    coupon = Coupon._base_manager.select_for_update(of=("self",)).get(pk=order.coupon_id)
    if order.quotation and order.quotation.coupon_id == coupon.pk:
        _check_uses(coupon, order)
        return
    check_coupon(coupon_of(coupon.name), order)


def _day(day: Any) -> str:
    return str(date_format(day, "SHORT_DATE_FORMAT"))
