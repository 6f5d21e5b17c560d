"""Who may find what, as SQL: the record type's own ``visible_to``, asked for each match."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.expressions import RawSQL

from doorstep.search.sources import Source
from doorstep.search.stores.dialect import Clause, Range
from doorstep.users.models import User

WIDEST = 20_000  # newest records of one's own that are looked through, when matches abound


class EntryId(RawSQL):
    """The record's id of an entry ``e``."""

    def __init__(self, base: int) -> None:
        super().__init__(f"e.id - {base}", (), models.BigIntegerField())


@dataclass(frozen=True)
class Scope:
    """The records of one kind that a user may see."""

    source: Source
    queryset: models.QuerySet[Any]

    @cached_property
    def range(self) -> Range:
        return Range(self.source.base, self.source.last)

    @cached_property
    def is_limited(self) -> bool:
        """Whether there is anything of this kind that the user may not see."""
        return bool(self.queryset.query.where) or self.queryset.query.is_sliced

    @cached_property
    def admits(self) -> Clause:
        """True of an entry ``e`` that the user may see; asked for one at a time."""
        if not self.is_limited:
            return Clause("true")
        found = _compiled(self.queryset.filter(pk=EntryId(self.source.base)).order_by())
        # OFFSET keeps PostgreSQL from reading the whole table to join it.
        return Clause(f"EXISTS ({found.sql} LIMIT 1 OFFSET 0)", found.values)

    def newest(self) -> Clause:
        """The ids of the newest entries that the user may see."""
        found = _compiled(self.queryset.order_by("-pk")[:WIDEST])
        column = self.source.model._meta.pk.column
        return Clause(
            f"SELECT {column} + {self.source.base} AS id FROM ({found.sql}) seen", found.values
        )


def scope(source: Source, user: User) -> Scope | None:
    """None when the user may see nothing of this kind."""
    queryset = source.model._default_manager.visible_to(user)
    found = Scope(source, queryset)
    if queryset.query.is_empty():
        return None
    try:
        _ = found.admits
    except EmptyResultSet:
        return None
    return found


def _compiled(queryset: models.QuerySet[Any]) -> Clause:
    sql, values = queryset.values_list(queryset.model._meta.pk.name).query.sql_with_params()
    return Clause(sql, tuple(values))
