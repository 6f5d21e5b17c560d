"""The columns of a file: every public field of a record type, or those that a list shows.

The headers are ours alone: an import knows them again, each for the field it was (``fields_by``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from doorstep.records.custom import definitions
from doorstep.records.fields import Bound
from doorstep.records.kinds import Kind, Text
from doorstep.records.models import Record
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType

CUSTOM = "custom."
LEFT_OUT = ("version", "custom")


@dataclass(frozen=True)
class Column:
    """``name`` is the public field it shows, "custom.pet" one that an administrator added."""

    name: str
    header: str
    kind: Kind

    def value(self, row: Mapping[str, Any]) -> Any:
        """Of a row as ``Output`` gives it."""
        if self.name.startswith(CUSTOM):
            return row["custom"].get(self.name.removeprefix(CUSTOM))
        return row[self.name]


def all_columns(records: RecordType) -> list[Column]:
    """Every field one can see, each under a header of its own."""
    found: dict[str, Column] = {}
    for column in _columns(records):
        header = column.header
        if header.casefold() in found:
            header = f"{header} ({column.name})"
        found[header.casefold()] = Column(column.name, header, column.kind)
    return list(found.values())


def shown_columns(records: RecordType, query: ListQuery) -> list[Column]:
    """The columns of the list as it stands; one that shows two fields becomes two."""
    known = {column.name: column for column in all_columns(records)}
    names = [name for shown in records.shown(query) for name in _fields(records, shown, known)]
    return [known[name] for name in dict.fromkeys(names)]


def faces(records: RecordType, columns: list[Column]) -> list[Bound]:
    """The fields that have to be read for these columns."""
    names = {column.name.partition(".")[0] for column in columns} | {"id"}
    return [face for face in records.faces if face.name in names]


def fields_by(records: RecordType) -> dict[str, str]:
    """The field of each header we write; empty where an import cannot set it."""
    kept = {face.name for face in records.faces if face.readonly} - {"created_at"}
    own = {
        column.header: "" if column.name in kept else column.name
        for column in all_columns(records)
    }
    return own | {_number(): "external_id"}


def _columns(records: RecordType) -> Iterator[Column]:
    yield Column("id", _number(), Text())
    for face in records.faces:
        if face.name not in ("id", *LEFT_OUT):
            yield Column(face.name, _header(face), face.kind)
    if issubclass(records.model, Record):
        for each in definitions(records.model):
            yield Column(CUSTOM + each.name, each.label, each.value)


def _number() -> str:
    return _("Doorstep number")


def _header(face: Bound) -> str:
    """What stands on another record says on which: "Primary contact: E-mail"."""
    first, _sign, rest = face.target.partition("__")
    if not rest or face.declared.collect:
        return face.label
    of = face.model._meta.get_field(first).verbose_name
    return f"{str(of).capitalize()}: {face.label}"


def _fields(records: RecordType, shown: Any, known: Mapping[str, Column]) -> Iterator[str]:
    """The public fields that a column of a list shows."""
    by_path = {face.column or face.name: face.name for face in records.faces}
    custom = f"{CUSTOM}{shown.name.removeprefix('custom_')}"
    for name in (shown.name, custom, *shown.on(records.model).reads):
        whole = name.partition("__")[0]
        field = next((each for each in (name, by_path.get(name), whole) if each in known), None)
        if field:
            yield field
