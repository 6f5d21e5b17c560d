"""A row on its way to a record: read, matched with what is there, and at last written or told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from doorstep.exchange.exports.columns import CUSTOM
from doorstep.exchange.models import ImportJob, ImportRow
from doorstep.exchange.tables.table import Row, Table
from doorstep.exchange.targets import Target
from doorstep.exchange.values import SAMPLES, Reader, is_empty, reader_for
from doorstep.records.kinds import Wrong
from doorstep.records.models import name_key

Outcome = ImportRow.Outcome
NEW = "NEW"
NEW_ONE, NOTHING = "+", "-"  # of a value that we do not know
USERS = "user"


@dataclass
class Draft:
    """One row. ``values`` are public ones of the record type, ``beyond`` the words it lacks."""

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    beyond: dict[str, Any] = field(default_factory=dict)
    outcome: str = NEW
    reason: str = ""
    record_id: int | None = None

    def reject(self, reason: str) -> None:
        self.outcome, self.reason = Outcome.REJECTED, reason[:500]

    def forget(self) -> None:
        """As it was before it was taken: what was written of it is not kept."""
        if self.outcome != Outcome.REJECTED:
            self.outcome, self.reason, self.record_id = NEW, "", None

    @property
    def is_open(self) -> bool:
        return self.outcome != Outcome.REJECTED and self.outcome != Outcome.DUPLICATE


@dataclass(frozen=True)
class Column:
    """A column that is used: where it stands, what it becomes, and how its cells are read."""

    place: int
    header: str
    target: Target
    read: Reader
    meant: Mapping[str, str] = field(default_factory=dict)  # by the key of a value


class Columns:
    """The used columns of a file, each with its form settled over many of its rows."""

    def __init__(
        self,
        table: Table,
        mapping: dict[str, str],
        targets: dict[str, Target],
        day_first: Any,
        meant: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        used = {header: targets[name] for header, name in mapping.items() if name in targets}
        samples = samples_of(table, SAMPLES)
        self.columns = [
            Column(
                place,
                header,
                used[header],
                reader_for(used[header].kind, samples[header], day_first=day_first),
                (meant or {}).get(used[header].name, {}),
            )
            for place, header in enumerate(table.headers)
            if header in used
        ]

    def draft(self, row: Row, own: frozenset[str]) -> Draft:
        """``own`` are the record type's own fields; all else goes beyond them."""
        draft = Draft(row.number, row.cells)
        if row.problem:
            draft.reject(row.problem)
            return draft
        wrong = []
        for column in self.columns:
            cell = row.cells[column.place]
            if not cell or is_empty(cell, column.target.kind):
                continue
            if column.meant and not (cell := _meant_by(cell, column.meant)):
                continue
            try:
                value = column.read(cell)
            except Wrong as error:
                wrong.append(f"{column.header}: {error.message}")
                continue
            name = column.target.name
            if name in GATHERING:
                _gather(draft, name, column.header, value)
            else:
                (draft.values if name in own or name.startswith(CUSTOM) else draft.beyond)[
                    name
                ] = value
        if wrong:
            draft.reject(" ".join(wrong))
        return draft


def _meant_by(cell: str, meant: Mapping[str, str]) -> str:
    """What somebody said is meant: one of ours ("=Website"), a new one ("+"), or nothing ("-")."""
    said = meant.get(name_key(cell), NEW_ONE)
    if said == NOTHING:
        return ""
    return cell if said == NEW_ONE else said.removeprefix("=")


NOTES = {"note", "notes", "description", "comment", "comments"}  # need not be named in a note
GATHERING = {"note", "custom"}  # words that several columns may become


def _gather(draft: Draft, name: str, header: str, value: Any) -> None:
    if name == "custom":
        draft.beyond.setdefault("custom", {})[header] = value
        return
    text = value if header.strip().casefold() in NOTES else f"{header}: {value}"
    draft.beyond[name] = f"{draft.beyond[name]}\n{text}" if name in draft.beyond else text


def samples_of(table: Table, most: int) -> dict[str, list[str]]:
    """The first cells of each column that are not empty."""
    found: dict[str, list[str]] = {header: [] for header in table.headers}
    for row in islice(table.rows(), most):
        if not row.problem:
            for header, cell in zip(table.headers, row.cells, strict=True):
                if not is_empty(cell):
                    found[header].append(cell)
    return found


def chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    source = iter(rows)
    while found := list(islice(source, size)):
        yield found


def counts_of(drafts: Sequence[Draft]) -> dict[str, int]:
    """How many of each outcome, by the names the job keeps them under."""
    names = {NEW: "new", **{each: each.lower() for each in Outcome.values}}
    found = dict.fromkeys(names.values(), 0)
    for draft in drafts:
        found[names[draft.outcome]] += 1
    return found


def tell(job: ImportJob, drafts: Sequence[Draft]) -> None:
    """Keep what is to be said of rows that did not simply become new records."""
    ImportRow.objects.bulk_create(
        ImportRow(
            job=job,
            number=draft.number,
            outcome=draft.outcome,
            reason=draft.reason,
            cells=draft.cells,
            record_id=draft.record_id,
        )
        for draft in drafts
        if draft.outcome != NEW
    )
