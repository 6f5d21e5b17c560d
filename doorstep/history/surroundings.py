"""What the database holds around rows that would be written: read for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.apps import apps
from django.db import models
from django.db.models import Count, Value

from doorstep.history.onces import Once, onces
from doorstep.history.rows import NOBODY, Row, by_type, hangs_on_anything, model_of, records_of
from doorstep.kit.journaled import Journaled
from doorstep.kit.noting import Image
from doorstep.kit.prepared import Prepared


class Written(Protocol):
    """A piece of an undo, as far as its surroundings matter."""

    @property
    def row(self) -> Row: ...

    @property
    def result(self) -> Image: ...

    @property
    def names(self) -> list[str]: ...

    @property
    def goes(self) -> bool: ...

    @property
    def comes(self) -> bool: ...


class Use(NamedTuple):
    """How many rows of a table point to one by a column."""

    user_type: str
    column: str
    name: str
    times: int

    def users(self, pk: int, besides: list[int]) -> Any:
        """One of them, to be named."""
        rows = model_of(self.user_type)._base_manager.filter(**{self.name: pk})
        return rows.exclude(pk__among=besides).first()


class Surroundings:
    """Targets that exist, users of what would go, holders of values that may be there once."""

    def __init__(self, pieces: Iterable[Written], targets: Iterable[Row]) -> None:
        pieces = list(pieces)
        self.targets = set(targets)
        self._uses = _uses(piece.row for piece in pieces if piece.goes)
        self._holders: dict[tuple[str, Once], dict[Any, Row]] = {}
        self._read_holders(pieces)

    def uses_of(self, row: Row) -> list[Use]:
        return self._uses.get(row, [])

    def holders_of(self, piece: Written) -> Iterator[tuple[Once, Row]]:
        """Who holds what the piece would put back, of all that may be there once."""
        for once, values in claims_of(piece):
            if holder := self._holders[piece.row[0], once].get(values):
                yield once, holder

    def _read_holders(self, pieces: list[Written]) -> None:
        wanted: dict[tuple[str, Once], set[Any]] = defaultdict(set)
        for piece in pieces:
            for once, values in claims_of(piece):
                wanted[piece.row[0], once].add(values)
        for (record_type, once), held in wanted.items():
            rows = once.rows(model_of(record_type)._base_manager, {each[0] for each in held})
            self._holders[record_type, once] = {
                tuple(values): (record_type, pk) for pk, *values in rows
            }


def claims_of(piece: Written) -> Iterator[tuple[Once, tuple[Any, ...]]]:
    """What the piece would write where a value may be there once."""
    model = model_of(piece.row[0])
    for once in onces(model):
        writes = piece.comes or once.tied & {*piece.names}
        if writes and (values := once.values(model, piece.result)) is not None:
            yield once, values


def existing(rows: Iterable[Row]) -> set[Row]:
    """Those that are there."""
    return {
        (record_type, pk)
        for record_type, pks in by_type(rows).items()
        for pk in records_of(model_of(record_type), pks)
    }


def _uses(rows: Iterable[Row]) -> dict[Row, list[Use]]:
    found: dict[Row, list[Use]] = defaultdict(list)
    for record_type, pks in by_type(rows).items():
        pointers, statement = _counted(model_of(record_type))
        for number, pk, times in statement.rows(pks) if statement else ():
            model, column, name = pointers[number]
            use = Use(model._meta.label_lower, column, name, times)
            found[record_type, pk].append(use)
    return found


@cache
def _counted(model: type[models.Model]) -> tuple[list[Any], Prepared | None]:
    """One statement that counts, for each pointer to the table, who points to which row."""
    if not (pointers := list(_pointers(model))):
        return [], None

    def query(pks: list[int]) -> Any:
        first, *others = (_counting(n, *each, model, pks) for n, each in enumerate(pointers))
        return first.union(*others, all=True) if others else first

    return pointers, Prepared(query, [NOBODY])


def _pointers(model: type[models.Model]) -> Iterator[tuple[Any, str, str]]:
    """Table, column, and the name to filter by; hidden relations too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            field: Any = relation.field  # type: ignore[union-attr]
            journaled = issubclass(field.model, Journaled)
            if journaled or field.remote_field.on_delete is not models.CASCADE:
                yield relation.related_model, field.attname, field.name
    for other in apps.get_models():
        if hangs_on_anything(other):
            yield other, "about_id", "about_id"


def _counting(number: int, other: Any, column: str, name: str, model: Any, pks: list[int]) -> Any:
    rows = other._base_manager.filter(**{f"{name}__among": pks})
    if name == "about_id":
        rows = rows.filter(about_type=model._meta.label_lower)
    label = Value(number, output_field=models.IntegerField())
    return rows.order_by().values_list(label, column).annotate(n=Count("pk"))
