"""How far a customer is with buying."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.parties.models import Customer, Lead, LeadStatus
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.ui.heads import JOURNEY, Door, door
from doorstep.ui.looks import day
from doorstep.users.models import User

Code = LeadStatus.Code
QUOTED = (Code.OPPORTUNITY, Code.QUOTATION, Code.LOST_QUOTATION)


@door(Lead, "quotation")
def lead_was_quoted(lead: Lead, user: User) -> Door:
    """Its status says whether there can be one: most leads ask nothing more."""
    if not lead.customer_id and lead.status.code not in QUOTED:
        return Door(JOURNEY["quotation"])
    party = {"customer": lead.customer_id} if lead.customer_id else {"lead": lead}
    return _quoted(user, **party)


@door(Customer, "quotation")
def customer_was_quoted(customer: Customer, user: User) -> Door:
    return _quoted(user, customer=customer)


def _quoted(user: User, **party: Any) -> Door:
    """A draft is being written; what was submitted is behind the door."""
    found = Quotation.objects.visible_to(user).filter(**party)
    latest = found.exclude(status=Quotation.Status.CANCELLED).order_by("-date", "-pk").first()
    if latest is None:
        return Door(JOURNEY["quotation"])
    if latest.is_draft:
        return Door(JOURNEY["quotation"], str(_("Draft")), "now", latest.get_absolute_url())
    return Door(JOURNEY["quotation"], day(latest.date), "done", latest.get_absolute_url())


@door(Customer, "order")
def customer_ordered(customer: Customer, user: User) -> Door:
    orders = SalesOrder.objects.visible_to(user).filter(customer=customer)
    latest = orders.exclude(status=SalesOrder.Status.CANCELLED).order_by("-created_at").first()
    if latest is None:
        return Door(JOURNEY["order"])
    return Door(JOURNEY["order"], day(latest.created_at), "done", latest.get_absolute_url())


@door(Customer, "delivery")
def customer_received(customer: Customer, user: User) -> Door:
    notes = DeliveryNote.objects.visible_to(user).filter(customer=customer)
    sent = notes.filter(status__in=DeliveryNote.SUBMITTED, return_of=None)
    latest = sent.order_by("-date", "-pk").first()
    if latest is None:
        return Door(JOURNEY["delivery"])
    return Door(JOURNEY["delivery"], day(latest.date), "done", latest.get_absolute_url())
