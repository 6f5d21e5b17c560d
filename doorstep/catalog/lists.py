"""The pages of the catalogue's lists in the settings."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.records import (
    ITEM_GROUPS,
    PAYMENT_TERMS,
    PRICE_LISTS,
    SHIPPING_RULES,
    TAX_CATEGORIES,
    TAX_RULES,
    TAX_TEMPLATES,
    UNITS,
)
from doorstep.office.lists import list_page


def said_of_unit(unit: Any) -> str:
    """ "dz · 12 Piece" """
    size = f"{unit.factor.normalize():f} {unit.base}" if unit.base_id else ""
    return " · ".join(filter(None, (unit.symbol, size)))


def said_of_list(prices: Any) -> str:
    """Its currency, and the days it is valid."""
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in _days(prices)]
    return " · ".join(filter(None, (prices.money, "–".join(days))))


def said_of_rule(rule: Any) -> str:
    """What it asks for, and the taxes that apply then."""
    asked = (rule.tax_category, rule.country, rule.state, rule.city, rule.postal_code)
    wanted = ", ".join(str(each) for each in asked if each) or say("Everybody")
    return f"{wanted} → {rule.template or say('no tax')}"


def said_of_shipping(rule: Any) -> str:
    """ "by weight in kg · DE, AT" """
    return " · ".join(filter(None, (rule.get_basis_display(), rule.countries)))


def _days(row: Any) -> list[Any]:
    return [day for day in (row.valid_from, row.valid_until) if day]


list_page(
    PRICE_LISTS,
    _("Prices that hold together, in one currency. A customer may have one of their own."),
    "banknote",
    group="selling",
    order=20,
    hint=said_of_list,
)
list_page(
    PAYMENT_TERMS,
    _("In how many parts, and by when, an invoice is paid."),
    "calendar-days",
    group="selling",
    order=22,
)
list_page(
    SHIPPING_RULES,
    _("How things are sent, where to, and what that costs: one price, or by net total or weight."),
    "truck",
    group="selling",
    order=23,
    hint=said_of_shipping,
)
list_page(
    TAX_TEMPLATES,
    _("Taxes that are due together, in their order; on the price or within it."),
    "receipt",
    group="selling",
    order=24,
)
list_page(
    TAX_RULES,
    _("When which taxes apply. The rule that says most of a buyer wins."),
    "scale",
    group="selling",
    order=26,
    hint=said_of_rule,
    joins=("tax_category", "template"),
)
list_page(
    TAX_CATEGORIES,
    _("What buyers are to the tax office. Customers and addresses may have one."),
    "store",
    group="selling",
    order=28,
)
list_page(
    ITEM_GROUPS,
    _("Items of one kind. Items belong to the groups that are not divided further."),
    "folder",
    order=62,
)
list_page(
    UNITS, _("In what items are counted."), "hash", order=64, hint=said_of_unit, joins=("base",)
)
