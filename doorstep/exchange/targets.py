"""What a column can become: the fields of a record type, and a few words beyond them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.exchange.exports.columns import CUSTOM
from doorstep.kit.errors import Invalid
from doorstep.records.custom import definitions
from doorstep.records.kinds import Kind, Moment, Text
from doorstep.records.models import Record
from doorstep.records.references import Person
from doorstep.records.types import REGISTRY, RecordType, record_type

PERSON = {
    "first_name": gettext_lazy("First name of its contact"),
    "last_name": gettext_lazy("Last name of its contact"),
    "email": gettext_lazy("E-mail of its contact"),
    "phone": gettext_lazy("Phone of its contact"),
    "mobile": gettext_lazy("Mobile of its contact"),
}
PLACE = {
    "line1": gettext_lazy("Street"),
    "line2": gettext_lazy("Street, second line"),
    "city": gettext_lazy("City"),
    "state": gettext_lazy("State"),
    "postal_code": gettext_lazy("Postal code"),
    "country": gettext_lazy("Country"),
}
CUSTOMER = {
    "customer_name": gettext_lazy("Customer, by name"),
    "customer_external_id": gettext_lazy("Customer, by its number elsewhere"),
}
BEYOND: dict[str, dict[str, Any]] = {
    "lead": {},
    "contact": {
        "email": gettext_lazy("E-mail"),
        "phone": gettext_lazy("Phone"),
        "mobile": gettext_lazy("Mobile"),
        **CUSTOMER,
        **PLACE,
    },
    "customer": {**PERSON, **PLACE},
    "address": {**CUSTOMER},
    "opportunity": {
        **CUSTOMER,
        "lead_external_id": gettext_lazy("Lead, by its number elsewhere"),
        "item": gettext_lazy("Item, by its code or name"),
    },
}
ALWAYS = {
    "external_id": gettext_lazy("Number in the other system"),
    "created_at": gettext_lazy("Created"),
    "note": gettext_lazy("Note on the record"),
    "custom": gettext_lazy("Custom field of this name"),
}


@dataclass(frozen=True)
class Target:
    """Somewhere a column can go."""

    name: str
    label: str
    kind: Kind


def targets(records: RecordType) -> dict[str, Target]:
    """By name. Of rows all entries come from one cell (see tables/entries.py)."""
    found = {
        face.name: Target(face.name, face.label, face.kind)
        for face in records.faces
        if not face.readonly and face.name != "custom"
    }
    if issubclass(records.model, Record):
        own = definitions(records.model)
        found |= {
            CUSTOM + each.name: Target(CUSTOM + each.name, each.label, each.value) for each in own
        }
    beyond = BEYOND.get(records.kind, {}) | ALWAYS
    found |= {name: Target(name, str(label), Text(500)) for name, label in beyond.items()}
    found["created_at"] = Target("created_at", _("Created"), Moment())
    return found


def people(records: RecordType) -> set[str]:
    """The fields that name a user."""
    return {face.name for face in records.faces if isinstance(face.kind, Person)}


def field_name(header: str) -> str:
    """What a custom field made of a column is called in the API: "CONVERTED?" is converted."""
    name = re.sub(r"[^a-z0-9]+", "_", header.casefold()).strip("_")[:38]
    return name if name[:1].isalpha() else f"f_{name or 'field'}"


def record_of(kind: str) -> RecordType:
    """The record type called "lead" or "leads"."""
    found = record_type(kind) or next(
        (each for each in REGISTRY.values() if each.plural == kind), None
    )
    if found is None:
        known = ", ".join(sorted(each.plural for each in REGISTRY.values()))
        says = _("“%(kind)s” cannot be imported. Known are: %(known)s.")
        raise Invalid(says % {"kind": kind, "known": known})
    return found
