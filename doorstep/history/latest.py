"""The latest events of some rows: each row is asked for no more than a page, by an index."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, QuerySet

from doorstep.history.models import Change, Event
from doorstep.history.related import Related
from doorstep.history.rows import NOBODY, Row, by_type
from doorstep.history.sorts import Names
from doorstep.history.source import Source
from doorstep.kit.prepared import Prepared

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
SOME_DAY = datetime(1971, 3, 4, 5, 6, 7, tzinfo=UTC)
NO_ROW = ("no table", 0)
SINGLES = (1, 4, 16)  # rows with a part of their own in the statement; those beyond share one


class Narrowing(NamedTuple):
    """Until when, by which ways, and of which names."""

    until: datetime | None = None
    sources: Collection[str] = ()
    names: Names | None = None

    @property
    def shape(self) -> tuple[bool, bool | None]:
        """What of it makes the statement another one."""
        return bool(self.until or self.sources), self.names and self.names[0]

    @property
    def values(self) -> list[Any]:
        is_dated, _is_named = self.shape
        found: list[Any] = (
            [self.until or END_OF_TIME, list(self.sources or Source.values)] if is_dated else []
        )
        return found + ([list(self.names[1])] if self.names else [])

    def of_events(self) -> Q:
        """The same as a condition on events."""
        return _condition(self.shape, iter(self.values), "")


def latest_events(related: Related, narrowing: Narrowing, before: int, size: int) -> list[Event]:
    """The newest of them before a place, newest first."""
    own, crowd = related.own[: SINGLES[-1]], related.own[SINGLES[-1] :]
    places = next(number for number in SINGLES if number >= len(own))
    singles = [*own, *[NO_ROW] * (places - len(own))]
    crowds = dict(sorted(by_type([*crowd, *related.others]).items()))
    hung = dict(sorted(by_type(related.own).items())) if related.hanging else {}
    statement = _events(places, tuple(crowds), related.hanging, tuple(hung), size, narrowing.shape)
    given = [before, *narrowing.values, *(part for row in singles for part in row)]
    return list(statement.records(*given, *crowds.values(), *hung.values()))


@cache
def _events(
    singles: int,
    crowds: tuple[str, ...],
    hanging: tuple[Any, ...],
    hung: tuple[str, ...],
    size: int,
    shape: tuple[bool, bool | None],
) -> Prepared:
    dated, named = shape

    def query(before: int, *values: Any) -> Any:
        given = iter(values)
        narrow = [next(given) for _each in range(2 * dated + (named is not None))]
        rows: list[tuple[QuerySet[Change], bool]] = []
        for _each in range(singles):
            rows.append((_of_row((next(given), next(given))), True))
        rows += [(_among(record_type, next(given)), False) for record_type in crowds]
        for record_type in hung:
            pks = next(given)
            rows += [(_hanging_on(each, record_type, pks), False) for each in hanging]
        parts = (
            _latest(changes.filter(_condition(shape, iter(narrow), "event__")), one, before, size)
            for changes, one in rows
        )
        first, *others = (Event.objects.filter(pk__in=p).order_by().values("pk") for p in parts)
        found = first.union(*others, all=True) if others else first
        return Event.objects.filter(pk__in=found).order_by("-pk")[:size]

    return Prepared(query, NOBODY, *_examples(singles, len(crowds) + len(hung), shape))


def _examples(singles: int, lists: int, shape: tuple[bool, bool | None]) -> Iterator[Any]:
    dated, named = shape
    if dated:
        yield from (SOME_DAY, ["no way"])
    if named is not None:
        yield ["no name"]
    for number in range(singles):
        yield from (f"no table {number}", NOBODY + 1 + number)
    for number in range(lists):
        yield [NOBODY + 1 + singles + number]


def _condition(shape: tuple[bool, bool | None], values: Iterator[Any], path: str) -> Q:
    dated, named = shape
    found = Q()
    if dated:
        found = Q(**{f"{path}at__lte": next(values), f"{path}source__among": next(values)})
    if named is not None:
        names = Q(**{f"{path}name__among": next(values)})
        found &= names if named else ~names
    return found


def _of_row(row: Row) -> QuerySet[Change]:
    return Change.objects.filter(record_type=row[0], record_id=row[1])


def _among(record_type: str, pks: list[int]) -> QuerySet[Change]:
    return Change.objects.filter(record_type=record_type, record_id__among=pks)


def _hanging_on(model: Any, record_type: str, pks: list[int]) -> QuerySet[Change]:
    rows = model._base_manager.filter(about_type=record_type, about_id__among=pks)
    return Change.objects.filter(
        record_type=model._meta.label_lower, record_id__in=rows.order_by().values("pk")
    )


def _latest(changes: QuerySet[Change], is_one_row: bool, before: int, size: int) -> Any:
    """The events of some changes, newest first. Those of one row stand in the index in that order;
    of several they must be sorted, and a sum keeps the database from walking the whole journal
    backwards instead.
    """
    found = changes.filter(event__lt=before)
    if is_one_row:
        return found.order_by("-event").values("event")[:size]
    number = ExpressionWrapper(F("event_id") + 0, output_field=models.BigIntegerField())
    numbered = found.order_by().annotate(number=number).values("number").distinct()
    return numbered.order_by("-number")[:size]
