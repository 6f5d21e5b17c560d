"""What stands above a lead, a contact and a customer, and how far each is on the journey."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.parties.models import Address, Contact, Customer, Lead, Supplier
from doorstep.ui.heads import JOURNEY, Door, Head, Said, door, show_head
from doorstep.ui.looks import day
from doorstep.users.models import User

OWNED = Said("owner", label=_("Owned by"))
WAS = Said("lead", "footprints", label=_("Was lead"), only_wide=True)
HELD = Said("lead_owner", label=_("Owned by"))

show_head(
    Lead,
    Head(
        status="status",
        score="score",
        next_contact="next_contact_at",
        plan="next_contact",
        done="contacted",
        became="customer",
        says=(
            Said("organisation", "building-2"),
            Said("source", "tag", only_wide=True),
            HELD,
        ),
        quick=("name", "organisation", "email", "phone", "source", "request"),
    ),
)
show_head(
    Customer,
    Head(
        square=True,
        tags=("type",),
        next_contact="next_contact_at",
        plan="next_contact",
        done="contacted",
        says=(WAS, Said("territory", "map-pin", only_wide=True), OWNED),
    ),
)
show_head(
    Contact,
    Head(says=(Said("designation", "lightbulb"), Said("organisation", "building-2"), OWNED)),
)
show_head(Supplier, Head(square=True, tags=("type",), says=(OWNED,)))
show_head(
    Address,
    Head(
        icon="map-pin",
        says=(Said("on_one_line", "map-pin"), OWNED),
        quick=("title", "type", "line1", "postal_code", "city", "country"),
    ),
)


@door(Lead, "lead")
def lead_began(lead: Lead, user: User) -> Door:
    state = "done" if lead.customer_id else "now"
    return Door(JOURNEY["lead"], day(lead.created_at), state)


@door(Lead, "customer")
def lead_became(lead: Lead, user: User) -> Door:
    if not lead.customer_id:
        return Door(JOURNEY["customer"])
    is_seen = isinstance(lead.customer, Customer)
    return Door(
        JOURNEY["customer"], "", "now", lead.customer.get_absolute_url() if is_seen else ""
    )


@door(Customer, "lead")
def customer_was(customer: Customer, user: User) -> Door:
    leads = Lead.objects.visible_to(user).filter(customer=customer)
    lead = leads.order_by("pk").first()
    if lead is None:
        return Door(JOURNEY["lead"], "", "done")
    return Door(JOURNEY["lead"], day(lead.created_at), "done", lead.get_absolute_url())


@door(Customer, "customer")
def customer_is(customer: Customer, user: User) -> Door:
    return Door(JOURNEY["customer"], day(customer.created_at), "now")
