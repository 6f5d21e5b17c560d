"""The columns a list shows: what is the same in every row is worked out once for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from doorstep.records.columns import Column
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.looks import labels_of


@dataclass(frozen=True)
class Heading:
    """A column in the words of the reader."""

    column: Column
    label: str
    labels: dict[Any, str]
    sort: str
    now: str

    @property
    def looks(self) -> str:
        number = "num " if self.column.is_number else ""
        return f"{number}{self.column.on_phone}".strip()


def headings(records: RecordType, query: ListQuery) -> list[Heading]:
    sort = query.sort or records.default_sort
    return [_heading(records.model, query, column, sort) for column in records.shown(query)]


def reads(found: Sequence[Heading]) -> list[str]:
    """All paths that the columns need, one after the other."""
    return [path for heading in found for path in heading.column.reads]


def collected(found: Sequence[Heading], rows: Sequence[Any], user: Any) -> Sequence[Any]:
    """The rows with what stands in other tables: one query for each such column."""
    at, ids = 0, [row[-1] for row in rows]
    for heading in found:
        if collect := heading.column.collect:
            values = collect(ids, user)
            rows = [(*row[:at], values.get(row[-1], ()), *row[at + 1 :]) for row in rows]
        at += len(heading.column.reads)
    return rows


def _heading(model: type[models.Model], query: ListQuery, declared: Column, sort: str) -> Heading:
    column = declared.on(model)
    now = ""
    if column.sort == sort.removeprefix("-"):
        now = "descending" if sort.startswith("-") else "ascending"
    wanted = f"-{column.sort}" if now == "ascending" else column.sort
    link = f"?{query.sorted_by(wanted)}" if column.sort else ""
    labels = dict(column.labels)
    if not labels and column.cell in ("choice", "status"):
        labels = labels_of(model, column.name)
    return Heading(column, str(column.label), labels, link, now)
