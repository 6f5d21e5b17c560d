"""How the documents made of an opportunity move it. They stand above: this names none of them.

Selling says which quotations may still be accepted (``tells_active_quotations``), and tells what
became of its documents (``advance_by_document``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.pipeline.models import Opportunity, Stage, StageChange
from doorstep.pipeline.refusals import ActiveQuotation
from doorstep.pipeline.rules import enter, stage_of

Active = Callable[[Opportunity], Iterable[Any]]
_active: list[Active] = []
NAMED = 3


class To(models.TextChoices):
    """How far the documents are now."""

    QUOTED = "QUOTED", _("Quoted")
    ACCEPTED = "ACCEPTED", _("Accepted")
    ORDERED = "ORDERED", _("Ordered")
    LOST = "LOST", _("Lost")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


DOCUMENTS = {
    To.QUOTED: Opportunity.Documents.QUOTED,
    To.ACCEPTED: Opportunity.Documents.QUOTED,
    To.ORDERED: Opportunity.Documents.ORDERED,
    To.LOST: Opportunity.Documents.LOST,
    To.WITHDRAWN: "",
}


def tells_active_quotations(function: Active) -> Active:
    """The function answers the quotations of an opportunity that may still be accepted."""
    _active.append(function)
    return function


def active_quotations_of(opportunity: Opportunity) -> list[Any]:
    return [each for function in _active for each in function(opportunity)]


def refuse_while_quoted(opportunity: Opportunity) -> None:
    """Somebody may still accept, or has: that document has to be lost or cancelled first."""
    names = [str(each) for each in active_quotations_of(opportunity)]
    if not names and opportunity.documents in ("", Opportunity.Documents.LOST):
        return
    who = ", ".join(names[:NAMED]) or opportunity.get_documents_display().lower()
    says = _("“%(what)s” has an active quotation (%(who)s): lose or cancel that first.")
    says = says % {"what": opportunity, "who": who}
    raise ActiveQuotation(says, status=says)


def follow_documents(opportunity: Opportunity, to: str) -> None:
    """Its stage and its status after a document has gone ``to``; the caller saves."""
    former, opportunity.documents = opportunity.documents, DOCUMENTS[To(to)]
    if to == To.WITHDRAWN:
        _go_back(opportunity, to_open=False)
    elif to in (To.ORDERED, To.LOST):
        kind = Stage.Kind.WON if to == To.ORDERED else Stage.Kind.LOST
        if (stage := stage_of(kind)) and opportunity.stage.kind != kind:
            enter(opportunity, stage, declares=False)
    else:
        if former in (Opportunity.Documents.ORDERED, Opportunity.Documents.LOST):
            _go_back(opportunity, to_open=True)
        reached = "ACCEPTANCE" if to == To.ACCEPTED else "QUOTATION"
        _go_on(opportunity, reached)


def _go_on(opportunity: Opportunity, reached_by: str) -> None:
    """To the stage that such a document reaches, if it is not further already."""
    stages = Stage.objects.offered().filter(kind=Stage.Kind.OPEN, reached_by=reached_by)
    stage, now = stages.first(), opportunity.stage
    if stage and now.is_open and (stage.position, stage.pk) > (now.position, now.pk):
        enter(opportunity, stage, declares=False)


def _go_back(opportunity: Opportunity, *, to_open: bool) -> None:
    """To where it was before documents moved it; what people did since stays."""
    if to_open and opportunity.stage.is_open:
        return
    changes = StageChange._base_manager.filter(opportunity=opportunity)
    target: Stage | None = None
    for change in changes.select_related("before").order_by("-at", "-pk"):
        if not change.why or change.stage_id != (target or opportunity.stage).pk:
            break
        target = change.before
        if target is None or (to_open and target.is_open):
            break
    if target:
        enter(opportunity, target, declares=False)
