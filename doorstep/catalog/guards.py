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
    TaxLine,
    TaxTemplate,
    UnitOfMeasure,
)
from doorstep.catalog.queries import taxes_of
from doorstep.catalog.refusals import PartsNot100, TaxesWrong
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
