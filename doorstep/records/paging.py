"""A page of a list: the statement is put together once for each way to ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from doorstep.kit.keyset import Order, Page, Place, page_of
from doorstep.kit.remembered import REMEMBERED, Value
from doorstep.kit.statements import Row, Statement


@dataclass(frozen=True)
class Asked:
    """Which rows, in which order, from where.

    ``find`` makes the query set when it is needed. ``shape`` holds all that it depends on; None
    where nobody can tell.
    """

    find: Callable[[], QuerySet[Any, Any]]
    fields: tuple[str, ...]
    order: Order
    place: Place | None
    backwards: bool
    size: int
    shape: tuple[Hashable, ...] | None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What is read, each once: the fields, and what tells a place in the order."""
        return tuple(dict.fromkeys((*self.fields, self.order.path, "id")))

    def page(self) -> tuple[Page, Statement | None]:
        """Its items are rows as the driver hands them out, and the statement reads them."""
        found: list[Row] = []
        reads: Statement | None = None
        for statement, rows in self._parts():
            reads = statement or reads
            found += rows
            if len(found) > self.size:
                break

        key, pk = self.columns.index(self.order.path), self.columns.index("id")

        def read(row: Row) -> tuple[Any, Any]:
            assert reads is not None
            return reads.value(row, key), row[pk]

        options = {"place": self.place, "backwards": self.backwards}
        return page_of(found, self.size, read, **options), reads

    def _parts(self) -> Iterator[tuple[Statement | None, list[Row]]]:
        order, values, kept = self.order, self._values(), self._shape()
        for number in range(order.count(self.place, self.backwards)):

            def build(*given: Any, number: int = number) -> QuerySet[Any, Any]:
                return self._part(number, given)

            if kept is None:
                statement = Statement.of(build(*(value for _field, value in values)))
                yield statement, statement.ask(statement.given) if statement else []
            else:
                yield REMEMBERED.raw((*kept, number, len(values)), build, *values)

    def _shape(self) -> tuple[Hashable, ...] | None:
        if self.shape is None:
            return None
        order = self.order.path, self.order.is_down, self.backwards
        return *self.shape, self.columns, order, self.size, self.place is None

    def _part(self, number: int, given: Sequence[Any]) -> QuerySet[Any, Any]:
        order, backwards = self.order, self.backwards
        parts = order.past(self._at(given), backwards) if given else order.parts(backwards)
        rows = self.find().values_list(*self.columns).order_by(*order.by(backwards))
        return rows.filter(parts[number])[: self.size + 1]

    def _values(self) -> list[Value]:
        """What may differ from page to page of one list."""
        if self.place is None:
            return []
        pk = (self.order.key, self.place.pk)
        return [pk] if self.place.key is None else [pk, (self.order.field, self.place.key)]

    def _at(self, given: Sequence[Any]) -> Place:
        pk, key = given if len(given) > 1 else (*given, None)
        return Place(key, pk)
