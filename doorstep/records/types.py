"""A record type, declared once as data and read by lists, search, export, import and the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.keyset import Order, Page, Place, capped_count, place_of, rows_past
from doorstep.kit.naming import kind_of, plural_of
from doorstep.records.columns import (
    MORE_BULK,
    MORE_COLUMNS,
    PLAIN,
    Bulk,
    Card,
    Column,
    Label,
    Section,
    View,
)
from doorstep.records.custom import CustomOf
from doorstep.records.fields import Bound, Field
from doorstep.records.filters import Condition, Filter, conditions, filters_of
from doorstep.records.kinds import Text
from doorstep.records.models import Record
from doorstep.records.output import Output
from doorstep.records.paging import Asked
from doorstep.records.query import ListQuery
from doorstep.records.registry import MASTERS, REGISTRY, record_type, type_of
from doorstep.records.rows import Rows
from doorstep.records.searching import PATHS, search_filter
from doorstep.records.tagging import TagsOf
from doorstep.users.access import scope_of

__all__ = ["MASTERS", "REGISTRY", "RecordType", "record_type", "type_of"]

KEPT = ("id", "created_at", "updated_at", "version")  # what every record has, by these names


@dataclass(frozen=True, eq=False)
class RecordType:
    model: type[models.Model]
    columns: tuple[Column, ...]
    fields: tuple[Field, ...] = ()
    plural: str = ""
    filters: tuple[Filter, ...] = ()
    search: tuple[str, ...] = ()
    views: tuple[View, ...] = ()
    facts: tuple[Section, ...] = ()
    group_by: str = ""
    moves: str = ""
    card: Card = PLAIN
    total: str = ""
    icon: str = "folder"
    default_sort: str = "-created_at"
    bulk: tuple[Bulk, ...] = ()
    empty: Label = ""
    email: str = ""
    phone: str = ""

    def __post_init__(self) -> None:
        (REGISTRY if issubclass(self.model, Record) else MASTERS)[self.model] = self
        PATHS[self.model] = self.search
        object.__setattr__(self, "plural", self.plural or plural_of(self.model))

    @cached_property
    def kind(self) -> str:
        """Its name in events, in names of addresses and in "sales_order:7"."""
        return kind_of(self.model)

    @cached_property
    def faces(self) -> tuple[Bound, ...]:
        """Its public fields, with those that every record has."""
        shared = [name for name in KEPT if _has(self.model, name)]
        own = [each for each in self.fields if each.name not in KEPT]
        kept = [Field(name, readonly=True) for name in shared]
        if issubclass(self.model, Record):
            own.append(Field("custom", kind=CustomOf(model=self.model, null=False)))
            own.append(
                Field(
                    "tags", kind=Rows(Text(100, null=False), most=50), collect=TagsOf(self.model)
                )
            )
        return tuple(Bound(field, self.model) for field in (*kept[:1], *own, *kept[1:]))

    @cached_property
    def output(self) -> Output:
        """How its rows are shown with all their public fields."""
        return Output.of(self.faces)

    @cached_property
    def public_names(self) -> dict[str, str]:
        """What the model calls a field, and what the public does, where they differ."""
        return {face.target: face.name for face in self.faces if face.target != face.name}

    def face(self, name: str) -> Bound | None:
        """The public field of this name."""
        return next((each for each in self.faces if each.name == name), None)

    def route(self, page: str) -> str:
        return f"{self.kind}_{page}"

    @property
    def known_filters(self) -> dict[str, Filter]:
        return filters_of(self.model, self.filters)

    @cached_property
    def sorts(self) -> frozenset[str]:
        """The paths it may be sorted by."""
        own = {column.sort for column in self.columns if column.sort}
        return frozenset(own | {self.default_sort.removeprefix("-")})

    def conditions(self, user: Any, query: ListQuery) -> list[Condition]:
        """What the filters of a query ask for; each is read from the database once."""
        return list(conditions(self.model, user, self.known_filters, query.filters))

    def queryset(
        self, user: Any, query: ListQuery, met: Sequence[Condition] | None = None
    ) -> QuerySet:
        """The records one may see that meet all conditions and match the text."""
        records = self.model._default_manager.visible_to(user)
        for condition in self.conditions(user, query) if met is None else met:
            records = records.filter(condition.q)
        return search_filter(records, query.text)

    def page(
        self, user: Any, query: ListQuery, size: int = 50, fields: Sequence[str] = ()
    ) -> Page:
        """A page of rows as dicts: only what is shown is read, and no record is made of it."""
        names = tuple(sorted({"id", "version", *(fields or self._read(query))}))
        asked = self._asked(user, query, names, None, size)
        page, statement = asked.page()
        rows = statement.read(page.items) if statement else []
        return replace(page, items=[dict(zip(asked.columns, row, strict=True)) for row in rows])

    def public_page(self, user: Any, query: ListQuery, size: int = 50) -> Page:
        """A page of records as everyone outside knows them."""
        page, statement = self._asked(user, query, self.output.paths, None, size).page()
        items = self.output.of_raw(statement, page.items, user) if statement else []
        return replace(page, items=items)

    def rows(
        self,
        user: Any,
        query: ListQuery,
        fields: Sequence[str],
        met: Sequence[Condition] | None = None,
        size: int = 50,
    ) -> Page:
        """A page of rows as tuples: what was asked for, then the sort key and the id."""
        asked = self._asked(user, query, tuple(fields), met, size)
        page, statement = asked.page()
        places = map(asked.columns.index, (*fields, asked.order.path, "id"))
        rows = statement.read(page.items) if statement else []
        return replace(page, items=list(map(itemgetter(*places), rows)))

    def parts(
        self, user: Any, query: ListQuery, fields: Iterable[str], *, verb: str, size: int = 1000
    ) -> Iterator[list[dict[str, Any]]]:
        """All rows on which one may do ``verb``, some at a time: for what is taken as a whole."""
        order = self._order(query)
        names = {*fields, order.path, "id"}
        rows = self.queryset(user, query).permitted(user, verb).values(*names)
        place = None
        while found := rows_past(rows, order, place, False, size):
            yield found
            if len(found) < size:
                return
            place = Place(found[-1][order.path], found[-1]["id"])

    def count(
        self, user: Any, query: ListQuery, met: Sequence[Condition] | None = None
    ) -> tuple[int, bool]:
        return capped_count(self.queryset(user, query, met))

    def neighbours(self, user: Any, query: ListQuery, pk: int) -> tuple[int | None, int | None]:
        """The records before and after this one in a list, even if it is in it no longer."""
        order = self._order(query)
        here = self.model._default_manager.visible_to(user).filter(pk=pk)
        if (row := here.values_list(order.path, "pk").first()) is None:
            return None, None
        found = self.queryset(user, query).values_list("pk", flat=True)
        beside = [rows_past(found, order, Place(*row), way, 1) for way in (True, False)]
        before, after = (next(iter(rows), None) for rows in beside)
        return before, after

    @property
    def all_bulk(self) -> tuple[Bulk, ...]:
        """Those that were declared, and those that others add."""
        return (*self.bulk, *MORE_BULK.get(self.model, ()))

    @property
    def all_columns(self) -> list[Column]:
        """Those that were declared, and those that others add."""
        return [*self.columns, *(each for more in MORE_COLUMNS for each in more(self.model))]

    def shown(self, query: ListQuery) -> list[Column]:
        """The columns asked for, in the order asked for; or those everyone starts with."""
        known = {column.name: column for column in self.all_columns}
        for name in query.columns:
            if name not in known:
                works = _("These work: %s.") % ", ".join(known)
                raise Invalid(_("This list has no column “%s”.") % name[:60], columns=works)
        chosen = [known[name] for name in query.columns]
        return chosen or [column for column in self.columns if column.shown]

    def _asked(
        self,
        user: Any,
        query: ListQuery,
        fields: tuple[str, ...],
        met: Sequence[Condition] | None,
        size: int,
    ) -> Asked:
        order, cursor = self._order(query), query.before or query.after
        place = place_of(order, cursor) if cursor else None
        met = self.conditions(user, query) if met is None else met
        scope, shape = scope_of(user, "view", self.model), None
        if scope is not None and not query.text:
            shape = (self.model, scope, *(each.q.identity for each in met))

        def find() -> QuerySet:
            return self.queryset(user, query, met)

        return Asked(find, fields, order, place, bool(query.before), size, shape)

    def _order(self, query: ListQuery) -> Order:
        return Order.of(self.model._default_manager.all(), self.sort_of(query))

    def sort_of(self, query: ListQuery) -> str:
        """By what it is sorted; a path it knows, or a refusal."""
        sort = query.sort or self.default_sort
        if sort.removeprefix("-") not in self.sorts:
            works = _("These work, each also with a minus: %s.") % ", ".join(sorted(self.sorts))
            raise Invalid(_("This list cannot be sorted that way."), sort=works)
        return sort

    def _read(self, query: ListQuery) -> Iterator[str]:
        for column in self.shown(query):
            yield from column.on(self.model).reads


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
