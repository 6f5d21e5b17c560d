"""Queries that are put together from what someone asked: put into SQL once for each way to ask."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, QuerySet

from doorstep.kit.statements import Row, Statement

MOST = 256
Value = tuple[Field[Any, Any], Any]


class _Asked(NamedTuple):
    statement: Statement | None  # None where nothing can be found
    places: tuple[tuple[int, ...], ...] | None  # of each value; None where they cannot be told


class Remembered:
    """``REMEMBERED.raw(key, build)``: ``build`` is called for a key that is new, or forgotten.

    The key must hold everything that the query depends on: who asks, and for what. ``values`` are
    what may differ from call to call, each with its field: ``build`` is given them, or others of
    their kind, to find out where they go.
    """

    def __init__(self) -> None:
        self._asked: WeakKeyDictionary[Any, OrderedDict[Hashable, _Asked]] = WeakKeyDictionary()

    def raw(
        self, key: Hashable, build: Callable[..., QuerySet[Any, Any]], *values: Value
    ) -> tuple[Statement | None, list[Row]]:
        """The rows as the driver hands them out, and what knows how to read them."""
        connection = connections[DEFAULT_DB_ALIAS]
        known = self._asked.setdefault(connection, OrderedDict())
        if key in known:
            known.move_to_end(key)
        else:
            known[key] = _asked(build, values)
            if len(known) > MOST:
                known.popitem(last=False)
        statement, places = known[key]
        if places is None:
            statement = Statement.of(build(*(value for _field, value in values)))
            return statement, statement.ask(statement.given) if statement else []
        if statement is None:
            return None, []
        given = list(statement.given)
        for (field, value), where in zip(values, places, strict=True):
            adapted = field.get_db_prep_value(value, connection)
            for place in where:
                given[place] = adapted
        return statement, statement.ask(given)

    def rows(self, key: Hashable, build: Callable[..., QuerySet[Any, Any]]) -> list[Any]:
        """Tuples of the columns of a ``values_list``."""
        statement, rows = self.raw(key, build)
        return statement.read(rows) if statement else []

    def records(
        self, key: Hashable, build: Callable[..., QuerySet[Any, Any]], *values: Value
    ) -> list[Any]:
        """Instances, with those that ``select_related`` reads along."""
        statement, rows = self.raw(key, build, *values)
        return list(statement.records(rows)) if statement else []


def _asked(build: Callable[..., QuerySet[Any, Any]], values: Sequence[Value]) -> _Asked:
    """Each value goes where another one of its kind would change what the query is given."""
    plain = [value for _field, value in values]
    statement = Statement.of(build(*plain))
    places = []
    for at, (field, value) in enumerate(values):
        other = Statement.of(build(*plain[:at], _another(value), *plain[at + 1 :]))
        if statement is None or other is None or statement.sql != other.sql:
            return _Asked(None, None)
        adapted = field.get_db_prep_value(value, connections[DEFAULT_DB_ALIAS])
        pairs = enumerate(zip(statement.given, other.given, strict=True))
        where = tuple(place for place, (one, another) in pairs if one != another)
        if not where or any(statement.given[place] != adapted for place in where):
            return _Asked(None, None)
        places.append(where)
    return _Asked(statement, tuple(places))


def _another(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | Decimal():
            return value - 1 if value > 0 else value + 1
        case datetime():
            return value + timedelta(microseconds=1 if value.year < 9000 else -1)
        case date():
            return value + timedelta(days=1 if value.year < 9000 else -1)
        case _:
            return f"{value}~"


REMEMBERED = Remembered()
