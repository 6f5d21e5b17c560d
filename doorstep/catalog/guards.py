"""What no change of the catalogue may bring about, not even an undo."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from doorstep.catalog.models import (
    Instalment,
    ItemGroup,
    PaymentTerms,
    ShippingRule,
    ShippingStep,
    TaxLine,
    TaxTemplate,
    UnitOfMeasure,
)
from doorstep.catalog.queries import taxes_of
from doorstep.catalog.refusals import PartsNot100, TaxesWrong
from doorstep.catalog.shipping import Step, do_overlap
from doorstep.catalog.taxing import problem_of
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.guards import Touched, guard
from doorstep.users.models import User


@guard("catalog.itemgroup")
def groups_are_trees(touched: Touched, by: User) -> None:
    """No group stands under itself. Locks them all: of two who put each under the other only one
    succeeds."""
    rows = ItemGroup.objects.order_by("pk").select_for_update()
    above = dict(rows.values_list("pk", "parent_id"))
    for group in touched["catalog.itemgroup"]:
        met: set[int] = set()
        at: int | None = group
        while at is not None and at not in met:
            met.add(at)
            at = above.get(at)
        if at is not None:
            says = _("A group cannot stand under itself or under a part of itself.")
            raise Conflict(says, parent=says)


@guard("catalog.unitofmeasure")
def units_have_plain_bases(touched: Touched, by: User) -> None:
    """What a unit is a multiple of is none itself: so two units have one factor, or none."""
    list(UnitOfMeasure.objects.order_by("pk").select_for_update().values_list("pk"))
    chained = Q(base__base__isnull=False) | Q(base=F("pk"))
    if UnitOfMeasure.objects.filter(chained).exists():
        says = _("Say it of a unit that is no multiple of another.")
        raise Invalid(says, base=says)


@guard("catalog.taxtemplate", "catalog.taxline")
def taxes_can_be_reckoned(touched: Touched, by: User) -> None:
    """Each tax stands on earlier ones, and what is included stands on what is included."""
    says = {
        "actual_included": _("An amount for the document cannot be included in the prices."),
        "first_refers": _("The first tax has none before it."),
        "refers_forward": _("Name an earlier tax by its number."),
        "included_on_excluded": _("An included tax stands on included ones alone."),
    }
    for template in _wholes(touched, TaxTemplate, TaxLine, "template"):
        if problem := problem_of(taxes_of(template)):
            raise TaxesWrong(says[problem], lines=says[problem])


@guard("catalog.paymentterms", "catalog.instalment")
def parts_make_the_whole(touched: Touched, by: User) -> None:
    """The parts of payment terms add up to 100 percent."""
    for terms in _wholes(touched, PaymentTerms, Instalment, "terms"):
        parts = list(terms.instalments.values_list("percent", flat=True))
        if parts and sum(parts, Decimal(0)) != 100:
            says = _("The parts add up to 100 percent.")
            raise PartsNot100(says, instalments=says)


def _wholes(touched: Touched, whole: Any, part: Any, name: str) -> Iterable[Any]:
    """What was written itself, or had parts written."""
    parts = touched.get(part._meta.label_lower, {})
    pks = {row[f"{name}_id"] for row in parts.values() if row and f"{name}_id" in row}
    pks |= set(part.objects.filter(pk__in=parts).values_list(f"{name}_id", flat=True))
    pks |= set(touched.get(whole._meta.label_lower, ()))
    return list(whole.objects.filter(pk__in=pks))


@guard("catalog.shippingrule", "catalog.shippingstep")
def sending_has_one_price(touched: Touched, by: User) -> None:
    """Of the steps of a rule one holds at most, and one at most has no end."""
    steps = touched.get("catalog.shippingstep", {})
    rules = set(touched.get("catalog.shippingrule", {}))
    rules |= set(ShippingStep.objects.filter(pk__in=steps).values_list("rule_id", flat=True))
    for rule in ShippingRule.objects.filter(pk__in=rules).prefetch_related("steps"):
        held = [Step(each.starts, each.ends, each.amount) for each in rule.steps.all()]
        if do_overlap(held):
            says = _("Two steps of “%s” hold for the same: let one end where the next begins.")
            raise Invalid(says % rule, steps=says % rule)
