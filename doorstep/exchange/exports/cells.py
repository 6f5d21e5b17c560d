"""From public values to cells: numbers, days and moments as what they are, all else as text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.timezone import localtime

from doorstep.exchange.exports.columns import Column
from doorstep.exchange.tables.entries import written
from doorstep.kit.naming import kind_of
from doorstep.records.kinds import Date, Kind, Moment, Number, YesNo
from doorstep.records.references import Reference
from doorstep.records.registry import REGISTRY
from doorstep.records.rows import Rows
from doorstep.users.models import User

Cell = str | int | Decimal | date | datetime | bool | None
Make = Callable[[Any], Cell]


def cells_of(columns: Sequence[Column], rows: Sequence[Any], by: User) -> Iterator[list[Cell]]:
    """The rows of a part, as ``Output`` made them public."""
    names = Called(by)
    for column in columns:
        names.note(column.kind, (column.value(row) for row in rows))
    names.find()
    made = [(column, _making(column.kind, names)) for column in columns]
    for row in rows:
        values = ((column.value(row), make) for column, make in made)
        yield [None if value is None else make(value) for value, make in values]


class Called:
    """What records are called, found for a part at a time: "customer:3 Acme"."""

    def __init__(self, by: User) -> None:
        self.by = by
        self._wanted: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, str] = {}

    def note(self, kind: Kind, values: Iterable[Any]) -> None:
        """Whom the values of a column point to."""
        if isinstance(kind, Reference):
            self._want(values)
        elif isinstance(kind, Rows) and isinstance(kind.of, Reference):
            self._want(each for value in values for each in value or ())
        elif isinstance(kind, Rows) and isinstance(kind.of, Mapping):
            names = [name for name, of in kind.of.items() if isinstance(of, Reference)]
            rows = [each for value in values for each in value or ()] if names else []
            self._want(row.get(name) for row in rows for name in names)

    def find(self) -> None:
        """In one query a kind; who may not be seen stays a number."""
        known: dict[str, type[models.Model]] = {kind_of(model): model for model in REGISTRY}
        for kind, pks in self._wanted.items():
            if kind in known:
                seen = known[kind]._default_manager.visible_to(self.by).filter(pk__in=pks)
                self._names |= {f"{kind}:{each.pk}": str(each) for each in seen}

    def __call__(self, reference: Any) -> str:
        name = self._names.get(reference, "").replace("\n", " ")
        return f"{reference} {name}".strip()

    def _want(self, references: Iterable[Any]) -> None:
        for reference in references:
            if isinstance(reference, str) and ":" in reference:
                kind, _sign, pk = reference.partition(":")
                self._wanted[kind].add(int(pk))


def _making(kind: Kind, called: Called) -> Make:
    match kind:
        case Number():
            return lambda value: Decimal(str(value))
        case Moment():
            return localtime
        case Date():
            return lambda value: date.fromisoformat(str(value))
        case YesNo():
            return bool
        case Reference():
            return called
        case Rows():
            return lambda value: written(kind, value, called)
        case _:
            return lambda value: value if isinstance(value, int) else str(value)
