"""The newest events that somebody may see: read in their order, those out of reach left out.

One statement over all tables at once would grow with every kind of record there is; this asks a
few tables about a few hundred rows, and stops after so many.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from doorstep.history.models import Event
from doorstep.history.rows import Row
from doorstep.history.sight import Sight
from doorstep.kit.keyset import Page
from doorstep.users.models import User

AT_ONCE = 200
LOOKS = 10  # then the page ends, with fewer than were asked for and the way to go on


def newest_seen(events: QuerySet[Any], by: User, *, before: int | None, size: int) -> Page:
    """A page of those of ``events`` that ``by`` may see, before the event of this number.

    One's own, and what was done to a record within reach. ``next`` is the number to go on before;
    there may be one though the page is not full.
    """
    sight, found = Sight(by), list[Event]()
    ordered, place = events.select_related("by").order_by("-pk"), before
    for _look in range(LOOKS):
        most = AT_ONCE if not by.is_administrator else size + 1
        rows = list((ordered if place is None else ordered.filter(pk__lt=place))[:most])
        found += _seen(rows, sight)
        if len(found) > size:
            return Page(found[:size], str(found[size - 1].pk))
        if len(rows) < most:
            return Page(found, None)
        place = rows[-1].pk
    return Page(found, str(place))


def _seen(events: Iterable[Event], sight: Sight) -> list[Event]:
    events = list(events)
    if sight.by.is_administrator:
        return events
    subjects: dict[int, Row] = {
        each.pk: (each.subject_type, each.subject_id)
        for each in events
        if each.subject_type and each.subject_id is not None
    }
    others = {subjects[e.pk] for e in events if e.by_id != sight.by.pk and e.pk in subjects}
    reached = sight.among("view", sorted(others)) if others else set()
    return [e for e in events if e.by_id == sight.by.pk or subjects.get(e.pk) in reached]
