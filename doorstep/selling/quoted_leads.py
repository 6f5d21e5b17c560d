"""Where a lead stands by its offers (reference 4): "Quotation", or "Lost quotation".

Called by the actions of quotations, in their transaction. What somebody chose by hand stays
where no offer says otherwise; a lead that is not to be contacted stays so.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.parties.downstream import comes_along, holds_status
from doorstep.parties.models import Customer, Lead, LeadStatus
from doorstep.pipeline.leads import follow_lead, is_pursued
from doorstep.selling.models import Quotation
from doorstep.users.access import hold
from doorstep.users.models import User

Code = LeadStatus.Code
STANDING = (*Quotation.ACTIVE, Quotation.Status.EXPIRED)
OURS = (Code.QUOTATION, Code.LOST_QUOTATION)


def follow_quotations(pk: int | None) -> None:
    """Set the status of a lead that was not converted, if its offers say one."""
    if pk is None:
        return
    lead = hold(Lead(pk=pk))
    if lead.is_converted or lead.status.kind == LeadStatus.Kind.BLOCKED:
        return
    code = _said_by_offers(lead)
    if code is None:
        return
    found = LeadStatus.objects.filter(code=code, disabled=False).first()
    if found and found != lead.status:
        lead.status = found
        lead.save()
    if code == Code.OPEN:
        follow_lead(pk)


def _said_by_offers(lead: Lead) -> str | None:
    """An offer counts for more than an opportunity, and that for more than a lost offer."""
    statuses = set(Quotation._base_manager.filter(lead=lead).values_list("status", flat=True))
    if statuses.intersection(STANDING):
        return Code.QUOTATION
    if Quotation.Status.LOST in statuses and not is_pursued(lead):
        return Code.LOST_QUOTATION
    return Code.OPEN if lead.status.code in OURS else None


@holds_status
def why_status_stays(lead: Lead, status: LeadStatus) -> str:
    """Why a lead cannot be given another status by hand; nothing where it can."""
    if lead.status.code != Code.QUOTATION or status.kind == LeadStatus.Kind.BLOCKED:
        return ""
    offers = Quotation._base_manager.filter(lead=lead, status__in=STANDING)
    if status.code in (Code.QUOTATION, Code.CONVERTED) or not (first := offers.first()):
        return ""
    says = _("%s says how far this lead is: mark it as lost, or cancel it.")
    return says % first


def go_to_customer(lead: Lead, customer: Customer, by: User) -> None:
    """The offers of a lead are its customer's from the day it is converted."""
    for quotation in Quotation._base_manager.filter(lead=lead).order_by("pk"):
        quotation.customer, quotation.lead = customer, None
        quotation.save()


def said_of_going(lead: Lead) -> str:
    count = Quotation._base_manager.filter(lead=lead).count()
    return ngettext("%d quotation", "%d quotations", count) % count if count else ""


comes_along(go_to_customer, said_of_going)
