"""Which ways of sending are there for a draft, and what each costs (reference 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doorstep.catalog.models import ShippingRule
from doorstep.catalog.queries import factor_of
from doorstep.catalog.shipping import Step, cost_of
from doorstep.documents.reckoning import amounts_of
from doorstep.kit.normal.countries import country_name
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.selling.refusals import NotDeliverable

ZERO = Decimal(0)


@dataclass(frozen=True)
class Way:
    """A way to send a document, and what that costs in its currency."""

    rule: ShippingRule
    amount: Decimal


def ways_of(document: Quotation | SalesOrder) -> list[Way]:
    """The rules that hold where it goes to and for what is in it, in their order."""
    rules = ShippingRule.objects.offered().prefetch_related("steps")
    goods = goods_of(document)
    country, currency = country_of(document), document.currency
    found = []
    for rule in rules:
        if rule.money == currency and goes_to(rule, country):
            cost = _cost(rule, document, goods)
            if cost is not None:
                found.append(Way(rule, cost))
    return found


def cost_by(rule: ShippingRule, document: Quotation | SalesOrder) -> Decimal:
    """What a rule makes of a document; refuses one that does not hold there."""
    country = country_of(document)
    names = {"rule": rule, "country": country_name(country) or _("nowhere")}
    if rule.disabled or not goes_to(rule, country):
        says = _("“%(rule)s” does not go to %(country)s.") % names
        raise NotDeliverable(says, rule=says)
    cost = _cost(rule, document, goods_of(document)) if rule.money == document.currency else None
    if cost is None:
        says = _("“%(rule)s” does not hold for what is in it.") % names
        raise NotDeliverable(says, rule=says)
    return cost


def goes_to(rule: ShippingRule, country: str) -> bool:
    return not rule.countries or country in rule.countries.split(", ")


def country_of(document: Quotation | SalesOrder) -> str:
    """Where it is sent to: its delivery address, else that of the invoice."""
    place = document.shipping_address or document.billing_address
    return place.country if place else ""


def goods_of(document: Quotation | SalesOrder) -> list[Any]:
    """Its lines without what sending costs."""
    lines = document.lines.select_related("item", "unit")
    return [line for line in lines if line.counts and not line.shipping_rule_id]


def _cost(
    rule: ShippingRule, document: Quotation | SalesOrder, goods: Sequence[Any]
) -> Decimal | None:
    steps = [Step(each.starts, each.ends, each.amount) for each in rule.steps.all()]
    net = amounts_of(document, goods).net
    return cost_of(steps, basis=rule.basis, net=net, weight=_weight(goods))


def _weight(goods: Sequence[Any]) -> Decimal:
    return sum((_weight_of(line) for line in goods if line.item and line.item.weight), ZERO)


def _weight_of(line: Any) -> Decimal:
    factor = factor_of(line.item, line.unit) if line.unit else Decimal(1)
    return Decimal(line.quantity * factor * line.item.weight)
