"""Making a contact out of what a lead or a customer says about its person.

Helpers of actions: they write, so they only work inside one.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.parties.linking import link_to
from doorstep.parties.models import Contact, ContactPhone, Lead
from doorstep.parties.models.person import PARTS
from doorstep.parties.naming import free_name
from doorstep.parties.refusals import NameRequired
from doorstep.parties.rows import read_emails, read_phones
from doorstep.records.saving import put
from doorstep.users.models import User

Row = dict[str, Any]


def make_contact(
    values: Row,
    *,
    by: User,
    region: str,
    emails: list[Row] | tuple[Row, ...] = (),
    phones: list[Row] | tuple[Row, ...] = (),
    called_after: Any = None,
) -> Contact:
    """A new contact with its rows. Its code says whom it belongs to: "Kim-Oak"."""
    plain = {name: value for name, value in values.items() if name not in ASIDE}
    contact, rows = drawn_contact(plain, region, emails=emails, phones=phones)
    return _write(contact, rows, called_after, by, values)


def contact_from(lead: Lead, *, by: User, region: str) -> Contact:
    """The lead's person as a contact of the lead: nothing is typed twice."""
    contact, rows = drawn_from(lead, region=region)
    _write(contact, rows, lead, by, {})
    link_to(contact, lead)
    return contact


def drawn_contact(
    values: Row,
    region: str,
    *,
    emails: list[Row] | tuple[Row, ...] = (),
    phones: list[Row] | tuple[Row, ...] = (),
) -> tuple[Contact, list[Any]]:
    """A new contact and its rows, tidied and checked: not written, and nothing is asked."""
    contact = Contact(**values)
    rows = [*read_emails(contact, emails), *read_phones(contact, phones, region=region)]
    contact.tidy()
    return contact, rows


def drawn_from(lead: Lead, *, region: str) -> tuple[Contact, list[Any]]:
    """The lead's person, not written yet."""
    values = {name: getattr(lead, name) for name in (*PARTS, "gender", "organisation")}
    shared = {
        "designation": lead.job_title,
        "owner": lead.owner,
        "territory_id": lead.territory_id,
        "unsubscribed": lead.unsubscribed,
    }
    contact, rows = drawn_contact(
        values | shared,
        lead.country or region,
        emails=[{"email": lead.email, "is_primary": True}] if lead.email else [],
        phones=numbers_of(lead),
    )
    contact.code = code_of(contact, lead)
    return contact, rows


def code_of(contact: Contact, called_after: Any) -> str:
    """What it is called where its name alone would not do, if nobody has that already."""
    return f"{contact.name}-{called_after}" if called_after else contact.name


def check_name(contact: Contact) -> None:
    if not contact.name:
        says = _("A contact needs a name or an organisation.")
        raise NameRequired(says, name=says, organisation=says)


def numbers_of(lead: Lead) -> list[Row]:
    return [
        {"number": getattr(lead, kind), "kind": kind, "is_primary": True}
        for kind in ContactPhone.Kind.values
        if getattr(lead, kind)
    ]


ASIDE = ("tags", "custom")


def _write(contact: Contact, rows: list[Any], called_after: Any, by: User, values: Row) -> Contact:
    contact.code = free_name(Contact, "code", code_of(contact, called_after), sign="-")
    aside = {name: values[name] for name in ASIDE if name in values}
    put(contact, by=by, free=("code",), **aside)
    for row in sorted(rows, key=lambda row: row.is_primary):
        row.save()
    return contact
