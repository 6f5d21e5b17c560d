"""What must hold of an event's times before it is kept. It looks; the actions write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _

from doorstep.activity.calendar.occurring import series_of
from doorstep.activity.calendar.repeating import Series
from doorstep.activity.calendar.spans import DAY, is_zone, midnight
from doorstep.activity.models import CalendarEvent
from doorstep.activity.refusals import EndsBeforeStart, RepeatsWrongly, UnknownZone
from doorstep.kit.patience import TookTooLong, within

PATIENCE = 1.0  # seconds
OFTEN = ("FREQ=SECONDLY", "FREQ=MINUTELY")
WRONG = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def settle(event: CalendarEvent, moved_to: Iterable[datetime] = ()) -> None:
    """Whole days for what takes days, a zone for what repeats, and when the last one ends.

    ``moved_to`` are the ends of repetitions that were moved: they may come after the last.
    """
    event.tidy()
    if event.starts_at is None:
        return  # said to be missing when it is checked
    if event.all_day:
        _to_whole_days(event)
    if event.ends_at < event.starts_at:
        says = _("The event ends before it starts.")
        raise EndsBeforeStart(says, ends_at=says)
    if event.timezone and not is_zone(event.timezone):
        says = _("There is no time zone “%s”. Write it like Europe/Oslo.") % event.timezone[:60]
        raise UnknownZone(says, timezone=says)
    event.recurrence = event.recurrence.strip()
    if event.recurrence and not event.timezone and not event.all_day:
        event.timezone = get_current_timezone_name()
    if event.recurrence:  # which knows no fractions of a second
        event.starts_at = event.starts_at.replace(microsecond=0)
        event.ends_at = event.ends_at.replace(microsecond=0)
    event.repeats_until = _repeats_until(event, list(moved_to)) if event.recurrence else None


def _to_whole_days(event: CalendarEvent) -> None:
    """A day is kept at midnight UTC; the end is the midnight after the last day."""
    first = event.starts_at.astimezone(UTC).date()
    end = event.ends_at.astimezone(UTC)
    until = midnight(end.date(), UTC)
    until += DAY if until < end else timedelta(0)
    event.starts_at = midnight(first, UTC)
    event.ends_at = max(until, event.starts_at + DAY)


def _repeats_until(event: CalendarEvent, moved_to: list[datetime]) -> datetime | None:
    series = series_of(event)
    try:
        happens, last = within(PATIENCE, _first_and_last, series)
    except TookTooLong:
        raise _wrong(_("Nobody can work out when this repeats. Use a simpler rule.")) from None
    except WRONG as error:
        says = _("This is no rule of RFC 5545 (%s). Write it like FREQ=WEEKLY;BYDAY=MO.")
        raise _wrong(says % str(error)[:80]) from error
    if not happens:
        raise _wrong(_("By this rule it never happens."))
    if last is None and any(each in event.recurrence.upper() for each in OFTEN):
        raise _wrong(_("This repeats more than once an hour, and never ends."))
    return max([last + event.length, *moved_to]) if last else None


def _first_and_last(series: Series) -> tuple[bool, datetime | None]:
    return bool(series.all(1)), series.last()


def _wrong(says: str) -> RepeatsWrongly:
    return RepeatsWrongly(says, recurrence=says)
