"""Who is this? The one door that answers for an e-mail, a phone number or a name.

Staff entry, import, conversion, mail, sign-up and checkout all ask here. It finds only what is
the same by the keys that are stored; what is merely alike is the business of duplicate search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from doorstep.kit.naming import kind_of
from doorstep.kit.normal.emails import email_key
from doorstep.kit.normal.phones import phone_key
from doorstep.kit.normal.words import words
from doorstep.parties.models import (
    PARTIES,
    Contact,
    ContactEmail,
    ContactLink,
    Customer,
    Lead,
    sales_policy,
)
from doorstep.users.models import User

REASONS = ("email", "phone", "name")  # the surest first
MOST = 20


@dataclass(frozen=True)
class Match:
    """A record that is the same by ``why``. One that is not visible is known, but not named."""

    record: Lead | Contact | Customer
    why: str
    is_visible: bool

    @property
    def reference(self) -> str:
        """ "lead:7"."""
        return f"{kind_of(type(self.record))}:{self.record.pk}"

    @property
    def name(self) -> str:
        return str(self.record) if self.is_visible else ""


def who_is(
    *, email: str = "", phone: str = "", name: str = "", by: User, region: str = ""
) -> list[Match]:
    """Every lead, contact and customer with this e-mail, number or name; the surest first.

    ``region`` is whose numbers need no prefix, where it is not the company's.
    """
    asked = _keys(email, phone, name, region)
    if not asked:
        return []
    found: dict[tuple[type[Any], int], tuple[Any, str]] = {}
    for record, why in (*_leads(asked), *_contacts(asked), *_customers(asked)):
        key = type(record), record.pk
        if key not in found or REASONS.index(why) < REASONS.index(found[key][1]):
            found[key] = record, why
    visible = _visible([record for record, _why in found.values()], by)
    matches = [
        Match(record, why, (type(record), record.pk) in visible) for record, why in found.values()
    ]
    return sorted(matches, key=lambda each: (REASONS.index(each.why), each.reference))


def records_with(emails: Iterable[str]) -> dict[str, list[Any]]:
    """Of each address, as compared, the records whose it is: contacts and whom they speak for,
    leads and the customers they became. Asked once for all of them.
    """
    keys = {key for key in map(email_key, emails) if key}
    found: dict[str, dict[Any, None]] = {key: {} for key in keys}
    spoken: dict[int, list[str]] = {}
    rows = ContactEmail._base_manager.filter(email_key__in=keys).order_by("pk")
    for row in rows.select_related("contact"):
        found[row.email_key][row.contact] = None
        spoken.setdefault(row.contact_id, []).append(row.email_key)
    links = ContactLink._base_manager.filter(contact__in=spoken).order_by("pk")
    for link in links.select_related(*PARTIES):
        for key in spoken[link.contact_id]:
            found[key][link.party] = None
    for lead in Lead._base_manager.filter(email_key__in=keys).select_related("customer"):
        found[lead.email_key] |= dict.fromkeys(filter(None, (lead, lead.customer)))
    return {key: list(records) for key, records in found.items() if records}


def party_with(email: str) -> Customer | Lead | None:
    """To whom what comes from this address belongs: a customer before a lead, the oldest first."""
    found = records_with([email]).get(email_key(email), [])
    for kind in (Customer, Lead):
        if known := sorted((each for each in found if isinstance(each, kind)), key=_number):
            return known[0]
    return None


def _number(record: Any) -> int:
    return int(record.pk)


def _keys(email: str, phone: str, name: str, region: str) -> dict[str, str]:
    """What was asked for, in the form in which it is stored."""
    keys = {"email": email_key(email), "name": words(name)}
    keys["phone"] = phone_key(phone, region or sales_policy().country) if phone.strip() else ""
    return {why: key for why, key in keys.items() if key}


def _leads(asked: dict[str, str]) -> Iterator[tuple[Lead, str]]:
    conditions = {
        "email": lambda key: Q(email_key=key),
        "phone": lambda key: Q(phone_key=key) | Q(mobile_key=key),
        "name": lambda key: Q(name__iexact=key) | Q(organisation__iexact=key),
    }
    for why, key in asked.items():
        for lead in Lead._base_manager.filter(conditions[why](key)).order_by("pk")[:MOST]:
            yield lead, why


def _contacts(asked: dict[str, str]) -> Iterator[tuple[Contact, str]]:
    conditions = {
        "email": lambda key: Q(emails__email_key=key),
        "phone": lambda key: Q(phones__number_key=key),
        "name": lambda key: Q(name__iexact=key),
    }
    for why, key in asked.items():
        found = Contact._base_manager.filter(conditions[why](key)).order_by("pk").distinct()
        for contact in found[:MOST]:
            yield contact, why


def _customers(asked: dict[str, str]) -> Iterator[tuple[Customer, str]]:
    """By the people who speak for them, and by name."""
    conditions = {
        "email": lambda key: Q(contact_links__contact__emails__email_key=key),
        "phone": lambda key: Q(contact_links__contact__phones__number_key=key),
        "name": lambda key: Q(name__iexact=key),
    }
    for why, key in asked.items():
        found = Customer._base_manager.filter(conditions[why](key)).order_by("pk").distinct()
        for customer in found[:MOST]:
            yield customer, why


def _visible(records: Iterable[Any], by: User) -> set[tuple[type[Any], int]]:
    found: set[tuple[type[Any], int]] = set()
    by_model: dict[type[Any], list[int]] = {}
    for record in records:
        by_model.setdefault(type(record), []).append(record.pk)
    for model, pks in by_model.items():
        seen = model._default_manager.visible_to(by).filter(pk__in=pks)
        found |= {(model, pk) for pk in seen.values_list("pk", flat=True)}
    return found
