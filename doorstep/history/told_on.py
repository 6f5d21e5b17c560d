"""What hangs on a record is told on it: an event that writes such a row also has a change of it.

So all that a timeline shows of notes, calls, events, tasks and files stands in one index, under
the record itself, in the order in which it happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from doorstep.history.rows import Row, hangs_on_anything, model_of
from doorstep.kit.noting import Kind, Write


@cache
def is_told_on_its_record(record_type: str) -> bool:
    """``told_on_record``: there may be thousands on one record. Of tags there are a few."""
    model = model_of(record_type)
    return hangs_on_anything(model) and bool(getattr(model, "told_on_record", False))


def told_on_records(writes: Iterable[tuple[Any, Write]]) -> list[tuple[Any, Write]]:
    """For each of these writes, with its event, one that says it on the record it is about."""
    hanging = [
        (event, write) for event, write in writes if is_told_on_its_record(write.record_type)
    ]
    about = _abouts([write for _event, write in hanging])
    found: dict[tuple[int, Row], tuple[Any, Write]] = {}
    for event, write in hanging:
        if row := about.get((write.record_type, write.record_id)):
            found[id(event), row] = (event, Write(*row, Kind.CHANGED, {}))
    return list(found.values())


def _abouts(writes: Sequence[Write]) -> dict[Row, Row]:
    """What each of these rows is about; the table is asked for those that nobody has read."""
    found: dict[Row, Row] = {}
    unread: dict[str, list[int]] = defaultdict(list)
    for write in writes:
        row: Any = write.row
        own = (write.record_type, write.record_id)
        if row is not None:
            found[own] = (row.about_type, row.about_id)
        elif write.kind == Kind.DELETED and write.before:
            found[own] = (write.before["about_type"], write.before["about_id"])
        elif own not in found:
            unread[write.record_type].append(write.record_id)
    for record_type, pks in unread.items():
        rows = model_of(record_type)._base_manager.filter(pk__among=pks).order_by()
        for pk, about_type, about_id in rows.values_list("pk", "about_type", "about_id"):
            found.setdefault((record_type, pk), (about_type, about_id))
    return found
