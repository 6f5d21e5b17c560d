"""What stands above an opportunity, and how far a lead or customer is with one."""

from __future__ import annotations

from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from doorstep.parties.models import Customer, Lead, LeadStatus
from doorstep.pipeline.models import Opportunity
from doorstep.ui.heads import JOURNEY, Door, Head, Said, door, show_head
from doorstep.ui.looks import day
from doorstep.users.models import User

PURSUED = (LeadStatus.Code.OPPORTUNITY, LeadStatus.Code.QUOTATION)

show_head(
    Opportunity,
    Head(
        icon="target",
        status="stage",
        next_contact="next_contact_at",
        plan="next_contact",
        done="contacted",
        says=(
            Said("customer", "building-2"),
            Said("lead", "footprints"),
            Said("source", "tag", only_wide=True),
            Said("owner", label=_("Owned by")),
        ),
        quick=("title", "customer", "lead", "amount", "currency", "expected_close"),
    ),
)


@door(Lead, "opportunity")
def lead_pursued(lead: Lead, user: User) -> Door:
    """Its status says whether there can be one: most leads ask nothing more."""
    if lead.is_converted or lead.status.code not in PURSUED:
        return Door(JOURNEY["opportunity"])
    return _latest(lead, user)


@door(Customer, "opportunity")
def customer_pursued(customer: Customer, user: User) -> Door:
    return _latest(customer, user)


def _latest(party: Lead | Customer, user: User) -> Door:
    """The opportunity that is open now; else the last one."""
    mine = Opportunity.objects.visible_to(user).of(party)
    is_over = Case(When(status__in=Opportunity.ACTIVE, then=0), default=1)
    latest = mine.order_by(is_over, "-created_at", "-pk").first()
    if latest is None:
        return Door(JOURNEY["opportunity"])
    return Door(JOURNEY["opportunity"], day(latest.created_at), "done", latest.get_absolute_url())


@door(Opportunity, "lead")
def was_lead(opportunity: Opportunity, user: User) -> Door:
    lead = opportunity.lead or (opportunity.customer and opportunity.customer.lead)
    seen = lead and Lead.objects.visible_to(user).filter(pk=lead.pk).exists()
    if not lead or not seen:
        return Door(JOURNEY["lead"], "", "done")
    return Door(JOURNEY["lead"], day(lead.created_at), "done", lead.get_absolute_url())


@door(Opportunity, "customer")
def is_customer(opportunity: Opportunity, user: User) -> Door:
    customer = opportunity.customer
    if not customer or not Customer.objects.visible_to(user).filter(pk=customer.pk).exists():
        return Door(JOURNEY["customer"], "", "done" if customer else "next")
    return Door(JOURNEY["customer"], day(customer.created_at), "done", customer.get_absolute_url())


@door(Opportunity, "opportunity")
def itself(opportunity: Opportunity, user: User) -> Door:
    return Door(JOURNEY["opportunity"], day(opportunity.created_at), "now")
