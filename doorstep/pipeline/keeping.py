"""Saving an opportunity with all that goes with it. It writes: only inside an action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import now

from doorstep.activity.next_contact import keep_next_contact, next_contact_moved
from doorstep.pipeline.collecting import REASONS, RIVALS
from doorstep.pipeline.leads import follow_lead
from doorstep.pipeline.models import Opportunity, StageChange
from doorstep.pipeline.rules import has_changed, settle
from doorstep.records.saving import put
from doorstep.users.models import User

BESIDE = {"lost_reasons": REASONS, "competitors": RIVALS}
FOLLOWED = ("lead_id", "status")  # what a lead's own status follows


def keep(opportunity: Opportunity, *, by: User, why: str = "", **aside: Any) -> Opportunity:
    """Checked and saved; its stages are noted, ``why`` where a document moved it, and its lead
    says how far it is.
    """
    settle(opportunity)
    hung = {name: aside.pop(name) for name in BESIDE if name in aside}
    is_new, moved = opportunity.pk is None, has_changed(opportunity, "stage_id")
    before = None if is_new else opportunity._loaded["stage_id"]
    if moved and not is_new:
        opportunity.stage_since = now()
    leads = _leads_of(opportunity)
    is_planned = next_contact_moved(opportunity)
    put(opportunity, by=by, **aside)
    for name, rows in hung.items():
        BESIDE[name].write(opportunity, rows or ())
    if moved:
        change = first_change(opportunity)
        change.before_id, change.why = before, why[:200]
        change.save()
    if is_planned:
        keep_next_contact(opportunity, by=by)
    for pk in sorted(leads):
        follow_lead(pk)
    return opportunity


def first_change(opportunity: Opportunity) -> StageChange:
    """The note that it came into its stage; not saved yet."""
    return StageChange(
        opportunity=opportunity, stage=opportunity.stage, at=opportunity.stage_since
    )


def held(ids: Iterable[int], by: User) -> list[Opportunity]:
    """Those one may edit, until all is done."""
    found = Opportunity.objects.permitted(by, "edit").filter(pk__in=list(ids))
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def _leads_of(opportunity: Opportunity) -> set[int]:
    """Those whose status may follow: the lead it is of, and the one it was of."""
    opportunity.status = opportunity.status_now()
    if opportunity.pk and not any(has_changed(opportunity, name) for name in FOLLOWED):
        return set()
    was = None if opportunity.pk is None else opportunity._loaded.get("lead_id")
    return {opportunity.lead_id, was} - {None}  # type: ignore[return-value]
