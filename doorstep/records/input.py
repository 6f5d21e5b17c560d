"""Public values in: what the API, an import or a form sends becomes what an action takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid, Refusal
from doorstep.records.custom import complete
from doorstep.records.kinds import Wrong, there_is_no
from doorstep.records.names import Names
from doorstep.records.references import Named
from doorstep.records.rows import read_each
from doorstep.records.types import RecordType
from doorstep.users.models import User


def read_input(
    records: RecordType,
    data: Any,
    *,
    by: User,
    record: Any = None,
    names: Names | None = None,
) -> dict[str, Any]:
    """The values for the action that creates, or edits ``record``; Invalid names what is wrong.

    Nothing is dropped: an unknown field, or one that cannot be written, is refused. Keep ``names``
    over the rows of an import or a batch, so that each name is looked up once.
    """
    if not isinstance(data, Mapping):
        raise Invalid(_("Write the record as its fields and their values."))
    writable = {each.name: each for each in records.faces if not each.readonly}
    wrong = _fixed(records, data, writable)
    kinds = {name: face.kind for name, face in writable.items()}
    insists = [name for name, face in writable.items() if face.required and record is None]
    sent = {name: value for name, value in data.items() if name not in wrong}
    _nest_custom(sent)
    try:
        found = read_each(kinds, sent, names or Names(by), insists=insists)
    except Wrong as error:
        wrong = error.fields | wrong
    if wrong:
        raise Invalid(_("Please correct the marked fields."), **wrong)
    values = {writable[name].target: value for name, value in found.items()}
    if "custom" in writable and (wrong := complete(records.model, values, is_new=record is None)):
        raise Invalid(_("Please correct the marked fields."), **wrong)
    _refuse_disabled(writable, values, record)
    return values


@contextmanager
def in_public(records: RecordType) -> Iterator[None]:
    """A refusal that goes out of here names its fields as the public knows them."""
    try:
        yield
    except Refusal as refusal:
        names = records.public_names
        refusal.fields = {names.get(name, name): says for name, says in refusal.fields.items()}
        raise


def _fixed(
    records: RecordType, data: Mapping[str, Any], writable: Mapping[str, Any]
) -> dict[str, str]:
    """What was sent of fields that exist and cannot be written."""
    readonly = {each.name for each in records.faces if each.readonly} & data.keys()
    says = _("“%s” is kept by the system and cannot be written.")
    return {name: there_is_no(name, writable, says) for name in readonly}


def _nest_custom(sent: dict[str, Any]) -> None:
    """A table has no room for nesting: a column "custom.room_type" is that field."""
    for name in [name for name in sent if isinstance(name, str) and name.startswith("custom.")]:
        inner = sent.setdefault("custom", {})
        if isinstance(inner, dict):
            inner[name.removeprefix("custom.")] = sent.pop(name)


def _refuse_disabled(writable: Mapping[str, Any], values: Mapping[str, Any], record: Any) -> None:
    """A disabled row stays where it is, and is no choice anywhere else."""
    wrong = {}
    for name, face in writable.items():
        value = values.get(face.target)
        if not isinstance(face.kind, Named) or not getattr(value, "disabled", False):
            continue
        if record is None or getattr(record, f"{face.target}_id") != value.pk:
            wrong[name] = _("“%s” is not used for new choices any more.") % value
    if wrong:
        raise Invalid(_("Please correct the marked fields."), **wrong)
