"""Opportunities without a word for longer than their stage allows, counted in working days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from doorstep.history.models import Change
from doorstep.kit.workdays import workdays_before, workdays_between
from doorstep.pipeline.models import Opportunity, Stage
from doorstep.records.filters.base import NO, YES, Kind, Operator, Option, Scope, yes_or_no

LABEL = Opportunity._meta.label_lower


def is_rotting(today: date) -> Q:
    """Open, nothing planned, and no edit, note, call or letter since its stage's last day."""
    found = (_in_stage(stage, today) for stage in _stages())
    return reduce(or_, found, Q(pk__in=()))


def _stages() -> Iterable[Stage]:
    return Stage._base_manager.filter(kind=Stage.Kind.OPEN, rots_after__gt=0)


def _in_stage(stage: Stage, today: date) -> Q:
    since = make_aware(datetime.combine(workdays_before(today, stage.rots_after), time()))
    touched = Change.objects.filter(
        record_type=LABEL, record_id=OuterRef("pk"), event__at__gte=since
    )
    still = Q(stage=stage, status__in=Opportunity.ACTIVE, updated_at__lt=since)
    return still & Q(next_contact_at=None) & ~Q(Exists(touched))


def last_touched(pks: Sequence[int]) -> Mapping[int, datetime]:
    """When something last happened to each, as its timeline tells it."""
    if not pks:
        return {}
    told = Change.objects.filter(record_type=LABEL, record_id__in=pks).order_by()
    return dict(told.values_list("record_id").annotate(at=Max("event__at")))


def days_quiet(touched_at: datetime) -> int:
    """Working days since then."""
    return workdays_between(localdate(touched_at), localdate())


class Rotting(Kind):
    """``rotting=yes``: those that somebody should wake up."""

    operators = (
        Operator(("",), _("yes"), takes="nothing", fixed=YES),
        Operator(("",), _("no"), takes="nothing", fixed=NO, alias="not"),
    )
    repeats = frozenset()

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        found = is_rotting(localdate())
        return (found, []) if yes_or_no(scope, values) else (~found, [])

    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        return []

    def works(self, scope: Scope) -> Any:
        return _("Use yes or no.")
