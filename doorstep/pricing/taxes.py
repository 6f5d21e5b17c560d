"""Which taxes a customer bears on an item, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from doorstep.catalog.models import Item, TaxTemplate
from doorstep.catalog.queries import Place, tax_rule_for, taxes_of
from doorstep.catalog.taxing import Tax
from doorstep.parties.models import Address, Customer
from doorstep.parties.terms import tax_category_of


@dataclass(frozen=True)
class Taxes:
    """The taxes in their order, the template they are of, and the reason in a sentence."""

    taxes: tuple[Tax, ...]
    template: TaxTemplate | None
    why: str


def taxes_for(
    *,
    day: date,
    item: Item | None = None,
    customer: Customer | None = None,
    billing: Address | None = None,
    shipping: Address | None = None,
) -> Taxes:
    """What holds for the buyer's tax category comes first, then what holds for the item, then
    what holds for the place: that of delivery, or else of the invoice."""
    category = tax_category_of(customer, billing=billing, shipping=shipping)
    rule = tax_rule_for(category, place_of(shipping or billing), day)
    own = item.tax_template if item else None
    if own and not (rule and rule.tax_category_id):
        return _taxes(own, _("“%(item)s” has a tax of its own.") % {"item": item})
    if rule is None:
        return _taxes(None, _("No tax rule speaks of this buyer."))
    return _taxes(rule.template, _("The tax rule “%s” holds.") % rule)


def templates_for(
    items: Sequence[Item | None],
    *,
    day: date,
    customer: Customer | None = None,
    billing: Address | None = None,
    shipping: Address | None = None,
) -> list[TaxTemplate | None]:
    """The tax templates of many items, in their order: the rule is looked for once."""
    category = tax_category_of(customer, billing=billing, shipping=shipping)
    rule = tax_rule_for(category, place_of(shipping or billing), day)
    usual = rule.template if rule else None
    if rule and rule.tax_category_id:
        return [usual] * len(items)
    own = TaxTemplate._base_manager.in_bulk(
        {item.tax_template_id for item in items if item and item.tax_template_id}
    )
    return [own.get(item.tax_template_id or 0, usual) if item else usual for item in items]


def place_of(address: Address | None) -> Place:
    if address is None:
        return Place()
    return Place(address.country, address.state, address.city, address.postal_code)


def _taxes(template: TaxTemplate | None, why: str) -> Taxes:
    return Taxes(tuple(taxes_of(template)), template, why)
