"""Keeps the index at every change: told what an action wrote, inside its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from doorstep.kit.noting import Kind, Write
from doorstep.search.entries import Line, line_of
from doorstep.search.sources import Hop, Source, touched_by
from doorstep.search.stores import store

AT_ONCE = 5000


@dataclass
class _Due:
    """What has to be done to the entries of one kind."""

    given: dict[int, Any] = field(default_factory=dict)
    born: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    stale: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    across: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def take(self, source: Source, write: Write) -> None:
        """A write to a record itself: the last one counts."""
        pk = write.record_id
        if write.kind == Kind.DELETED:
            self._forget(pk)
            self.gone.add(pk)
        elif write.kind == Kind.CREATED:
            self.gone.discard(pk)
            self.born[pk] = {}
            self._keep(source, write)
        elif not source.reads.isdisjoint(write.before or ()):
            self._keep(source, write)

    def take_across(self, hop: Hop, write: Write) -> None:
        """A write to a row whose values are part of the entry."""
        before, now = write.before or {}, getattr(write.row, "_loaded", {})
        if write.kind == Kind.CHANGED and hop.reads.isdisjoint(before):
            return
        owners = {before.get(hop.back), now.get(hop.back)} - {None}
        if not owners and write.kind == Kind.CREATED and write.row is not None:
            return  # what points to a new row was written with it, and is taken itself
        if (
            write.kind == Kind.CREATED
            and len(owners) == 1
            and (owner := owners.pop()) in self.born
        ):
            self.born[owner].setdefault(hop.path, []).append(write.row)
            return
        for pk in owners:
            self._forget(pk)
            self.stale.add(pk)
        if not owners or (write.kind == Kind.CHANGED and write.row is None):
            self.across[hop.path].add(write.record_id)

    def _keep(self, source: Source, write: Write) -> None:
        """The row as it is in memory, if all else of the entry is there as well."""
        pk = write.record_id
        if write.row is not None and source.plan and (pk in self.born or not source.hops):
            self.given[pk] = write.row
        else:
            self._forget(pk)
            self.stale.add(pk)

    def _forget(self, pk: int) -> None:
        self.given.pop(pk, None)
        self.born.pop(pk, None)


def follow(writes: Sequence[Write]) -> None:
    """Bring the index in line: one statement where the rows are at hand, few in any case."""
    due: dict[Source, _Due] = defaultdict(_Due)
    parts = touched_by()
    for write in writes:
        for source, hop in parts.get(write.record_type, ()):
            if hop is None:
                due[source].take(source, write)
            else:
                due[source].take_across(hop, write)
    lines, gone = [], []
    for source, todo in due.items():
        made, missing = _lines(source, todo)
        lines += made
        gone += [source.base + pk for pk in missing]
    if gone:
        store().drop(gone)
    for some in _batched(lines):
        store().put(some)


def refresh(source: Source, pks: Sequence[int]) -> tuple[list[Line], set[int]]:
    """The entries of these records as they should be, and which of them are no more."""
    found = source.read(pks)
    return [line_of(source, pk, values) for pk, values in found.items()], set(pks) - found.keys()


def _lines(source: Source, todo: _Due) -> tuple[list[Line], set[int]]:
    lines = []
    for path, ids in todo.across.items():
        rows = source.model._base_manager.filter(**{f"{path}__in": list(ids)})
        todo.stale |= set(rows.order_by().values_list("pk", flat=True))
    for pk, row in todo.given.items():
        values = None if pk in todo.stale else source.held_by(row, todo.born.get(pk, {}))
        if values is None:
            todo.stale.add(pk)
        else:
            lines.append(line_of(source, pk, values))
    gone = set(todo.gone)
    for some in _batched(sorted(todo.stale - gone)):
        if source.hops:
            store().hold([source.base + pk for pk in some])
        made, missing = refresh(source, some)
        lines += made
        gone |= missing
    return lines, gone


def _batched(each: Sequence[Any]) -> Any:
    for start in range(0, len(each), AT_ONCE):
        yield each[start : start + AT_ONCE]
