"""The verb everything leads to: a lead becomes a customer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.next_contact import hand_on_next_contact
from doorstep.history.action import AlreadyDone, action
from doorstep.kit.errors import Conflict
from doorstep.parties.conversion import Conversion, copied, plan_conversion
from doorstep.parties.customer_rules import new_customer
from doorstep.parties.downstream import bring_along
from doorstep.parties.linking import link_to
from doorstep.parties.models import (
    Address,
    AddressLink,
    Contact,
    ContactLink,
    ContactPhone,
    Customer,
    Lead,
    LeadStatus,
    SalesPolicy,
    sales_policy,
)
from doorstep.parties.people import contact_from
from doorstep.parties.queries import default_address
from doorstep.parties.rows import (
    emails_with,
    phones_with,
    read_emails,
    read_phones,
    write_emails,
    write_phones,
)
from doorstep.users.access import locked
from doorstep.users.models import User


@action(
    "lead.converted",
    verb="convert",
    label=gettext_lazy("Convert to customer"),
    told=gettext_lazy("made this lead a customer"),
    icon="building-2",
    keys="m c",
    fits=lambda lead: not lead.is_converted,
)
def convert_lead(
    lead: Lead,
    *,
    by: User,
    into: Customer | None = None,
    name: str = "",
    type: str = "",
) -> Customer:
    """Turn a lead into a customer and a contact.

    Pass ``into`` when the lead turns out to belong to a customer we already have. A lead that is
    converted already answers with its customer, however often it is asked.
    """
    if lead.customer:
        _refuse_another(lead, lead.customer, into)
        raise AlreadyDone(lead.customer)
    policy = sales_policy()
    plan = plan_conversion(lead, by=by, into=into, name=name, type=type)
    customer = _join(into, by) if into else _make(plan, policy)
    _bring_people(plan, customer, policy)
    _bring_places(plan, customer)
    lead.customer = customer
    lead.status = LeadStatus.objects.get(code=LeadStatus.Code.CONVERTED)
    lead.save()
    hand_on_next_contact(lead, customer)
    bring_along(lead, customer, by)
    return customer


def _refuse_another(lead: Lead, customer: Customer, into: Customer | None) -> None:
    if into and into != customer:
        names = {"lead": lead, "customer": customer}
        raise Conflict(_("%(lead)s is the customer %(customer)s already.") % names)


def _join(into: Customer, by: User) -> Customer:
    """The customer we have, held until the end so that nobody deletes it meanwhile."""
    customer: Customer = locked(by, "edit", into)
    return customer


def _make(plan: Conversion, policy: SalesPolicy) -> Customer:
    lead = plan.lead
    values = copied(lead) | {"name": plan.name, "type": plan.type, "lead": lead}
    return new_customer(values, policy, by=plan.by)


def _bring_people(plan: Conversion, customer: Customer, policy: SalesPolicy) -> None:
    """The lead's contacts, the one we know by e-mail, or a new one."""
    people = plan.people
    if plan.known:
        link_to(plan.known, plan.lead)
    if plan.makes_contact:
        people = [contact_from(plan.lead, by=plan.by, region=policy.country)]
    if plan.contact:
        _complete(plan.contact, plan, policy)
    roles = dict(ContactLink.objects.filter(lead=plan.lead).values_list("contact_id", "role"))
    has_main = customer.primary_contact_id is not None
    for place, contact in enumerate(people):
        marks = {"is_primary": True} if place == 0 and not has_main else {}
        role = roles.get(contact.pk)
        link_to(contact, customer, **marks | ({"role": role} if role else {}))


def _complete(contact: Contact, plan: Conversion, policy: SalesPolicy) -> None:
    """A contact we know gains what only the lead said."""
    lead, region = plan.lead, plan.lead.country or policy.country
    if lead.email and not contact.email:
        write_emails(contact, read_emails(contact, emails_with(contact, lead.email)))
    for kind in ContactPhone.Kind.values:
        if kind in plan.gains:
            numbers = phones_with(contact, getattr(lead, kind), kind)
            write_phones(contact, read_phones(contact, numbers, region=region))
    contact.designation = contact.designation or lead.job_title
    contact.save()


def _bring_places(plan: Conversion, customer: Customer) -> None:
    """The lead's addresses with their marks; what the customer has marked already stays so."""
    held = AddressLink.objects.filter(customer=customer)
    taken = {mark for mark in MARKS if held.filter(**{mark: True}).exists()}
    links = {link.address_id: link for link in AddressLink.objects.filter(lead=plan.lead)}
    main = default_address(plan.lead)
    for address in plan.addresses:
        link_to(address, customer, **_marks(links[address.pk], address, main, taken))


MARKS = ("is_primary", "is_billing", "is_shipping")


def _marks(
    link: AddressLink, address: Address, main: Address | None, taken: set[str]
) -> dict[str, Any]:
    asked = {mark: getattr(link, mark) for mark in MARKS} | {"is_primary": address == main}
    return {mark: True for mark, is_set in asked.items() if is_set and mark not in taken}
