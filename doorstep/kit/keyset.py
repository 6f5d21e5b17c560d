"""Pages that stay fast and stable however deep they go: no OFFSET, no COUNT."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Field, Q, QuerySet

from doorstep.kit.errors import Invalid

Read = Callable[[Any], tuple[Any, Any]]
LARGEST_ID = 2**63


@dataclass(frozen=True)
class Page:
    items: list[Any]
    next: str | None
    previous: str | None = None


@dataclass(frozen=True)
class Place:
    """Where in the order a page begins or ends: the sort key of a row, and its id."""

    key: Any
    pk: int


@dataclass(frozen=True)
class Order:
    """By a path, then by id; rows without a key come last, whichever way the others run."""

    path: str
    field: Field[Any, Any]
    is_down: bool
    may_be_null: bool
    key: Field[Any, Any]
    has_ties: bool = True

    @classmethod
    def of(cls, queryset: QuerySet[Any], sort: str) -> Order:
        path, may_be_null, model = sort.removeprefix("-"), False, queryset.model
        field: Any = None
        for name in path.split("__"):
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            may_be_null, model = may_be_null or field.null, field.related_model
        if field.is_relation and not path.endswith("_id"):
            path = f"{path}_id"
        held = field.target_field if field.is_relation else field
        has_ties = may_be_null or "__" in path or not (field.unique or field.primary_key)
        return cls(path, held, sort[:1] == "-", may_be_null, queryset.model._meta.pk, has_ties)

    def parts(self, backwards: bool) -> list[Q]:
        """An explicit NULLS LAST keeps both databases from using a plain index: instead, those
        with a key and those without are asked for one after the other.
        """
        if not self.may_be_null:
            return [Q()]
        parts = [Q(**{f"{self.path}__isnull": False}), Q(**{f"{self.path}__isnull": True})]
        return parts[::-1] if backwards else parts

    def past(self, place: Place, backwards: bool) -> list[Q]:
        """What lies beyond a place, part by part."""
        tie = Q(**{f"pk__{self._beyond(backwards)}": place.pk})
        with_key, without = (
            Q(**{f"{self.path}__isnull": False}),
            Q(**{f"{self.path}__isnull": True}),
        )
        if place.key is None:
            return [without & tie, with_key] if backwards else [without & tie]
        beyond = self._beyond(backwards)
        # The first half is what an index needs: key <= value AND (key < value OR id < last).
        at_or_past = Q(**{f"{self.path}__{beyond}e": place.key})
        rest = at_or_past & (Q(**{f"{self.path}__{beyond}": place.key}) | tie)
        return [rest, without] if self.may_be_null and not backwards else [rest]

    def count(self, place: Place | None, backwards: bool) -> int:
        """How many parts there are."""
        if place is None:
            return 2 if self.may_be_null else 1
        return 2 if self.may_be_null and backwards == (place.key is None) else 1

    def by(self, backwards: bool) -> list[Any]:
        is_down = self.is_down != backwards
        key = F(self.path)
        ties = ["-pk" if is_down else "pk"] if self.has_ties else []
        return [key.desc() if is_down else key.asc(), *ties]

    def _beyond(self, backwards: bool) -> str:
        return "lt" if self.is_down != backwards else "gt"


def keyset_page(
    queryset: QuerySet[Any],
    *,
    sort: str,
    after: str = "",
    before: str = "",
    size: int = 50,
    read: Read | None = None,
) -> Page:
    """One page of ``queryset`` by ``sort`` ("-total"), nulls last, ties broken by id.

    ``before`` is the page that ends there. ``read`` finds key and id in a row that is neither a
    record nor a dict of columns.
    """
    order = Order.of(queryset, sort)
    backwards = bool(before)
    place = place_of(order, before or after) if before or after else None
    rows = rows_past(queryset, order, place, backwards, size + 1)
    return page_of(rows, size, read or _reader(order.path), place=place, backwards=backwards)


def page_of(
    rows: list[Any],
    size: int,
    read: Read,
    *,
    place: Place | None = None,
    backwards: bool = False,
) -> Page:
    """A page of the rows that were found; one more than its size says that there are more."""
    is_more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    goes_on, came_from = backwards or is_more, is_more if backwards else place
    return Page(
        rows,
        next=cursor_of(*read(rows[-1])) if rows and goes_on else None,
        previous=cursor_of(*read(rows[0])) if rows and came_from else None,
    )


def rows_past(
    queryset: QuerySet[Any], order: Order, place: Place | None, backwards: bool, size: int
) -> list[Any]:
    """The rows that follow a place, or lead up to it, nearest first."""
    rows: list[Any] = []
    ordered = queryset.order_by(*order.by(backwards))
    for part in order.past(place, backwards) if place else order.parts(backwards):
        if len(rows) < size:
            rows += ordered.filter(part)[: size - len(rows)] if part else ordered[:size]
    return rows


def place_of(order: Order, cursor: str) -> Place:
    """Where a page begins that is asked for by its cursor."""
    try:
        text, pk = json.loads(urlsafe_b64decode(cursor))
        if not (type(pk) is int and abs(pk) < LARGEST_ID and type(text) in (str, type(None))):
            raise ValueError(cursor)
        return Place(None if text is None else _key(order.field, text), pk)
    except Exception as error:
        raise Invalid("This page link is not valid any more.", after=cursor[:40]) from error


def capped_count(queryset: QuerySet[Any], cap: int = 1000) -> tuple[int, bool]:
    """How many there are, without counting further than anyone wants to know."""
    found = queryset.order_by()[: cap + 1].count()
    return min(found, cap), found > cap


def _key(field: Field[Any, Any], text: str) -> Any:
    """What was written into the cursor; refused if it is nothing the column could hold."""
    key = field.to_python(text)
    if isinstance(key, Decimal | int) and not isinstance(key, bool):
        field.run_validators(key)
    if (isinstance(key, date) and not 2 <= key.year <= 9998) or "\0" in text:
        raise ValueError(text)
    return key


def cursor_of(key: Any, pk: Any) -> str:
    """Where a page goes on: behind the row with this key."""
    text = None if key is None else str(key)
    return urlsafe_b64encode(json.dumps([text, pk]).encode()).decode()


def _reader(path: str) -> Read:
    """A row may be a record, or the dict that ``.values()`` makes of it."""
    name = "id" if path == "pk" else path

    def read(row: Any) -> tuple[Any, Any]:
        return (row[name], row["id"]) if isinstance(row, dict) else (getattr(row, name), row.pk)

    return read
