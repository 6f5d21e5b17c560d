"""To whom one may write about a record, and what is known of their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import formataddr, getaddresses
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.normal.emails import email_key, normal_email
from doorstep.mail.models import AddressStanding
from doorstep.mail.writing.letter import LONGEST_NAME, Person, one_line
from doorstep.parties.models import Contact, ContactEmail, Lead
from doorstep.users.models import User

MOST = 100  # addresses of one letter
OFFERED = 50


@dataclass(frozen=True)
class Known:
    """An address of a record, with what is to be said of it before one writes there."""

    person: Person
    standing: AddressStanding | None = None

    @property
    def warning(self) -> str:
        if self.standing and self.standing.bounced_at:
            return _("Letters to %s came back.") % self.person.email
        if self.standing and self.standing.opted_out_at:
            return _("%s wants no letters that go to many.") % self.person.email
        return ""


def addressees_of(record: models.Model, by: User) -> list[Known]:
    """Its own address first, then those of the people who speak for it."""
    found: dict[str, Person] = {}
    for each in _people(record, by):
        found.setdefault(email_key(each.email), each)
    ordered = [each for key, each in found.items() if key]
    standings = AddressStanding.objects.of(each.email for each in ordered)
    return [Known(each, standings.get(email_key(each.email))) for each in ordered]


def parse_people(text: str, field: str) -> list[Person]:
    """``Nadia <nadia@quill.example>, piet@quill.example``; what is no address is refused."""
    plain = text.replace(";", ",").replace("\n", ",").replace("\r", "")
    found = [(name, given) for name, given in getaddresses([plain]) if name or given]
    people = []
    for name, given in found:
        shown = normal_email(given)
        if not email_key(shown):
            says = _("%s is not an e-mail address.") % one_line(given or name, 80)
            raise Invalid(says, **{field: says})
        people.append(Person(shown, one_line(name, LONGEST_NAME)))
    if len(people) > MOST:
        says = _("A letter goes to at most %d addresses.") % MOST
        raise Invalid(says, **{field: says})
    return list({email_key(each.email): each for each in people}.values())


def shown(person: Person) -> str:
    """As one may type it."""
    return formataddr((person.name, person.email)) if person.name.isascii() else person.email


def warnings_for(people: Iterable[Person]) -> list[str]:
    """What is to be said before a letter goes to these."""
    people = list(people)
    standings = AddressStanding.objects.of(each.email for each in people)
    known = (Known(each, standings.get(email_key(each.email))) for each in people)
    return [each.warning for each in known if each.warning]


def is_closed_to_many(address: str) -> bool:
    """Whether nothing that goes to many may go there: asked for, marked as spam, or it bounces."""
    key = email_key(address)
    if not key:
        return True
    return (
        AddressStanding.objects.closed().filter(address_key=key).exists()
        or Lead._base_manager.filter(email_key=key, unsubscribed=True).exists()
        or Contact._base_manager.filter(emails__email_key=key, unsubscribed=True).exists()
    )


def _people(record: Any, by: User) -> Iterator[Person]:
    name = getattr(record, "name", "") or str(record)
    if getattr(record, "email", ""):
        yield Person(record.email, name)
    if isinstance(record, Contact):
        rows = ContactEmail._base_manager.filter(contact=record).order_by("-is_primary", "pk")
        yield from (Person(each, name) for each in rows.values_list("email", flat=True))
    contacts = _contacts_of(record, by)
    rows = ContactEmail._base_manager.filter(contact__in=contacts).order_by("-is_primary", "pk")
    for given, who in rows.values_list("email", "contact__name")[:OFFERED]:
        yield Person(given, who)


def _contacts_of(record: Any, by: User) -> Any:
    """The visible people of a lead, customer or supplier, or of the customer a record is for."""
    for party in (record, getattr(record, "customer", None), getattr(record, "lead", None)):
        if party is not None and hasattr(party, "contact_links"):
            links = party.contact_links.values("contact")
            return Contact.objects.visible_to(by).filter(pk__in=links)
    return Contact.objects.none()
