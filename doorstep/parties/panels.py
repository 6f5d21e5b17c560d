"""What parties shows beside a record."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from doorstep.parties.collecting import visible_parties
from doorstep.parties.models import (
    PARTIES,
    Address,
    Contact,
    Customer,
    Lead,
    Supplier,
)
from doorstep.parties.queries import addresses_of, contacts_of
from doorstep.ui.http import Request
from doorstep.ui.panels import panel_answer, panel_on

MOST = 8
Party = Lead | Customer | Supplier


@panel_on(Lead, _("Contacts"))
@panel_on(Customer, _("Contacts"))
@panel_on(Supplier, _("Contacts"))
def contacts(request: Request, party: Party) -> HttpResponse:
    """The people of a customer, or of the customer a lead became."""
    seen = Contact.objects.visible_to(request.user)
    found = contacts_of(_now(party)).filter(pk__in=seen.values("pk"))
    people = list(found.annotate(role=F("links__role"), is_main=F("links__is_primary"))[:MOST])
    context = {"people": people, "is_lead": isinstance(party, Lead)}
    return panel_answer(request, "parties/_contacts_panel.html", context, count=len(people) or "")


@panel_on(Lead, _("Addresses"))
@panel_on(Customer, _("Addresses"))
@panel_on(Supplier, _("Addresses"))
def addresses(request: Request, party: Party) -> HttpResponse:
    """The places of a customer, or of the customer a lead became."""
    seen = Address.objects.visible_to(request.user)
    found = addresses_of(_now(party)).filter(pk__in=seen.values("pk"))
    marks = {f"for_{name}": F(f"links__is_{name}") for name in ("primary", "billing", "shipping")}
    shown = list(found.annotate(**marks)[:MOST])
    context = {"addresses": shown}
    return panel_answer(request, "parties/_addresses_panel.html", context, count=len(shown) or "")


@panel_on(Contact, _("Belongs to"), order=10)
@panel_on(Address, _("Belongs to"), order=10)
def parties(request: Request, shared: Contact | Address) -> HttpResponse:
    """The leads, customers and suppliers that share this contact or address."""
    rows = list(shared.links.select_related(*PARTIES).order_by("-is_primary", "pk")[:50])
    seen = visible_parties([vars(row) for row in rows], request.user)
    links = [row for row in rows if getattr(row, f"{row.party_field}_id") in seen[row.party_field]]
    context = {"links": links[:MOST]}
    return panel_answer(request, "parties/_parties_panel.html", context, count=len(links) or "")


def _now(party: Party) -> Party:
    """A lead that was converted goes on as its customer."""
    return (isinstance(party, Lead) and party.customer) or party
