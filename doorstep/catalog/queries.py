"""Reading the catalogue: which taxes, which days, which rate, how many of which unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.catalog.models import (
    ExchangeRate,
    Instalment,
    Item,
    ItemUnit,
    PaymentTerms,
    TaxCategory,
    TaxLine,
    TaxRule,
    TaxTemplate,
    UnitOfMeasure,
)
from doorstep.catalog.paying import Portion
from doorstep.catalog.paying import due_on as latest_day
from doorstep.catalog.refusals import NoExchangeRate, NoSuchUnit, TaxRulesConflict
from doorstep.catalog.taxing import Tax
from doorstep.kit.normal.words import words

ONE = Decimal(1)


@dataclass(frozen=True)
class Place:
    """Where somebody is, as far as it matters to taxes."""

    country: str = ""
    state: str = ""
    city: str = ""
    postal_code: str = ""


def taxes_of(template: TaxTemplate | None) -> list[Tax]:
    """The taxes of a template in their order; none without one."""
    lines = TaxLine._base_manager.filter(template=template) if template else ()
    return [
        Tax(line.name, line.rate, line.basis, line.previous or 0, line.is_included)
        for line in (lines.order_by("position", "pk") if template else ())
    ]


def tax_rule_for(category: TaxCategory | None, place: Place, day: date) -> TaxRule | None:
    """The rule that asks for most of what is so; among those the one of the highest priority.

    Two that say as much are a mistake that somebody has to mend, and refused.
    """
    usable = TaxRule.objects.filter(disabled=False).filter(
        Q(tax_category=None) | Q(tax_category=category),
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_until=None) | Q(valid_until__gte=day),
        country__in=("", place.country),
    )
    rules = usable.select_related("template", "tax_category").order_by("pk")
    found = sorted((rule for rule in rules if _is_so(rule, place)), key=_weight)
    if len(found) > 1 and _weight(found[-1]) == _weight(found[-2]):
        names = {"one": found[-2], "other": found[-1]}
        says = _("The tax rules “%(one)s” and “%(other)s” say as much: give one a priority.")
        raise TaxRulesConflict(says % names)
    return found[-1] if found else None


def portions_of(terms: PaymentTerms | None) -> list[Portion]:
    """The parts of payment terms; none without them."""
    rows = Instalment._base_manager.filter(terms=terms).order_by("position", "pk")
    names = ("percent", "count", "due", "discount", "discount_days")
    return [Portion(*row) for row in rows.values_list(*names)] if terms else []


def due_on(terms: PaymentTerms | None, day: date) -> date:
    """The day by which an invoice of ``day`` is to be paid in full."""
    return latest_day(day, portions_of(terms))


def rate_on(currency: str, to_currency: str, day: date) -> Decimal:
    """What one of a currency was worth in another: the latest known rate, or its inverse."""
    if currency == to_currency:
        return ONE
    pairs = Q(currency=currency, to_currency=to_currency) | Q(
        currency=to_currency, to_currency=currency
    )
    known = ExchangeRate._base_manager.filter(pairs, valid_from__lte=day)
    rows = known.order_by("-valid_from").values_list("currency", "rate", "valid_from")[:2]
    if not rows:
        names = {"one": currency, "other": to_currency, "day": day}
        raise NoExchangeRate(_("There is no rate from %(one)s to %(other)s on %(day)s.") % names)
    newest = [row for row in rows if row[2] == rows[0][2]]
    for code, rate, _day in newest:
        if code == currency:
            return rate
    return (ONE / newest[0][1]).quantize(Decimal("1E-8"))


def factors_of(item: Item) -> Mapping[int, Decimal]:
    """How many of the item's own unit one of another is; what the item says itself comes first."""
    own = dict(item.units.values_list("unit_id", "factor"))
    return general_factors(item.unit) | own | {item.unit_id: ONE}


def factors_of_many(items: Iterable[Item]) -> dict[int, Mapping[int, Decimal]]:
    """The same for many items; two queries for all of them."""
    known = list(items)
    units = UnitOfMeasure._base_manager.values_list("pk", "base", "factor")
    sizes = {pk: (base or pk, factor or ONE) for pk, base, factor in units}
    own: dict[int, dict[int, Decimal]] = {item.pk: {} for item in known}
    rows = ItemUnit._base_manager.filter(item__in=own).order_by("position", "pk")
    for item, unit, factor in rows.values_list("item", "unit", "factor"):
        own[item][unit] = factor
    found: dict[int, Mapping[int, Decimal]] = {}
    for item in known:
        base, here = sizes[item.unit_id]
        general = {pk: size / here for pk, (root, size) in sizes.items() if root == base}
        found[item.pk] = general | own[item.pk] | {item.unit_id: ONE}
    return found


def general_factors(unit: UnitOfMeasure) -> dict[int, Decimal]:
    """How many of ``unit`` one of each unit is that has the same base."""
    base = unit.base_id or unit.pk
    same = UnitOfMeasure._base_manager.filter(Q(pk=base) | Q(base=base))
    sizes = {pk: factor or ONE for pk, factor in same.values_list("pk", "factor")}
    here = unit.factor or ONE
    return {pk: size / here for pk, size in sizes.items()}


def factor_of(item: Item, unit: UnitOfMeasure) -> Decimal:
    """How many of the item's own unit one of ``unit`` is; refused where nobody has said it."""
    factors = factors_of(item)
    if unit.pk not in factors:
        names = {"item": item, "unit": unit}
        says = _("Nobody has said how much of “%(item)s” a “%(unit)s” is.") % names
        raise NoSuchUnit(says, unit=says)
    return factors[unit.pk]


def _is_so(rule: TaxRule, place: Place) -> bool:
    return (
        _same(rule.state, place.state)
        and _same(rule.city, place.city)
        and _folded(place.postal_code).startswith(_folded(rule.postal_code))
    )


def _same(wanted: str, said: str) -> bool:
    return not wanted or words(wanted).casefold() == words(said).casefold()


def _folded(code: str) -> str:
    return code.replace(" ", "").casefold()


def _weight(rule: TaxRule) -> tuple[int, int, int]:
    """How much it asks, how it is ranked, and how exact its postcode is."""
    asked: Iterable[str] = TaxRule.ASKS
    said = sum(
        1 for name in asked if getattr(rule, f"{name}_id" if name == "tax_category" else name)
    )
    return (said, rule.priority, len(_folded(rule.postal_code)))
