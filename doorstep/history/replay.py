"""The changes of some events, each with what its row held before, after and now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from doorstep.history.models import Change, Event
from doorstep.history.reading import THEN, Then, rewind
from doorstep.history.rows import NOBODY, Row, by_type, images_of, records_now, row_of
from doorstep.kit.noting import Image, Kind
from doorstep.kit.prepared import Prepared

LARGE = 50  # an event of more changes is not read in full to be shown


class Step(NamedTuple):
    """One change, with the images of its row around it and today."""

    change: Then
    before: Image | None
    after: Image | None
    now: Image | None


class Replay(NamedTuple):
    """Steps, newest first; the records behind them; what the rows hold now, or held last."""

    steps: list[Step]
    records: dict[Row, Any]
    now: dict[Row, Image]
    then: dict[Row, Image]


def replay(events: Collection[Event], *, about: models.Model | None = None) -> Replay:
    """Newest first, so that each change finds the image it left behind.

    Of a large event only the change to ``about`` is read, if it touched that at all.
    """
    touched = _touched(events, about)
    # Also of ``about``, which may have been read before all this.
    records = records_now(dict.fromkeys(change.row for change in touched))
    now, then = images_of(records), dict[Row, Image]()
    told, unchanged = _apart(touched, now)
    images: dict[Row, Image | None] = dict(now)
    steps, own = [], {event.pk for event in events}
    for change in _since(told):
        row = change.row
        if change.kind == Kind.DELETED and row not in now:
            then.setdefault(row, change.before)
        after = images.get(row)
        images[row] = before = rewind(after, [change])
        if change.event_id in own:
            steps.append(Step(change, before, after, now.get(row)))
    steps += [Step(each, now[each.row], now[each.row], now[each.row]) for each in unchanged]
    return Replay(steps, records, now, then)


def _touched(events: Collection[Event], about: models.Model | None) -> list[Then]:
    small = [event.pk for event in events if event.size <= LARGE]
    large = [event.pk for event in events if event.size > LARGE]
    found = list(TOUCHED.rows(small)) if small else []
    if large and about is not None:
        found += TOUCHED_ABOUT.rows(large, *row_of(about))
    return [Then(*change) for change in found]


def _apart(touched: Collection[Then], now: dict[Row, Image]) -> tuple[dict[Row, int], list[Then]]:
    """The rows that were changed, each with the first of those changes; and the changes that left
    a row as it is, told on it alone: nobody need know what happened to it since.
    """
    changed = {each.row for each in touched if each.before != {} or each.row not in now}
    first: dict[Row, int] = {}
    for each in sorted(touched, key=lambda each: -each.pk):
        if each.row in changed:
            first[each.row] = each.pk
    return first, [each for each in touched if each.row not in changed]


def _since(rows: dict[Row, int]) -> Iterable[Then]:
    """All that happened to these rows since the first of the changes."""
    if not rows:
        return []
    wanted = dict(sorted(by_type(rows).items()))
    changes = _later(tuple(wanted)).rows(min(rows.values()), *wanted.values())
    return (Then(*change) for change in changes)


TOUCHED = Prepared(
    lambda events: Change.objects.filter(event__among=events).values_list(*THEN),
    [NOBODY],
)
TOUCHED_ABOUT = Prepared(
    lambda events, record_type, pk: Change.objects.filter(
        event__among=events, record_type=record_type, record_id=pk
    ).values_list(*THEN),
    [NOBODY],
    "no table",
    NOBODY,
)


@cache
def _later(types: tuple[str, ...]) -> Prepared:
    def query(first: int, *ids: list[int]) -> Any:
        pairs = zip(types, ids, strict=True)
        rows = [Q(record_type=t, record_id__among=pks, pk__gte=first) for t, pks in pairs]
        return Change.objects.filter(reduce(or_, rows)).order_by("-pk").values_list(*THEN)

    return Prepared(query, NOBODY, *([NOBODY + n] for n in range(1, len(types) + 1)))
