"""An export from a list to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doorstep.exchange.cards.writing import READ, card
from doorstep.exchange.exports.actions import note_export
from doorstep.exchange.exports.cells import cells_of
from doorstep.exchange.exports.columns import Column, all_columns, faces, shown_columns
from doorstep.exchange.exports.forms import CARDS, form_of
from doorstep.exchange.numbers import mark, numbered
from doorstep.kit.keyset import capped_count
from doorstep.records.output import Output
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.users.access import allow
from doorstep.users.models import User

AT_ONCE = 5_000  # rows one waits for; more are written in the worker
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Export:
    """What is asked for: a list as it stands, in a form; all its columns, or those it shows."""

    records: RecordType
    by: User
    query: ListQuery
    form: str = "csv"
    only_shown: bool = False

    def check(self) -> None:
        """Refuse what cannot be: a form, a filter, a column; or one who may not."""
        allow(self.by, "export", self.records.model)
        form_of(self.form, self.records.kind)
        self.records.conditions(self.by, self.query)
        self.records.shown(self.query)

    @property
    def is_large(self) -> bool:
        rows = self.records.queryset(self.by, self.query).permitted(self.by, "export")
        return capped_count(rows, AT_ONCE)[1]

    @property
    def columns(self) -> list[Column]:
        if self.form == CARDS:
            return [column for column in all_columns(self.records) if column.name in READ]
        if self.only_shown:
            return shown_columns(self.records, self.query)
        return all_columns(self.records)

    def write(self, path: Path, progress: Progress = lambda rows: None) -> int:
        """Write the file, and down that it was written; how many rows it has."""
        self.check()
        columns, rows = self.columns, 0
        title = str(self.records.model._meta.verbose_name_plural).capitalize()
        with form_of(self.form, self.records.kind).open(path, title) as write:
            if self.form != CARDS:
                write([column.header for column in columns])
            for part in self._parts(columns):
                for cells in self._cells(columns, part):
                    write(cells)
                rows += len(part)
                progress(rows)
        self._note(rows)
        return rows

    def _parts(self, columns: list[Column]) -> Any:
        output = Output.of(faces(self.records, columns))
        kind, here = self.records.kind, mark()
        for rows in self.records.parts(self.by, self.query, output.paths, verb="export"):
            public = output.public(rows, self.by)
            yield [row | {"id": numbered(kind, row["id"], here)} for row in public]

    def _cells(self, columns: list[Column], part: list[Any]) -> Any:
        if self.form == CARDS:
            return ([card(row)] for row in part)
        return cells_of(columns, part, self.by)

    def _note(self, rows: int) -> None:
        meta = self.records.model._meta
        name = meta.verbose_name if rows == 1 else meta.verbose_name_plural
        said = (f"{rows:,} {name}", self.form.upper(), self.query.narrowing.urlencode())
        note_export(self.records.model, by=self.by, told=", ".join(filter(None, said)))
