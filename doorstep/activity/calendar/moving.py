"""Where something is moved to, from what a pointer, a key or a form says; and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from doorstep.activity.actions import (
    change_following,
    change_occurrence,
    delete_event,
    end_series,
    leave_out_occurrence,
    move_event,
)
from doorstep.activity.calendar.occurring import Occurrence, exceptions_of
from doorstep.activity.calendar.series import shifted
from doorstep.activity.calendar.spans import midnight
from doorstep.activity.models import CalendarEvent
from doorstep.activity.refusals import DoesNotRepeat
from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.users.models import User

ONE, FOLLOWING, ALL = "one", "following", "all"
SCOPES = (ONE, FOLLOWING, ALL)
SHORTEST = timedelta(minutes=15)
MINUTES = 24 * 60
MOST = 10 * 366 * MINUTES  # that anything is moved by


@dataclass(frozen=True, slots=True)
class Times:
    """When it is to be from now on."""

    starts_at: datetime
    ends_at: datetime


def occurrence_of(event: CalendarEvent, original: str) -> Occurrence:
    """The event, or that one of its occurrences, as it stands now."""
    if not original or not event.recurrence:
        return Occurrence(event, event.starts_at, event.ends_at)
    at = _moment(original)
    for each in exceptions_of([event]).get(event.pk, ()):
        if each.original_at == at and not each.is_left_out:
            return Occurrence(event, each.starts_at, each.ends_at, at, each)
    return Occurrence(event, at, at + event.length, at)


def times_asked(one: Occurrence, said: Mapping[str, str], zone: tzinfo) -> Times:
    """``day`` and ``minute`` are where it begins; ``until`` where it ends, in minutes of that day.

    Keys say how far instead: ``days``, ``minutes``, ``longer``.
    """
    clock_zone = UTC if one.all_day else zone
    start, end = (each.astimezone(clock_zone) for each in (one.starts_at, one.ends_at))
    day = day_said(said.get("day", ""), start.date())
    minute = number_said(said, "minute", start.hour * 60 + start.minute, 0, MINUTES - 1)
    begins = _at(day, 0 if one.all_day else minute, clock_zone)
    begins = _later(begins, said, clock_zone, one.all_day)
    if "until" in said:
        ends = _at(
            day_said(said["day"], end.date()),
            number_said(said, "until", 0, 0, MINUTES),
            clock_zone,
        )
        begins = start
    else:
        ends = begins + (one.ends_at - one.starts_at)
    ends += timedelta(minutes=number_said(said, "longer", 0, -MOST, MOST))
    least = timedelta(days=1) if one.all_day else SHORTEST
    begins, ends = begins.astimezone(UTC), ends.astimezone(UTC)
    return Times(begins, max(ends, begins + least))


def move(
    one: Occurrence, times: Times, by: User, scope: str, key: str | Key | None = None
) -> None:
    """Move or resize it: this one, it and all that follow, or all."""
    event = one.event
    both: dict[str, Any] = {"starts_at": times.starts_at, "ends_at": times.ends_at, "key": key}
    if one.original_at is None:
        move_event(event, by=by, **both)
    elif scope == ONE:
        said = one.exception
        names = {"subject": said.subject, "location": said.location} if said else {}
        change_occurrence(event, by=by, original_at=one.original_at, **both, **names)
    elif scope == FOLLOWING:
        change_following(event, by=by, original_at=one.original_at, **both)
    elif scope == ALL:
        start = shifted(event, event.starts_at, (one.starts_at, times.starts_at))
        move_event(
            event, by=by, starts_at=start, ends_at=start + (times.ends_at - times.starts_at)
        )


def delete(one: Occurrence, by: User, scope: str, key: str | Key | None = None) -> None:
    """Take it out: this one, it and all that follow, or all."""
    if one.original_at is None or scope == ALL:
        delete_event(one.event, by=by, key=key)
    elif scope == FOLLOWING:
        end_series(one.event, by=by, original_at=one.original_at, key=key)
    else:
        leave_out_occurrence(one.event, by=by, original_at=one.original_at, key=key)


def is_asked_which(one: Occurrence, scope: str) -> bool:
    """Whether somebody has to say how many of a series are meant."""
    return one.original_at is not None and scope not in SCOPES


def _later(begins: datetime, said: Mapping[str, str], zone: tzinfo, all_day: bool) -> datetime:
    days = timedelta(days=number_said(said, "days", 0, -MOST, MOST))
    minutes = 0 if all_day else number_said(said, "minutes", 0, -MOST, MOST)
    on_clock = begins.replace(tzinfo=None) + days + timedelta(minutes=minutes)
    return on_clock.replace(tzinfo=zone)


def _at(day: date, minute: int, zone: tzinfo) -> datetime:
    """That minute of the day on the clock there; the last one is the next midnight."""
    if minute >= MINUTES:
        return midnight(day + timedelta(days=1), zone).astimezone(zone)
    return datetime.combine(day, time(minute // 60, minute % 60), zone)


def day_said(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise _not_understood("day") from None


def number_said(said: Mapping[str, str], name: str, otherwise: int, least: int, most: int) -> int:
    text = said.get(name, "")
    if not text:
        return otherwise
    if not text.lstrip("-").isdecimal() or not least <= int(text[:12]) <= most:
        raise _not_understood(name)
    return int(text)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise DoesNotRepeat(_("This event does not happen then.")) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _not_understood(name: str) -> Invalid:
    says = _("Say when this is to be.")
    return Invalid(says, **{name: says})
