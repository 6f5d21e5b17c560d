"""What a database has to offer for the index."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from doorstep.search.asking import Reading
from doorstep.search.entries import Line

COLUMNS = "id, title, detail, key, text"
LISTED = 20_000  # matches that a list is given by their ids; of more it asks row by row


class Clause(NamedTuple):
    """A piece of SQL with its values."""

    sql: str
    values: tuple[Any, ...] = ()


class Range(NamedTuple):
    """The entries of one kind."""

    first: int
    last: int


class Way(NamedTuple):
    """How to find the newest matches of a kind, a number of them."""

    find: Callable[[Range, Sequence[Reading], int], Clause]
    finds_all: bool


class Store(ABC):
    key = "key"  # as its index holds it

    @property
    @abstractmethod
    def ways(self) -> tuple[Way, ...]:
        """Cheapest first; the last one finds all."""

    @abstractmethod
    def few(self, kind: Range, readings: Sequence[Reading]) -> list[int] | None:
        """The ids of all that match; None where they abound and a list is soon full."""

    @abstractmethod
    def spell(self, rows: Sequence[tuple[str, str, int]]) -> None:
        """Write forms of words with their frequency; known ones stay as they are."""

    @abstractmethod
    def put(self, lines: Sequence[Line]) -> None:
        """Write these entries, new or known, in one statement."""

    @abstractmethod
    def prepare(self, ranges: dict[str, Range]) -> None:
        """Make what Django does not know how to: the indexes of each kind. May be repeated."""

    @abstractmethod
    def lacks(self, ranges: dict[str, Range]) -> list[tuple[str, str]]:
        """What is missing, and what to do about it."""

    @abstractmethod
    def holds(self, readings: Sequence[Reading]) -> Clause:
        """True of an entry ``e`` that holds one of the readings; no index is used."""

    @abstractmethod
    def listed(self, numbers: Sequence[int]) -> Clause:
        """A select of these numbers, given as one value."""

    def drop(self, ids: Sequence[int]) -> None:
        listed = self.listed(ids)
        run(Clause(f"DELETE FROM search_entry WHERE id IN ({listed.sql})", listed.values))

    def hold(self, ids: Sequence[int]) -> None:  # noqa: B027 - only some databases need it
        """Let nobody else rewrite these entries before we do."""

    def optimise(self) -> None:  # noqa: B027
        """After a rebuild."""


def run(clause: Clause) -> None:
    with connection.cursor() as cursor:
        cursor.execute(clause.sql, clause.values)


def rows(clause: Clause) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(clause.sql, clause.values)
        return list(cursor.fetchall())


def any_of(readings: Sequence[Reading], holds: str, given: Callable[[str], str] = str) -> Clause:
    """``holds`` for every pattern of a reading, for any of the readings."""
    each = [" AND ".join([holds] * len(reading)) for reading in readings]
    values = tuple(given(pattern) for reading in readings for pattern in reading)
    return Clause(f"(({') OR ('.join(each)}))", values)
