"""The lines of a document as everyone outside knows them: read, written, and as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item
from doorstep.documents.drawing import MOST_LINES, drawn_lines, save_draft
from doorstep.history.reading import rows_then
from doorstep.records.fields import Field, kind_for
from doorstep.records.kinds import Kind, Whole
from doorstep.records.parts import PartsOf
from doorstep.records.past import past_of
from doorstep.records.references import Coded, Named
from doorstep.records.rows import Rows
from doorstep.users.models import User

if TYPE_CHECKING:
    from doorstep.records.names import Names

SAID = ("item", "description", "quantity", "unit", "rate", "discount_percent", "tax_template")
COUNTED = ("net", "tax")


@dataclass(frozen=True)
class LineRows(Rows):
    """Lines that were written. What is only counted may be sent back, and is not listened to."""

    counted: tuple[str, ...] = ()

    def _read_item(self, item: Any, names: Names) -> Any:
        found = super()._read_item(item, names)
        return {name: value for name, value in found.items() if name not in self.counted}


@dataclass(frozen=True)
class LinesOf(PartsOf):
    """Collects the lines of a page of documents."""

    counts: tuple[str, ...] = COUNTED

    @property
    def origin(self) -> str:
        return str(self.part.origin_field)  # type: ignore[attr-defined]

    @property
    def kinds(self) -> dict[str, Kind]:
        return line_kinds(self.part, (*self.names, *self.counts))

    def __call__(self, ids: Sequence[int], by: User) -> Mapping[int, list[Any]]:
        kinds = self.kinds
        columns = [kind.column(name) for name, kind in kinds.items()]
        origin = self.origin
        rows = self.part._base_manager.filter(**{f"{self.part.part_of}__in": ids})
        found: dict[int, list[Any]] = defaultdict(list)
        beside = (self.whole, f"{origin}_id" if origin else "id")
        for whole, of, *values in rows.order_by("position", "pk").values_list(*beside, *columns):
            pairs = zip(kinds.items(), values, strict=True)
            line = {name: _shown(kind, value) for (name, kind), value in pairs}
            found[whole].append(line | {"origin": of if origin else None})
        return found

    def write(self, record: Any, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """These and no others, and the totals that follow. Only in an action."""
        save_draft(record, drawn_lines(record, rows), by=record.owner)


def lines_field(line: Any, *more: str, counts: tuple[str, ...] = ()) -> Field:
    """``lines`` of a document; ``more`` can be written as well, ``counts`` is only shown."""
    counted = (*COUNTED, *counts)
    names = ("id", *SAID, *more)
    kinds = line_kinds(line, (*names, *counted)) | {"origin": Whole(1, 2**53, null=True)}
    kind = LineRows(kinds, most=MOST_LINES, counted=(*counted, "origin"))
    return Field("lines", label=_("Lines"), kind=kind, collect=LinesOf(line, names, counted))


@past_of(LinesOf)
def lines_then(collect: LinesOf, pk: int, moment: datetime, by: User) -> list[Any]:
    """The lines as they were; what they refer to is called as it is today."""
    rows = rows_then(collect.part, moment, **{collect.whole: pk})
    rows.sort(key=lambda row: (row.get("position", 0), row["id"]))
    called = {
        name: dict(kind.model._base_manager.values_list("pk", _name_of(kind)))
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
        | {"origin": row.get(f"{collect.origin}_id")}
        for row in rows
    ]


@cache
def line_kinds(line: Any, names: tuple[str, ...]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for name in names:
        if name == "id":
            found[name] = Whole(1, 2**53, null=True)
        elif name == "item":
            found[name] = Coded(Item, null=True)
        else:
            found[name] = kind_for(line._meta.get_field(name))
    return found


def _name_of(kind: Named | Coded) -> str:
    return kind.field if isinstance(kind, Coded) else "name"


def _shown(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    return kind.show(value) if kind.show else value
