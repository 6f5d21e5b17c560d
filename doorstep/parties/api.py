"""The verbs of leads in the API, and who somebody is; all else comes with their declaration."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.parties.actions import convert_lead
from doorstep.parties.conversion import Conversion, plan_conversion
from doorstep.parties.identity import who_is
from doorstep.parties.models import AddressLink, ContactLink, Customer, Lead, PartyType
from doorstep.parties.summary import summary_of
from doorstep.ui.answers import json_answer, once, only, public
from doorstep.ui.http import Request, seen_of
from doorstep.users.access import Reach

router = Router(tags=["Leads"])
identity = Router(tags=["Who is this"])
customers = Router(tags=["Customers"])

Asked = Annotated[str, Query(max_length=300)]


class ConvertIn(Schema):
    """``customer`` is the number of one we have already; without it a new one is made."""

    customer: int | None = None
    name: str = ""
    type: str = ""


@router.get("/{int:lead_id}/conversion")
def read_conversion(request: Request, lead_id: int, customer: int | None = None) -> HttpResponse:
    """What converting would create, link and carry over, and which customers look the same."""
    only(request, "customer")
    into = _chosen(request, customer)
    return json_answer(_told(plan_conversion(_seen(request, lead_id), by=request.user, into=into)))


@router.post("/{int:lead_id}/convert")
def convert(request: Request, lead_id: int, body: ConvertIn) -> HttpResponse:
    """Convert a lead; one that was converted before answers 200, with the customer it has."""
    only(request)
    lead, user = _seen(request, lead_id), request.user
    asked = {
        "into": _chosen(request, body.customer),
        "name": body.name,
        "type": body.type,
    }

    def convert_it(key: Key | None) -> HttpResponse:
        customer = convert_lead(lead, by=user, seen=seen_of(request), key=key, **asked)
        answer = {"customer": public(customer, user)} | _brought(lead, request)
        return json_answer(answer, status=200 if lead.is_converted else 201)

    return once(request, convert_it)


@identity.get("", operation_id="who_is")
def read_who_is(
    request: Request, email: Asked = "", phone: Asked = "", name: Asked = ""
) -> HttpResponse:
    """Every lead, contact and customer with this e-mail, number or name, the surest first."""
    only(request, "email", "phone", "name")
    if not (email.strip() or phone.strip() or name.strip()):
        says = _("Ask for an e-mail, a phone number or a name.")
        raise Invalid(says, email=says)
    found = who_is(email=email, phone=phone, name=name, by=request.user)
    shown = [each for each in found if each.is_visible]
    known = [each for each in found if _may_look(request, each.record)]
    items = [{"record": each.reference, "name": each.name, "why": each.why} for each in shown]
    return json_answer({"items": items, "out_of_reach": len(known) - len(shown)})


@customers.get("/{int:customer_id}/summary", operation_id="summarize_customer")
def read_summary(request: Request, customer_id: int) -> HttpResponse:
    """What was billed, what is open and late, how much more may be owed, what is under way.

    Amounts are in the company's currency; what one may not see is null.
    """
    only(request)
    seen = Customer.objects.visible_to(request.user)
    return json_answer(summary_of(get_object_or_404(seen, pk=customer_id), request.user))


def _may_look(request: Request, record: Any) -> bool:
    return request.user.reach(type(record), "view") != Reach.NONE


def _seen(request: Request, lead_id: int) -> Lead:
    return get_object_or_404(Lead.objects.visible_to(request.user), pk=lead_id)


def _chosen(request: Request, customer: int | None) -> Customer | None:
    if customer is None:
        return None
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=customer)


def _brought(lead: Lead, request: Request) -> dict[str, Any]:
    """The main person and the places that came along with a lead."""
    people = ContactLink.objects.filter(lead=lead).order_by("-is_primary", "id")
    places = AddressLink.objects.filter(lead=lead).order_by("-is_primary", "id")
    person = people.select_related("contact").first()
    return {
        "contact": public(person.contact, request.user) if person else None,
        "addresses": [
            public(link.address, request.user) for link in places.select_related("address")
        ],
    }


def _told(plan: Conversion) -> dict[str, Any]:
    contact, into = plan.contact, plan.into
    return {
        "customer": {
            "id": into.pk if into else None,
            "name": into.name if into else plan.name,
            "type": PartyType(into.type if into else plan.type).label,
        },
        "creates_customer": plan.makes_customer,
        "contact": plan.person if contact or plan.makes_contact else None,
        "creates_contact": plan.makes_contact,
        "links": [
            *(f"contact:{each.pk}" for each in plan.people),
            *(f"address:{each.pk}" for each in plan.addresses),
        ],
        "gains": plan.gains,
        "carries": {"history": plan.history, "notes": plan.notes},
        "similar": [
            {"customer": f"customer:{each.pk}", "name": each.name, "percent": percent}
            for each, percent in plan.similar
        ],
    }
