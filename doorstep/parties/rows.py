"""The rows of a contact: its e-mails and numbers, brought to what was asked for.

Helpers of actions: they write, so they only work inside one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.parties.models import Contact, ContactEmail, ContactPhone
from doorstep.parties.refusals import MultiplePrimary
from doorstep.records.check import check

Rows = Iterable[Mapping[str, Any]]


def read_emails(contact: Contact, emails: Rows) -> list[ContactEmail]:
    """The rows as they may be stored, and the contact's own e-mail with them.

    A lone address is the primary one.
    """
    wanted = [ContactEmail(contact=contact, **_known(row, "email")) for row in emails]
    rows = _once(_checked("emails", wanted), lambda row: row.email_key)
    if len(rows) == 1:
        rows[0].is_primary = True
    if sum(row.is_primary for row in rows) > 1:
        says = _("Only one e-mail can be primary.")
        raise MultiplePrimary(says, emails=says)
    contact.email = next((row.email for row in rows if row.is_primary), "")
    return rows


def read_phones(contact: Contact, phones: Rows, *, region: str) -> list[ContactPhone]:
    """Likewise; but a lone number is not made primary: it may be anybody's."""
    wanted = [ContactPhone(contact=contact, **_known(row, "number", "kind")) for row in phones]
    for row in wanted:
        row.region = region
    rows = _once(_checked("phones", wanted), lambda row: (row.number_key, row.kind))
    for kind, says in (
        (ContactPhone.Kind.PHONE, _("Only one phone can be primary.")),
        (ContactPhone.Kind.MOBILE, _("Only one mobile can be primary.")),
    ):
        if sum(row.is_primary for row in rows if row.kind == kind) > 1:
            raise MultiplePrimary(says, phones=says)
    primary = {row.kind: row.number for row in rows if row.is_primary}
    contact.phone = primary.get(ContactPhone.Kind.PHONE, "")
    contact.mobile = primary.get(ContactPhone.Kind.MOBILE, "")
    return rows


def write_emails(contact: Contact, rows: list[ContactEmail]) -> None:
    _bring(list(contact.emails.all()), rows, ("email_key",), copies=("email", "is_primary"))


def write_phones(contact: Contact, rows: list[ContactPhone]) -> None:
    held = list(contact.phones.all())
    _bring(held, rows, ("number_key", "kind"), copies=("number", "is_primary"))


def emails_with(contact: Contact, primary: str) -> list[dict[str, Any]]:
    """Its addresses with ``primary`` as the primary one: what a single field asks for."""
    rows = [{"email": row.email, "is_primary": False} for row in contact.emails.all()]
    kept = [row for row in rows if row["email"] not in (contact.email, primary)]
    return kept + ([{"email": primary, "is_primary": True}] if primary.strip() else [])


def phones_with(
    contact: Contact, primary: str, kind: str, rows: Rows | None = None
) -> list[dict[str, Any]]:
    """``rows``, or those it has, with ``primary`` as the primary one of its kind."""
    held = getattr(contact, kind)
    if rows is None:
        rows = contact.phones.values("number", "kind", "is_primary")
    kept = [
        dict(row)
        for row in rows
        if row.get("kind", "phone") != kind or row["number"] not in (held, primary)
    ]
    asked = {"number": primary, "kind": kind, "is_primary": True}
    return kept + ([asked] if primary.strip() else [])


def _known(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in (*names, "is_primary") if name in row}


def _checked(name: str, rows: Sequence[Any]) -> Sequence[Any]:
    """Each row as it may be stored; what is wrong is named with its place: "emails.1.email"."""
    wrong: dict[str, str] = {}
    for place, row in enumerate(rows):
        try:
            check(row)
        except Invalid as refusal:
            wrong |= {f"{name}.{place}.{field}": says for field, says in refusal.fields.items()}
    if wrong:
        raise Invalid(next(iter(wrong.values())), **wrong)
    return rows


def _once(rows: Sequence[Any], key: Any) -> list[Any]:
    """The same one twice is one; primary if either was."""
    found: dict[Any, Any] = {}
    for row in rows:
        kept = found.setdefault(key(row), row)
        kept.is_primary = kept.is_primary or row.is_primary
    return list(found.values())


def _bring(
    held: list[Any], wanted: list[Any], key: tuple[str, ...], *, copies: tuple[str, ...]
) -> None:
    """Write as little as possible; what loses its mark goes first, so that no two ever have it."""
    by_key = {tuple(getattr(row, each) for each in key): row for row in held}
    kept = []
    for row in wanted:
        same = by_key.pop(tuple(getattr(row, each) for each in key), None)
        for name in copies if same else ():
            setattr(same, name, getattr(row, name))
        kept.append(same or row)
    for row in by_key.values():
        row.delete()
    for row in sorted(kept, key=lambda row: row.is_primary):
        row.save()
