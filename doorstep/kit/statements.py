"""A query as the database is given it, and how what it answers is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

Row = tuple[Any, ...]
Columns = list[Sequence[Any]]
SELF_EVIDENT = (models.DateTimeField, models.DateField)  # the driver reads them, JSON writes them


@dataclass(frozen=True)
class Statement:
    """What Django made of a query, and how it reads the rows: a column at a time."""

    sql: str
    given: tuple[Any, ...]
    model: Any
    names: tuple[str, ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]
    joined: tuple[Any, ...] = ()  # what puts a related record of the same row where it belongs

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any]) -> Statement | None:
        """None where nothing can be found, whatever the rows hold."""
        compiler = queryset.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        try:
            sql, given = compiler.as_sql()
        except EmptyResultSet:
            return None
        columns = [column for column, _sql, _alias in compiler.select]
        own: Columns = columns
        joined: list[Any] = []
        if info := compiler.klass_info:
            own = [columns[at] for at in info["select_fields"]]
            populators: Any = get_related_populators  # the stubs are of a later Django than ours
            joined = populators(info, compiler.select, DEFAULT_DB_ALIAS)
        names = tuple(each.target.attname for each in own if hasattr(each, "target"))
        converters = compiler.get_converters(columns)
        return cls(sql, tuple(given), queryset.model, names, converters, tuple(joined))

    def ask(self, given: Sequence[Any]) -> list[Row]:
        """The rows as the driver hands them out."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self.sql, given)
            return list(cursor.fetchall())

    def read(self, rows: list[Row]) -> list[Row]:
        """The rows with the values that fields hold."""
        if not rows or not self.converters:
            return rows
        connection = connections[DEFAULT_DB_ALIAS]
        if len(rows) == 1:
            return [tuple(self._one(rows[0], connection))]
        columns: Columns = list(zip(*rows, strict=True))
        for at in self.converters:
            columns[at] = self._converted(at, columns[at], connection)
        return list(zip(*columns, strict=True))

    def records(self, rows: list[Row]) -> Iterator[Any]:
        """The rows as instances, as the query itself would make them."""
        width = len(self.names)
        for row in self.read(rows):
            record = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[:width])
            for each in self.joined:
                each.populate(row, record)
            yield record

    def for_json(self, rows: list[Row]) -> Columns:
        """The columns, read only as far as JSON does not write them just so."""
        connection = connections[DEFAULT_DB_ALIAS]
        columns: Columns = list(zip(*rows, strict=True))
        for at in self._told:
            columns[at] = self._converted(at, columns[at], connection)
        for at in self._nested:
            known = {kept: self._converted(at, [kept], connection)[0] for kept in {*columns[at]}}
            columns[at] = [known[kept] for kept in columns[at]]
        return columns

    def value(self, row: Row, at: int) -> Any:
        """One value of one row."""
        if at not in self.converters:
            return row[at]
        return self._converted(at, row[at : at + 1], connections[DEFAULT_DB_ALIAS])[0]

    def _one(self, row: Row, connection: Any) -> list[Any]:
        found = list(row)
        for at, (functions, expression) in self.converters.items():
            if found[at] is not None:
                for convert in functions:
                    found[at] = convert(found[at], expression, connection)
        return found

    def _converted(self, at: int, column: Sequence[Any], connection: Any) -> Sequence[Any]:
        functions, expression = self.converters[at]
        for convert in functions:
            column = [
                None if value is None else convert(value, expression, connection)
                for value in column
            ]
        return column

    @cached_property
    def _nested(self) -> list[int]:
        return [at for at in self.converters if isinstance(self._field(at), models.JSONField)]

    @cached_property
    def _told(self) -> list[int]:
        nested = {*self._nested}
        return [
            at
            for at, (_functions, expression) in self.converters.items()
            if at not in nested
            and not (type(self._field(at)) in SELF_EVIDENT and hasattr(expression, "target"))
        ]

    def _field(self, at: int) -> Any:
        return self.converters[at][1].output_field
