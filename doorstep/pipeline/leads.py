"""What opportunities make of a lead. It writes: only inside an action."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.activity.models import EventLink, TaskLink
from doorstep.parties.downstream import comes_along, holds_status
from doorstep.parties.models import Customer, Lead, LeadStatus
from doorstep.pipeline.models import Opportunity
from doorstep.users.access import hold
from doorstep.users.models import User

Code = LeadStatus.Code
LATER = (Code.QUOTATION, Code.CONVERTED)  # further than an opportunity: not ours to say


def is_pursued(lead: Lead) -> bool:
    """An opportunity that is not lost was made of it."""
    return bool(_going(lead).exists())


def follow_lead(pk: int | None) -> None:
    """The lead is an Opportunity while one that is not lost exists; else it is open again."""
    if pk is None:
        return
    lead = hold(Lead(pk=pk))
    status = lead.status
    if lead.is_converted or status.code in LATER or status.kind == LeadStatus.Kind.BLOCKED:
        return
    if is_pursued(lead):
        wanted = Code.OPPORTUNITY
    elif status.code == Code.OPPORTUNITY:
        wanted = Code.OPEN
    else:
        return
    found = LeadStatus.objects.filter(code=wanted, disabled=False).first()
    if found and found != status:
        lead.status = found
        lead.save()


@holds_status
def why_status_stays(lead: Lead, status: LeadStatus) -> str:
    """Why a lead cannot be given another status by hand; nothing where it can."""
    if lead.status.code != Code.OPPORTUNITY or status.kind == LeadStatus.Kind.BLOCKED:
        return ""
    if status.code in (Code.OPPORTUNITY, *LATER):
        return ""
    first = Opportunity._base_manager.filter(lead=lead).active().order_by("pk").first()
    if first is None:
        return ""
    return _("The opportunity “%s” says how far this lead is: move that one.") % first


def bring_plans(lead: Lead, opportunity: Opportunity) -> None:
    """What is still to be done about the lead is about the opportunity as well."""
    about = {"about_type": lead._meta.label_lower, "about_id": lead.pk}
    tasks = TaskLink._base_manager.filter(task__status="OPEN", **about)
    for link in tasks.select_related("task"):
        TaskLink.to(opportunity, task=link.task, owner=link.owner).save()
    events = EventLink._base_manager.filter(
        event__starts_at__gte=now(), is_next_contact=False, **about
    )
    for link in events.select_related("event"):
        EventLink.to(opportunity, event=link.event, owner=link.owner).save()


def go_to_customer(lead: Lead, customer: Customer, by: User) -> None:
    """What is open or won goes on with the customer; what was lost stays where it was."""
    moving = list(_going(lead).select_for_update(of=("self",)).order_by("pk"))
    for opportunity in moving:
        opportunity.lead, opportunity.customer = None, customer
        opportunity.save()


def said_of_going(lead: Lead) -> str:
    count = _going(lead).count()
    return ngettext("%d opportunity", "%d opportunities", count) % count if count else ""


def _going(lead: Lead) -> Any:
    lost = (Opportunity.Status.LOST, Opportunity.Status.CLOSED)
    return Opportunity._base_manager.filter(lead=lead).exclude(status__in=lost)


comes_along(go_to_customer, said_of_going)
