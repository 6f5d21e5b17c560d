"""What converting a lead would do: the dialog shows this plan, and the action carries it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from doorstep.activity.models import Note
from doorstep.history.models import Change
from doorstep.kit.errors import Invalid
from doorstep.parties.downstream import what_comes_along
from doorstep.parties.models import Address, Contact, Customer, Lead, PartyType
from doorstep.parties.queries import addresses_of, contacts_of, similar_customers
from doorstep.records.veil import out_of_reach, within_reach
from doorstep.users.models import User


@dataclass(frozen=True)
class Conversion:
    """Exactly what will happen."""

    lead: Lead
    into: Customer | None
    name: str
    type: str
    contacts: list[Contact]
    addresses: list[Address]
    known: Contact | None
    makes_contact: bool
    history: int
    notes: int
    others: list[str]
    by: User = field(repr=False)

    @property
    def makes_customer(self) -> bool:
        return self.into is None and not self.lead.is_converted

    @cached_property
    def people(self) -> list[Contact]:
        """Everyone we know already who comes along."""
        return self.contacts or ([self.known] if self.known else [])

    @property
    def contact(self) -> Contact | None:
        """The person we know already, if any."""
        return next(iter(self.people), None)

    @property
    def person(self) -> str:
        """What the contact is called who comes along, or who is made."""
        if self.contact and not within_reach(Contact, [self.contact.pk], self.by):
            return out_of_reach()
        return str(self.contact or self.lead.name)

    @property
    def gains(self) -> list[str]:
        """The facts an existing contact does not have yet."""
        person = self.contact
        pairs = (("phone", "phone"), ("mobile", "mobile"), ("job_title", "designation"))
        return [
            here
            for here, there in pairs
            if person and getattr(self.lead, here) and not getattr(person, there)
        ]

    @cached_property
    def similar(self) -> list[tuple[Customer, int]]:
        """Customers to choose instead, and how alike they are in percent."""
        return similar_customers(self.lead, self.by)


def plan_conversion(
    lead: Lead, *, by: User, into: Customer | None = None, name: str = "", type: str = ""
) -> Conversion:
    usual = PartyType.COMPANY if lead.organisation else PartyType.INDIVIDUAL
    linked = list(contacts_of(lead))
    known = None if linked else known_contact(lead, by)
    row = {"record_type": lead._meta.label_lower, "record_id": lead.pk}
    about = {"about_type": lead._meta.label_lower, "about_id": lead.pk}
    return Conversion(
        lead=lead,
        into=into or lead.customer,
        name=" ".join(name.split()) or lead.title,
        type=party_type(type) or usual,
        contacts=linked,
        addresses=list(addresses_of(lead)),
        known=known,
        makes_contact=not (linked or known) and _has_person(lead),
        history=Change.objects.filter(**row).count(),
        notes=Note.objects.filter(**about).count(),
        others=what_comes_along(lead),
        by=by,
    )


def party_type(text: str) -> str:
    """COMPANY for "Company" or "COMPANY"; nothing for nothing."""
    if (found := text.strip().upper()) in ("", *PartyType.values):
        return found
    says = _("A customer is a Company or an Individual.")
    raise Invalid(says, type=says)


def known_contact(lead: Lead, by: User) -> Contact | None:
    """The contact that is this person: it has the lead's e-mail."""
    if not lead.email_key:
        return None
    mine = Contact.objects.permitted(by, "edit")
    return mine.filter(emails__email_key=lead.email_key).order_by("pk").first()


def copied(lead: Lead) -> dict[str, Any]:
    """What a customer takes over from its lead."""
    same = ("territory", "industry", "market_segment", "website", "language", "owner")
    taken = {name: getattr(lead, name) for name in same}
    taken["account_manager"] = lead.lead_owner
    if not lead.organisation:
        taken |= {"salutation": lead.salutation, "gender": lead.gender}
    return taken


def _has_person(lead: Lead) -> bool:
    """An organisation without anyone to talk to makes no contact."""
    return bool(lead.first_name or lead.last_name or lead.email or lead.phone or lead.mobile)
