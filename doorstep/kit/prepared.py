"""Queries every request asks: put into SQL once a connection, then only given their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from doorstep.kit.among import listed
from doorstep.kit.statements import Row, Statement


class _Asked(NamedTuple):
    statement: Statement
    places: list[tuple[int, int]]  # (where in what it is given, which of the values)


class Prepared:
    """``Prepared(lambda pk: User.objects.filter(pk=pk), 0)``: then ``rows(7)``.

    After the query comes an example for each of its values, to find their places by: it must not
    appear in the query otherwise. A list is the value of ``__among``.
    """

    def __init__(self, query: Callable[..., QuerySet[Any, Any]], *examples: Any) -> None:
        self.query, self.examples = query, examples
        self._asked: WeakKeyDictionary[Any, _Asked] = WeakKeyDictionary()

    def rows(self, *values: Any) -> list[Any]:
        """Tuples of the columns that were asked for."""
        statement, rows = self.raw(*values)
        return statement.read(rows)

    def records(self, *values: Any) -> Iterator[Any]:
        """The rows as instances, as the query itself would make them."""
        statement, rows = self.raw(*values)
        return statement.records(rows)

    def raw(self, *values: Any) -> tuple[Statement, list[Row]]:
        """The rows as the driver hands them out, and what knows how to read them."""
        connection = connections[DEFAULT_DB_ALIAS]
        statement, places = self._asked.get(connection) or self._put_into_sql(connection)
        given = list(statement.given)
        for place, which in places:
            given[place] = _adapted(values[which], connection)
        return statement, statement.ask(given)

    def _put_into_sql(self, connection: Any) -> _Asked:
        statement = Statement.of(self.query(*self.examples))
        if statement is None:
            raise ValueError("This query can find nothing.")
        asked = _Asked(statement, self._places(list(statement.given), connection))
        self._asked[connection] = asked
        return asked

    def _places(self, given: list[Any], connection: Any) -> list[tuple[int, int]]:
        places = [
            (place, which)
            for which, example in enumerate(self.examples)
            for place, value in enumerate(given)
            if value == _adapted(example, connection)
        ]
        if {which for _place, which in places} != set(range(len(self.examples))):
            raise ValueError("An example does not appear in the query it was given to.")
        return places


def _adapted(value: Any, connection: Any) -> Any:
    match value:
        case list() | tuple() | set() | frozenset():
            return listed(value, connection.vendor)
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case _:
            return value
