"""Rows out: what ``.values()`` read becomes the record as everyone outside knows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from doorstep.kit.statements import Statement
from doorstep.records.fields import Bound, Collect
from doorstep.records.kinds import Kind
from doorstep.records.past import collected_then, has_past
from doorstep.records.veil import crossing, within_reach
from doorstep.users.models import User

Row = dict[str, Any]
UNKNOWN = object()


@dataclass(frozen=True)
class Output:
    """Made once for some fields; a page costs a loop a column, and a query a ``collect``."""

    paths: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    shows: tuple[tuple[int, Kind], ...]
    collects: tuple[tuple[str, Collect, Any], ...]
    elsewhere: tuple[tuple[int, str, Any], ...] = ()  # what stands on another record

    @classmethod
    def of(cls, faces: Iterable[Bound]) -> Output:
        faces = list(faces)
        read = [face for face in faces if face.column]
        elsewhere = [
            (at, *found)
            for at, face in enumerate(read)
            if (found := crossing(face.model, face.column))
        ]
        keys = {column for _at, column, _target in elsewhere}
        return cls(
            paths=tuple(sorted({"id", *(face.column for face in read), *keys})),
            elsewhere=tuple(elsewhere),
            columns=tuple((face.name, face.column) for face in read),
            shows=tuple((at, face.kind) for at, face in enumerate(read) if face.kind.show),
            collects=tuple(
                (face.name, face.declared.collect, face.kind.nothing)
                for face in faces
                if face.declared.collect
            ),
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(each[0] for each in (*self.columns, *self.collects))

    def public(self, rows: Sequence[Row], by: User) -> list[Row]:
        """The rows, dicts of ``paths``, under their public names, in the order of the fields."""
        return self._items({path: [row[path] for row in rows] for path in self.paths}, by)

    def of_raw(self, statement: Statement, rows: list[Any], by: User) -> list[Row]:
        """The same of rows as the driver hands them out, whose first columns are ``paths``."""
        if not rows:
            return []
        return self._items(dict(zip(self.paths, statement.for_json(rows), strict=False)), by)

    def record(self, record: Any, by: User, *, is_new: bool = False) -> Row:
        """One record one holds: read again only where it does not hold all that is shown."""
        held = {path: [_held(record, steps)] for path, steps in self._steps}
        if any(value == [UNKNOWN] for value in held.values()):
            row = type(record)._base_manager.filter(pk=record.pk).values(*self.paths).get()
            return self.public([row], by)[0]
        return self._items(held, by, is_new=is_new)[0]

    @cached_property
    def _steps(self) -> tuple[tuple[str, list[str]], ...]:
        return tuple((path, path.split("__")) for path in self.paths)

    def _items(
        self, held: Mapping[str, Sequence[Any]], by: User, *, is_new: bool = False
    ) -> list[Row]:
        """From the columns by their paths."""
        columns = [held[path] for _name, path in self.columns]
        for at, key, target in self.elsewhere:
            seen = within_reach(target, held[key], by)
            pairs = zip(columns[at], held[key], strict=True)
            columns[at] = [value if pk in seen else None for value, pk in pairs]
        for at, kind in self.shows:
            if show := kind.show_page():
                columns[at] = [None if value is None else show(value) for value in columns[at]]
        ids = held["id"]
        for _name, collect, nothing in self.collects:
            skips = is_new and getattr(collect, "is_empty_when_new", False)
            values = {} if skips or not ids else collect(ids, by)
            columns.append([values.get(pk, nothing) for pk in ids])
        names = self.names
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def past(self, record: Any, by: User, moment: datetime) -> Row:
        """A record as it was, with what stood in other tables then, as far as they remember."""
        found = replace(self, collects=()).public([self._row(record)], by)[0]
        for name, collect, nothing in self.collects:
            knows = has_past(collect)
            found[name] = collected_then(collect, record.pk, moment, by) if knows else nothing
        return found

    def _row(self, record: Any) -> Row:
        return {path: _follow(record, path) for path in self.paths}


def _held(record: Any, steps: Sequence[str]) -> Any:
    """What stands at the end of a path, if no query is needed to know."""
    for name in steps[:-1]:
        if record.__dict__.get(f"{name}_id", UNKNOWN) is None:
            return None
        record = record._state.fields_cache.get(name)
        if record is None:
            return UNKNOWN
    last = steps[-1]
    if (value := record.__dict__.get(last, UNKNOWN)) is UNKNOWN:
        # A lazy user answers for the one it holds.
        return UNKNOWN if last in record.get_deferred_fields() else getattr(record, last)
    return value


def _follow(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = record if record is None else getattr(record, name)
    return record


def chosen(faces: Collection[Bound], names: Collection[str]) -> list[Bound]:
    """Some of the fields, for an export of a few columns."""
    return [face for face in faces if face.name in names]
