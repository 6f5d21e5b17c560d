"""What must hold where an item is sold, whatever the document is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from doorstep.catalog.models import Item, UnitOfMeasure
from doorstep.catalog.refusals import DiscountTooGreat, NotForSale, WholeNumbersOnly


def check_sellable(item: Item, day: date) -> None:
    """Refuse what is not sold, or not any more."""
    if item.disabled or not item.is_sales_item:
        raise NotForSale(_("“%s” is not for sale.") % item)
    if item.sold_until and item.sold_until < day:
        names = {"item": item, "day": item.sold_until}
        raise NotForSale(_("“%(item)s” was sold until %(day)s.") % names)


def check_discount(item: Item, percent: Decimal) -> None:
    """Refuse more than the item may be reduced by."""
    if item.max_discount is not None and percent > item.max_discount:
        names = {"item": item, "most": f"{item.max_discount.normalize():f}"}
        says = _("“%(item)s” may be reduced by %(most)s percent at most.") % names
        raise DiscountTooGreat(says, discount_percent=says)


def check_quantity(unit: UnitOfMeasure, quantity: Decimal) -> None:
    """Refuse a part of what is only counted whole."""
    if unit.is_whole and quantity != quantity.to_integral_value():
        says = _("“%s” is counted in whole numbers.") % unit
        raise WholeNumbersOnly(says, quantity=says)
