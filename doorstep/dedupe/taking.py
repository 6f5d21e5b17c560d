"""Which values the record that is kept ends up with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.activity.models import NextContact
from doorstep.activity.next_contact import keep_next_contact, next_contact_moved
from doorstep.kit.errors import Invalid
from doorstep.kit.naming import kind_of
from doorstep.parties.customer_rules import set_rows
from doorstep.parties.models import Contact, Customer, Lead, LeadStatus, sales_policy
from doorstep.parties.models.person import PARTS
from doorstep.records.kinds import there_is_no
from doorstep.records.saving import put
from doorstep.records.types import type_of
from doorstep.users.models import User

# What is taken along with a field, because it means nothing without it.
WITH = {
    "name": PARTS,
    "email": ("email_unique",),
    "qualification": ("qualified_by_id", "qualified_on"),
    "next_contact_at": ("next_contact_until", "next_contact_by_id", "next_contact_how"),
}
PRIMARY = ("primary_contact", "primary_address")
ALONE = {*PARTS, *PRIMARY, "status", "owner"}  # never filled in from another record
IF_ANY = ("unsubscribed",)  # holds for the one if it held for any
BESIDE = {"lead": ("customer_id",), "customer": ("lead_id",), "contact": ()}
Values = dict[str, Any]


def choosable(model: type[models.Model]) -> dict[str, Any]:
    """The fields of which one record's value is taken, by their public names."""
    faces = (each for each in type_of(model).faces if not each.readonly and each.field is not None)
    return {e.name: e.field for e in faces if "__" not in e.target and e.name != "custom"}


def take_values(keep: Any, gone: Sequence[Any], take: Mapping[str, Any]) -> Values:
    """By column: what was chosen, else what the kept record says, else what another one says."""
    fields = choosable(type(keep))
    if unknown := [name for name in take if name not in fields]:
        says = there_is_no(unknown[0], sorted(fields))
        raise Invalid(_("There is no such field to take."), take=says)
    found: Values = {"custom": _custom([keep, *gone])}
    for name, field in fields.items():
        if source := take.get(name) or _filler(keep, gone, name, field.attname):
            columns = (field.attname, *WITH.get(name, ()))
            found |= {each: getattr(source, each) for each in columns if hasattr(source, each)}
    for column in BESIDE[kind_of(type(keep))]:
        if source := _filler(keep, gone, column, column):
            found[column] = getattr(source, column)
    holding = {name for name in IF_ANY for each in gone if getattr(each, name, False)}
    return found | dict.fromkeys(holding - take.keys(), True)


def settle(keep: Any, values: Values, primary: Values, *, by: User) -> None:
    """Write the values on the record, once it is the only one."""
    for name, value in values.items():
        setattr(keep, name, value)
    if isinstance(keep, Lead):
        keep.region = sales_policy().country
        if keep.customer_id:
            keep.status = LeadStatus.objects.get(code=LeadStatus.Code.CONVERTED)
    if isinstance(keep, Contact):
        _mark_primary(keep, primary)
    is_moved = isinstance(keep, NextContact) and next_contact_moved(keep)
    put(keep, by=by)
    if is_moved:
        keep_next_contact(keep, by=by)
    if isinstance(keep, Customer):
        set_rows(keep, **{name: primary[name] for name in PRIMARY if name in primary})


def primaries(take: Mapping[str, Any], keep: Any) -> Values:
    """What was chosen of values that stand in rows of their own, one of them marked."""
    names = {Contact: ("email", "phone", "mobile"), Customer: PRIMARY}.get(type(keep), ())
    return {name: getattr(take[name], name) for name in names if name in take}


def _filler(keep: Any, gone: Sequence[Any], name: str, column: str) -> Any:
    """The first of the others to say it, where the kept record says nothing."""
    if name in ALONE or getattr(keep, column) not in (None, ""):
        return None
    return next((each for each in gone if getattr(each, column) not in (None, "")), None)


def _custom(records: Sequence[Any]) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for each in reversed(records):
        held |= each.custom
    return held


def _mark_primary(contact: Contact, chosen: Values) -> None:
    for name, value in chosen.items():
        rows, column = (contact.emails.all(), "email") if name == "email" else (None, "number")
        rows = contact.phones.filter(kind=name) if rows is None else rows
        wanted = rows.filter(**{column: value}).first()
        if wanted is not None:
            rows.exclude(pk=wanted.pk).update(is_primary=False)
            rows.filter(pk=wanted.pk).update(is_primary=True)
