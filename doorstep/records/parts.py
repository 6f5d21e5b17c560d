"""Lists of rows that go with a record: declared once, shown, written and remembered for it.

Field("lines", …) of a record type becomes ``parts_field("lines", TaxLine, "name", "rate")``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from doorstep.history.reading import rows_then
from doorstep.kit.errors import Invalid
from doorstep.records.fields import Field, Label, kind_for
from doorstep.records.kinds import Kind
from doorstep.records.models import Part
from doorstep.records.past import past_of
from doorstep.records.references import Coded, Named
from doorstep.records.registry import MASTERS, REGISTRY
from doorstep.records.rows import Rows
from doorstep.users.models import User

KEPT = ("id", "version", "updated_at")


@dataclass(frozen=True)
class PartsOf:
    """Collects the rows of a page of records, each as a dict of ``names``."""

    part: type[Part]
    names: tuple[str, ...]
    is_empty_when_new = False

    @property
    def whole(self) -> str:
        return f"{self.part.part_of}_id"

    @property
    def kinds(self) -> dict[str, Kind]:
        return _kinds(self.part, self.names)

    def __call__(self, ids: Sequence[int], by: User) -> Mapping[int, list[Any]]:
        kinds = self.kinds
        columns = [kind.column(name) for name, kind in kinds.items()]
        rows = self.part._base_manager.filter(**{f"{self.part.part_of}__in": ids})
        found: dict[int, list[Any]] = defaultdict(list)
        for whole, *values in rows.order_by(*_order(self.part)).values_list(self.whole, *columns):
            pairs = zip(kinds.items(), values, strict=True)
            found[whole].append({name: _shown(kind, value) for (name, kind), value in pairs})
        return found

    def write(self, record: Any, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """These and no others; a row that stays as it is is left alone. Only in an action."""
        held = {_said(row): row for row in self._held(record)}
        wanted = [self._made(record, place, row) for place, row in enumerate(rows, start=1)]
        keys = {_said(row) for row in wanted}
        for key, row in held.items():
            if key not in keys:
                row.delete()
        for place, row in enumerate(wanted):
            if _said(row) not in held:
                _checked(row, f"{name}.{place}")
                row.save()

    def _held(self, record: Any) -> list[Any]:
        return list(self.part._base_manager.filter(**{self.whole: record.pk}))

    def _made(self, record: Any, place: int, values: Mapping[str, Any]) -> Any:
        said = {name: value for name, value in values.items() if value is not None}
        row = self.part(**{self.part.part_of: record} | said)
        if hasattr(row, "position"):
            row.position = place
        return row


def parts_field(
    name: str, part: type[Part], *names: str, label: Label = "", insists: tuple[str, ...] = ()
) -> Field:
    """A public field that holds these columns of the rows of ``part``, as a list."""
    rows = Rows(_kinds(part, names), insists=insists, most=100)
    return Field(name, label=label, kind=rows, collect=PartsOf(part, names))


@cache
def parts_of(model: Any) -> dict[str, PartsOf]:
    """The lists of rows that go with the records of a model, by their public names."""
    records = REGISTRY.get(model) or MASTERS.get(model)
    faces = records.fields if records else ()
    return {each.name: each.collect for each in faces if isinstance(each.collect, PartsOf)}


def taken_apart(model: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Takes out of ``values`` what stands in rows of other tables."""
    return {name: values.pop(name) for name in parts_of(model) if name in values}


def write_parts(record: Any, rows: Mapping[str, Any]) -> None:
    for name, each in rows.items():
        parts_of(type(record))[name].write(record, name, each or ())


@past_of(PartsOf)
def parts_then(collect: PartsOf, pk: int, moment: datetime, by: User) -> list[Any]:
    """The rows as they were; the names of lists they refer to are those of today."""
    rows = rows_then(collect.part, moment, **{collect.whole: pk})
    rows.sort(key=lambda row: (row.get("position", 0), row["id"]))
    called = {
        name: _called(kind, {row[f"{name}_id"] for row in rows})
        for name, kind in collect.kinds.items()
        if isinstance(kind, Named | Coded)
    }
    return [
        {
            name: called[name].get(row[f"{name}_id"])
            if name in called
            else _shown(kind, row[name])
            for name, kind in collect.kinds.items()
        }
        for row in rows
    ]


def _called(kind: Named | Coded, pks: set[Any]) -> dict[int, Any]:
    """What the rows that were pointed to are called: by their name, or by their code."""
    rows = kind.model._base_manager.filter(pk__in=pks - {None})
    return dict(rows.values_list("pk", kind.field if isinstance(kind, Coded) else "name"))


@cache
def _kinds(part: Any, names: tuple[str, ...]) -> dict[str, Kind]:
    said = part.said_as
    return {name: said.get(name) or kind_for(part._meta.get_field(name)) for name in names}


def _order(part: type[Part]) -> Sequence[str]:
    return [*part._meta.ordering, "pk"]  # type: ignore[list-item]


def _shown(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return kind.show(value) if kind.show else value


def _said(row: Any) -> tuple[Any, ...]:
    fields = row._meta.concrete_fields
    return tuple(
        each.to_python(getattr(row, each.attname)) for each in fields if each.name not in KEPT
    )


def _checked(row: Any, place: str) -> None:
    try:
        row.clean_fields(exclude=[each.name for each in row._meta.fields if each.is_relation])
        row.clean()
    except ValidationError as error:
        said = {f"{place}.{name}": says[0] for name, says in error.message_dict.items()}
        raise Invalid(_("Please correct the marked fields."), **said) from error
