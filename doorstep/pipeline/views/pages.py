"""The page of an opportunity: its way through the stages, and what may be sold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from doorstep.pipeline.models import Opportunity, Stage
from doorstep.pipeline.queries import stays_of
from doorstep.pipeline.records import OPPORTUNITIES
from doorstep.pipeline.rotting import days_quiet, last_touched
from doorstep.ui.http import Request
from doorstep.ui.record_page import record_page


@dataclass(frozen=True)
class Step:
    """One stage on the way, as far as this opportunity has come."""

    label: str
    more: str
    state: str
    url: str = ""


def opportunity_detail(request: Request, pk: int) -> HttpResponse:
    return record_page(request, OPPORTUNITIES, pk, "pipeline/opportunity_detail.html")


@require_safe
@login_required
def opportunity_stages(request: Request, pk: int) -> HttpResponse:
    """How far it is and since when, and its items: comes again when the record changed."""
    found = Opportunity.objects.visible_to(request.user).select_related("stage")
    opportunity = get_object_or_404(found, pk=pk)
    context = {
        "opportunity": opportunity,
        "steps": steps_of(opportunity),
        "items": opportunity.items.select_related("item", "unit"),
        "reasons": [str(row) for row in opportunity.lost_for.select_related("reason")],
        "rivals": [str(row) for row in opportunity.rivals.select_related("competitor")],
        "rots": _rots(opportunity),
    }
    return render(request, "pipeline/_stages.html", context)


def steps_of(opportunity: Opportunity) -> list[Step]:
    """Every open stage, and the last one it reached: how many days it spent in each."""
    days: dict[int, int] = {}
    for stay in stays_of(opportunity):
        days[stay.stage.pk] = days.get(stay.stage.pk, 0) + stay.days
    return [
        Step(stage.name, _said(stage.pk, days), _state(stage, opportunity, days))
        for stage in _shown(opportunity)
    ]


def _shown(opportunity: Opportunity) -> list[Stage]:
    """A stage that is not offered any more is shown where it was gone through."""
    ends = Stage.Kind.LOST if opportunity.stage.kind == Stage.Kind.LOST else Stage.Kind.WON
    rows = Stage._base_manager.exclude(disabled=True) | Stage._base_manager.filter(
        pk=opportunity.stage_id
    )
    kinds = (Stage.Kind.OPEN, ends)
    return list(rows.filter(kind__in=kinds).order_by("position", "name"))


def _said(pk: int, days: dict[int, int]) -> str:
    if not days.get(pk):
        return ""
    return ngettext("%d day", "%d days", days[pk]) % days[pk]


def _state(stage: Stage, opportunity: Opportunity, days: dict[int, int]) -> str:
    if stage.pk == opportunity.stage_id:
        return "now"
    is_behind = stage.position < opportunity.stage.position
    return "done" if is_behind and stage.pk in days else "next"


def _rots(opportunity: Opportunity) -> str:
    """Why somebody should wake it up; nothing where all is well."""
    stage: Any = opportunity.stage
    if not (opportunity.is_active and stage.rots_after) or opportunity.next_contact_at:
        return ""
    told = last_touched([opportunity.pk]).get(opportunity.pk)
    quiet = days_quiet(max(filter(None, (told, opportunity.updated_at))))
    if quiet < stage.rots_after or localdate() == localdate(opportunity.updated_at):
        return ""
    return ngettext("%d day quiet", "%d days quiet", quiet) % quiet
