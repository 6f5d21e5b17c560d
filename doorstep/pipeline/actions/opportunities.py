"""Changing opportunities, and moving them from stage to stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.models import CalendarEvent
from doorstep.activity.next_contact import next_contact_link
from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.pipeline.declaring import declare, to_stage
from doorstep.pipeline.keeping import held, keep
from doorstep.pipeline.leads import follow_lead
from doorstep.pipeline.models import LostReason, Opportunity, OpportunityItem, Stage
from doorstep.pipeline.rules import described, give_party, items_amount, take_party
from doorstep.records.many import Done, each_alone
from doorstep.users.models import User

ASIDE = ("tags", "custom", "items", "lost_reasons", "competitors")
PARTY = ("party", "lead", "customer")


@action("opportunity.updated", verb="edit", label=gettext_lazy("Edit opportunity"), icon="pencil")
def update_opportunity(opportunity: Opportunity, *, by: User, **values: Any) -> Opportunity:
    """Set what an opportunity says of itself. A stage and a status bring along what they mean."""
    aside = {name: values.pop(name) for name in ASIDE if name in values}
    if any(name in values for name in PARTY):
        give_party(opportunity, _party(opportunity, values))
    stage, status = values.pop("stage", None), values.pop("status", "")
    if stage and stage != opportunity.stage:
        to_stage(opportunity, stage, aside.get("lost_reasons"))
    if status:
        declare(opportunity, status, aside.get("lost_reasons"))
    _set_amount(opportunity, values, aside)
    for name, value in values.items():
        setattr(opportunity, name, value)
    return keep(opportunity, by=by, **aside)


@action(
    "opportunity.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("deleted this opportunity"),
    icon="trash-2",
)
def delete_opportunity(opportunity: Opportunity, *, by: User) -> None:
    """Delete an opportunity and its next contact; its lead is told by what is left."""
    if link := next_contact_link(opportunity):
        CalendarEvent._base_manager.filter(pk=link.event_id).delete()
    lead = opportunity.lead_id
    opportunity.delete()
    follow_lead(lead)


@action(
    "opportunity.moved",
    verb="edit",
    label=gettext_lazy("Change stage"),
    told=gettext_lazy("moved this opportunity"),
    icon="target",
)
def move_stage(
    opportunity: Opportunity,
    *,
    by: User,
    stage: Stage,
    lost_reasons: Collection[LostReason] | None = None,
) -> Opportunity:
    """Move an opportunity to another stage; into the last ones means it is won, or lost."""
    to_stage(opportunity, stage, lost_reasons)
    aside: dict[str, Any] = {} if lost_reasons is None else {"lost_reasons": lost_reasons}
    return keep(opportunity, by=by, **aside)


@action("opportunity.many_moved", verb="edit", label=gettext_lazy("Change stage"), icon="target")
def move_stages(
    opportunities: type[Opportunity], *, by: User, ids: Iterable[int], stage: Stage
) -> Done:
    """Move several opportunities to another stage; those that may not be moved are left."""
    return each_alone(held(ids, by), lambda each: move_stage.function(each, by=by, stage=stage))


def _party(opportunity: Opportunity, values: dict[str, Any]) -> Any:
    """One field of two may be sent alone: the other then gives way."""
    sent = {name: values[name] for name in PARTY if values.get(name) is not None}
    for name in PARTY:
        values.pop(name, None)
    return take_party(sent) if sent else None


def _set_amount(opportunity: Opportunity, values: dict[str, Any], aside: dict[str, Any]) -> None:
    """Items make the amount; without any the typed one stays."""
    currency = values.get("currency") or opportunity.currency
    if "items" in aside:
        aside["items"] = described(aside["items"] or (), opportunity.customer, currency)
        if aside["items"]:
            values["amount"] = items_amount(aside["items"], currency)
        return
    typed = values.get("amount", opportunity.amount)
    if typed == opportunity.amount and currency == opportunity.currency:
        return
    lines = OpportunityItem._base_manager.filter(opportunity=opportunity)
    made = items_amount(lines.values("quantity", "rate"), currency)
    if lines and "amount" in values and typed != made:
        says = _("Its items come to %s: change those, or remove them.") % made
        raise Invalid(says, amount=says)
