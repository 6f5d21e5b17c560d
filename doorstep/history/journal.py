"""What the open action has done so far, and how it is written down when the last one ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models.base import ModelState
from django.utils.timezone import now

from doorstep.history.models import Change, Event
from doorstep.history.told_on import told_on_records
from doorstep.kit.guards import ask_guards
from doorstep.kit.inserting import insert, insert_all
from doorstep.kit.noting import (
    Image,
    Kind,
    OutsideAction,
    Write,
    book,
    noted_in,
    open_book,
    tell_followers,
    unrecorded,
)

__all__ = ["Image", "Journal", "Kind", "OutsideAction", "journal", "noted_in", "unrecorded"]


class Note(NamedTuple):
    """One write to one row, as it happened, and in which action."""

    event: Event
    write: Write


@dataclass
class Journal:
    """An outermost action and those it called. The last of ``open`` is the one running."""

    events: list[Event] = field(default_factory=list)
    open: list[Event] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @contextmanager
    def entry(self, event: Event) -> Iterator[None]:
        """Notes made inside belong to ``event``; none of them stay when it fails."""
        with self.part():
            event.cause = self.open[-1] if self.open else None
            self.events.append(event)
            self.open.append(event)
            try:
                yield
            finally:
                self.open.pop()

    @contextmanager
    def part(self) -> Iterator[None]:
        """Of what is written inside nothing stays when it fails."""
        events, notes = len(self.events), len(self.notes)
        try:
            yield
        except BaseException:
            del self.events[events:], self.notes[notes:]
            raise

    def note(self, write: Write) -> None:
        self.notes.append(Note(self.open[-1], write))

    def write(self) -> None:
        ask_guards([note.write for note in self.notes], self.events[0].by)
        # Stamped while every touched row is still locked: per record, time runs as the ids do.
        told = [Note(*each) for each in told_on_records(self.notes)]
        moment, changes = now(), list(condense([*self.notes, *told]))
        sizes = Counter(id(change.event) for change in changes)
        for event in self.events:
            event.at, event.size = moment, sizes[id(event)]
        self._write_events()
        if not insert_all(changes, numbered=False):
            Change.objects.bulk_create(changes, batch_size=2_000)
        tell_followers([note.write for note in self.notes])

    def _write_events(self) -> None:
        """The outermost alone, for it may be there already; then each level with one insert."""
        first = self.events[0]
        if not (first._state.adding and insert(first)):
            first.save()
        done = {id(first)}
        while level := [e for e in self.events if id(e) not in done and id(e.cause) in done]:
            if not insert_all(level):
                Event.objects.bulk_create(level)
            done |= {id(event) for event in level}


def journal() -> Journal:
    """The journal of the open action."""
    found = book()
    if isinstance(found, Journal):
        return found
    raise OutsideAction("There is no journal open: this is not inside an action.")


def is_recording() -> bool:
    return isinstance(open_book(), Journal)


def condense(notes: Iterable[Note]) -> Iterator[Change]:
    """One Change per event and record. What came and went within one action leaves none."""
    by_row: dict[tuple[str, int], list[Note]] = {}
    for note in notes:
        by_row.setdefault((note.write.record_type, note.write.record_id), []).append(note)
    for row in by_row.values():
        if len(row) == 1:
            yield _lone(row[0])
        elif not {Kind.CREATED, Kind.DELETED} <= {note.write.kind for note in row}:
            yield from _condense_row(row)


def _lone(note: Note) -> Change:
    """As ``Change(…)``: of thousands of rows most are written once, and making it so is cheap."""
    change = Change.__new__(Change)
    change._state = ModelState()
    change._state.fields_cache = {"event": note.event}
    held = dict(zip(("record_type", "record_id", "kind", "before"), note.write, strict=False))
    change.__dict__ |= {"id": None, "event_id": note.event.pk} | held
    return change


def _condense_row(notes: list[Note]) -> Iterable[Change]:
    """Of a field written twice only the first old value counts, whichever action wrote it."""
    changes: dict[int, Change] = {}
    known: set[str] = set()
    is_new = any(note.write.kind == Kind.CREATED for note in notes)
    for event, (record_type, record_id, kind, before, _row) in notes:
        blank = Change(event=event, record_type=record_type, record_id=record_id, before={})
        change = changes.setdefault(id(event), blank)
        if before is None:
            change.before = None
        elif not is_new:
            change.before |= {name: old for name, old in before.items() if name not in known}
            known.update(before)
        change.kind = change.kind if change.kind in (Kind.CREATED, Kind.DELETED) else kind
    return changes.values()
