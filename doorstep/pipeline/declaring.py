"""What people declare of an opportunity: won, lost, closed, open again; the caller saves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.parties.models import sales_policy
from doorstep.pipeline.documents import refuse_while_quoted
from doorstep.pipeline.models import Opportunity, OpportunityLostReason, Stage, StageChange
from doorstep.pipeline.refusals import LostReasonRequired, MadeByDocuments
from doorstep.pipeline.rules import Outcome, enter, stage_of

Status = Opportunity.Status


def declare(opportunity: Opportunity, status: str, reasons: Collection[Any] | None) -> None:
    """Bring about what somebody says its status is, or refuse."""
    if status == opportunity.status and opportunity.pk:
        return
    if status in (Status.OPEN, Status.REPLIED):
        declare_open(opportunity)
        opportunity.is_replied = status == Status.REPLIED
    elif status == Status.CONVERTED:
        declare_won(opportunity)
    elif status == Status.LOST:
        declare_lost(opportunity, reasons)
    elif status == Status.CLOSED:
        opportunity.outcome = Outcome.CLOSED
    else:
        says = _("Submit a quotation instead: that makes it so.")
        raise Invalid(says, status=says)


def declare_won(opportunity: Opportunity) -> None:
    _end(opportunity, Stage.Kind.WON, Outcome.WON)


def declare_lost(opportunity: Opportunity, reasons: Collection[Any] | None) -> None:
    """Refused while somebody may still accept; with the reasons that the sales policy wants."""
    refuse_while_quoted(opportunity)
    if opportunity.pk and sales_policy().lost_reason_required and not reasons:
        if reasons is None and _has_reasons(opportunity):
            return _end(opportunity, Stage.Kind.LOST, Outcome.LOST)
        says = _("Say why it was lost: the sales policy asks for a reason.")
        raise LostReasonRequired(says, lost_reasons=says)
    _end(opportunity, Stage.Kind.LOST, Outcome.LOST)


def declare_open(opportunity: Opportunity) -> None:
    """Going on where it was; what was said of its loss may stay."""
    if opportunity.documents == Opportunity.Documents.ORDERED:
        says = _("“%s” was ordered: cancel the order instead.") % opportunity
        raise MadeByDocuments(says, status=says)
    if opportunity.documents == Opportunity.Documents.LOST:
        opportunity.documents = ""
    opportunity.outcome, opportunity.is_replied = "", False
    if not opportunity.stage.is_open and (stage := _last_open(opportunity)):
        enter(opportunity, stage)


def to_stage(
    opportunity: Opportunity, stage: Stage, reasons: Collection[Any] | None = None
) -> None:
    """Into another stage by hand, with what that declares."""
    if stage.kind == Stage.Kind.LOST and stage != opportunity.stage:
        declare_lost(opportunity, reasons)
    elif opportunity.documents == Opportunity.Documents.ORDERED and stage.kind != Stage.Kind.WON:
        declare_open(opportunity)
    elif stage.is_open and opportunity.documents == Opportunity.Documents.LOST:
        opportunity.documents = ""
    enter(opportunity, stage)


def _end(opportunity: Opportunity, kind: str, outcome: str) -> None:
    stage = stage_of(kind)
    if stage and opportunity.stage.kind != kind:
        enter(opportunity, stage)
    opportunity.outcome = outcome


def _has_reasons(opportunity: Opportunity) -> bool:
    held = OpportunityLostReason._base_manager.filter(opportunity=opportunity)
    return bool(held.exists())


def _last_open(opportunity: Opportunity) -> Stage | None:
    """The stage in which it was last before it was over; the first one, if it never was."""
    changes = StageChange._base_manager.filter(
        opportunity=opportunity, stage__kind=Stage.Kind.OPEN, stage__disabled=False
    )
    last = changes.select_related("stage").order_by("-at", "-pk").first()
    return last.stage if last else stage_of(Stage.Kind.OPEN)
