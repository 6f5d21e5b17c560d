"""What happens in a span: events, each repetition of those that repeat, and their exceptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Q

from doorstep.activity.calendar.repeating import MOST, Series
from doorstep.activity.calendar.spans import Span
from doorstep.activity.models import CalendarEvent, EventException
from doorstep.activity.models.event import CalendarEventQuerySet
from doorstep.kit.patience import TookTooLong, within

PATIENCE = 2.0  # seconds for all that is asked for at once
LEAST = 0.05  # seconds for one series, however many there are
MOST_SHOWN = 3000
REMEMBERED = 20_000  # series, each for a stretch of days


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Once that an event happens. ``original_at`` names it among the repetitions of a series."""

    event: CalendarEvent
    starts_at: datetime
    ends_at: datetime
    original_at: datetime | None = None
    exception: EventException | None = None

    @property
    def subject(self) -> str:
        return (self.exception and self.exception.subject) or self.event.subject

    @property
    def location(self) -> str:
        return (self.exception and self.exception.location) or self.event.location

    @property
    def all_day(self) -> bool:
        return self.event.all_day


def touching(events: CalendarEventQuerySet, span: Span) -> CalendarEventQuerySet:
    """Those that touch the span, may by repeating, or were moved into it."""
    since, end = span.widest()
    moved = EventException._base_manager.filter(
        is_left_out=False, starts_at__lt=end, ends_at__gte=since
    )
    near = events.model._base_manager.all().between(since, end)
    return events.filter(Q(pk__in=near.values("pk")) | Q(pk__in=moved.values("event")))


def occurrences(
    events: Iterable[CalendarEvent], span: Span, most: int = MOST_SHOWN
) -> list[Occurrence]:
    """Every time one of these events happens in the span, in order, within bounds of time."""
    held = list(events)
    apart = exceptions_of([event for event in held if event.recurrence])
    until = monotonic() + PATIENCE
    found: list[Occurrence] = []
    for event in held:
        found += _of(event, apart.get(event.pk, ()), span, until - monotonic())
    found.sort(key=lambda each: (each.starts_at, each.ends_at, each.event.pk))
    return found[:most]


def exceptions_of(events: Sequence[CalendarEvent]) -> Mapping[int, list[EventException]]:
    """The exceptions of several events, in one query."""
    found = defaultdict(list)
    if events:
        for each in EventException._base_manager.filter(event__in=events).order_by("original_at"):
            found[each.event_id].append(each)
    return found


def series_of(event: CalendarEvent) -> Series:
    return Series(event.starts_at, event.recurrence, event.timezone, event.all_day)


def is_repetition(event: CalendarEvent, moment: datetime) -> bool:
    """Whether the rule of the event makes it begin then, whatever became of it."""
    try:
        found = within(PATIENCE, series_of(event).starts, moment, moment + timedelta.resolution)
    except (TookTooLong, ValueError):
        return False
    return moment in found


def _of(
    event: CalendarEvent, apart: Sequence[EventException], span: Span, patience: float
) -> Iterator[Occurrence]:
    if not event.recurrence:
        if span.touches(event.starts_at, event.ends_at, event.all_day):
            yield Occurrence(event, event.starts_at, event.ends_at)
        return
    since, end = span.edges(event.all_day)
    others = {each.original_at for each in apart}
    try:
        starts = _starts(series_of(event), since - event.length, end, patience)
    except (TookTooLong, ValueError):  # kept from before such rules were refused
        starts = [event.starts_at]
    for start in starts:
        stop = start + event.length
        if start not in others and span.touches(start, stop, event.all_day):
            yield Occurrence(event, start, stop, start)
    for each in apart:
        if not each.is_left_out and span.touches(each.starts_at, each.ends_at, event.all_day):
            yield Occurrence(event, each.starts_at, each.ends_at, each.original_at, each)


_worked_out: dict[tuple[Series, datetime, datetime], list[datetime]] = {}


def _starts(series: Series, since: datetime, end: datetime, patience: float) -> list[datetime]:
    """Worked out once for a series and a stretch of days: the clock asks the same all day long.

    It follows from the rule alone, so nothing that happens makes it untrue. Each series has its
    own patience as well: those that come late among thousands are not cut short.
    """
    asked = (series, since, end)
    found = _worked_out.get(asked)
    if found is None:
        found = within(max(patience, LEAST), series.starts, since, end, MOST)
        if len(_worked_out) >= REMEMBERED:
            _worked_out.clear()
        _worked_out[asked] = found
    return found
