"""Where the text of an entry comes from: the search paths of a record type, taken apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple
from zlib import crc32

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast

from doorstep.records.types import REGISTRY, RecordType

ROOM = 1 << 41  # ids that each kind has for itself; with 22 bits for the kind they fill a bigint
UNKNOWN = object()
Values = list[list[str]]
Children = Mapping[str, list[models.Model]]


class Hop(NamedTuple):
    """Another table that a search path leads over."""

    path: str
    reads: frozenset[str]
    back: str  # its column that holds the record's id, where it points to the record itself


@dataclass(frozen=True, eq=False)
class Source:
    """A record type as the index sees it."""

    records: RecordType

    @cached_property
    def model(self) -> Any:
        return self.records.model

    @cached_property
    def base(self) -> int:
        """Added to a record's id: where the entries of this kind begin."""
        return (crc32(self.model._meta.label_lower.encode()) & 0x3FFFFF) * ROOM

    @cached_property
    def last(self) -> int:
        return self.base + ROOM - 1

    @cached_property
    def paths(self) -> tuple[str, ...]:
        return self.records.search

    @cached_property
    def plan(self) -> tuple[tuple[str, str], ...]:
        """Of each path the child table and the column; empty where memory cannot know them all.

        A record that was just made has only the children that were made with it.
        """
        found = []
        for path in self.paths:
            *between, last = self._steps(path)
            if not _is_column(last) or any(map(_is_column, between)) or len(between) > 1:
                return ()
            found.append((path.rpartition("__")[0], last.attname))
        return tuple(found)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The columns of the record's own table that matter."""
        return frozenset(
            field.attname
            for path in self.paths
            for field in [self._field(path)]
            if _is_column(field)
        )

    @cached_property
    def many(self) -> tuple[str, ...]:
        """The paths that may lead to several values."""
        return tuple(path for path in self.paths if any(map(_is_many, self._steps(path))))

    @cached_property
    def hops(self) -> dict[str, list[Hop]]:
        """By the label of the other table."""
        reads: dict[str, set[str]] = defaultdict(set)
        tables: dict[str, Any] = {}
        backs: dict[str, str] = {}
        for path in self.paths:
            names, steps = path.split("__"), list(self._steps(path))
            for at, step in enumerate(steps[:-1], start=1):
                prefix = "__".join(names[:at])
                tables[prefix] = step.related_model
                if not _is_column(step):
                    backs[prefix] = step.field.attname
                    reads[prefix].add(step.field.attname)
                if _is_column(steps[at]):
                    reads[prefix].add(steps[at].attname)
        found: dict[str, list[Hop]] = defaultdict(list)
        for prefix, table in tables.items():
            back = backs.get(prefix, "") if "__" not in prefix else ""
            found[table._meta.label_lower].append(Hop(prefix, frozenset(reads[prefix]), back))
        return dict(found)

    def held_by(self, row: models.Model, children: Children) -> Values | None:
        """The values of a row in memory and of those made with it, as the database holds them."""
        found, own = [], row._loaded  # type: ignore[attr-defined]
        for child, name in self.plan:
            if child:
                values = [each._loaded.get(name, UNKNOWN) for each in children.get(child, ())]  # type: ignore[attr-defined]
            else:
                values = [own.get(name, UNKNOWN)]
            for value in values:
                if not (value is None or isinstance(value, str | int)):
                    return None
            found.append(_texts(values))
        return found

    def read(self, pks: Iterable[int]) -> dict[int, Values]:
        """The values of these records, path by path; who is missing is gone."""
        rows = self.model._base_manager.filter(pk__in=list(pks)).order_by()
        one = [path for path in self.paths if path not in self.many]
        found: dict[int, dict[str, list[Any]]] = {
            pk: {path: [value] for path, value in zip(one, values, strict=True)}
            for pk, *values in rows.values_list("pk", *one)
        }
        for pk, at, value in self._read_many(rows):
            if pk in found:  # else it was made in between
                found[pk].setdefault(self.many[at], []).append(value)
        return {
            pk: [_texts(values.get(path, ())) for path in self.paths]
            for pk, values in found.items()
        }

    def _read_many(self, rows: Any) -> Iterator[tuple[int, int, Any]]:
        """All of them in one statement, one value a row."""
        text = models.TextField()
        each = [
            rows.filter(**{f"{path}__isnull": False}).values_list(
                "pk", Value(at), Cast(path, text), named=False
            )
            for at, path in enumerate(self.many)
        ]
        return iter(each[0].union(*each[1:], all=True)) if each else iter(())

    def _field(self, path: str) -> Any:
        return next(self._steps(path))

    def _steps(self, path: str) -> Iterator[Any]:
        model = self.model
        for name in path.split("__"):
            field = model._meta.get_field(name)
            model = field.related_model
            yield field


@cache
def sources() -> dict[type[models.Model], Source]:
    """Every record type that can be searched. Asked first when all apps are ready."""
    found = {model: Source(records) for model, records in REGISTRY.items() if records.search}
    if len({source.base for source in found.values()}) < len(found):
        raise ValueError("Two record types share a range of the index: rename one of them.")
    return found


@cache
def touched_by() -> dict[str, list[tuple[Source, Hop | None]]]:
    """By the label of a table: whose entries its rows are part of, and how."""
    found: dict[str, list[tuple[Source, Hop | None]]] = defaultdict(list)
    for source in sources().values():
        found[source.model._meta.label_lower].append((source, None))
        for label, hops in source.hops.items():
            found[label] += [(source, hop) for hop in hops]
    return dict(found)


def _is_column(field: Any) -> bool:
    return bool(field.concrete)


def _is_many(field: Any) -> bool:
    return bool(field.one_to_many or field.many_to_many)


def _texts(values: Sequence[Any]) -> list[str]:
    """What is there, as text, in an order that does not depend on when it was read."""
    if len(values) == 1:
        return [] if values[0] in (None, "") else [str(values[0])]
    return sorted({str(value) for value in values if value not in (None, "")})
