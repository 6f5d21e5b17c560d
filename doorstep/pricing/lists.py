"""The page of coupons in the settings."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from doorstep.office.lists import list_page
from doorstep.pricing.records import COUPONS


def said_of_coupon(coupon: Any) -> str:
    """ "10 % · until 1 June · at most 3 times" """
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in _days(coupon)]
    most = coupon.most_uses
    often = ngettext("at most %d time", "at most %d times", most) % most if most else ""
    return " · ".join(filter(None, (_worth(coupon), "–".join(days), often)))


def _worth(coupon: Any) -> str:
    if coupon.discount_percent:
        return gettext("%s %%") % f"{coupon.discount_percent.normalize():f}"
    return f"{coupon.discount_amount} {coupon.currency}".strip()


def _days(coupon: Any) -> list[Any]:
    return [day for day in (coupon.valid_from, coupon.valid_until) if day]


list_page(
    COUPONS,
    _("Codes that take something off a quotation or an order, once or as often as you say."),
    "tag",
    group="selling",
    order=21,
    hint=said_of_coupon,
)
