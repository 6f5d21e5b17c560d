"""Calendars of other programs, read: text in, events out; nothing is written here.

What cannot be read is refused with a reason. A calendar that is partly broken gives what is
whole in it, and says what was left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from icalendar import Calendar
from icalendar.error import InvalidCalendar
from icalendar.timezone.tzid import tzid_from_tzinfo
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from doorstep.activity.calendar.repeating import Series
from doorstep.activity.calendar.spans import is_zone, midnight
from doorstep.kit.errors import Invalid
from doorstep.kit.patience import TookTooLong, within

PATIENCE = 1.5  # seconds for one file
MOST_BYTES = 5_000_000
MOST_EVENTS = 5000
# Where several places have the same clock, those a reader knows.
KNOWN = ("Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago")
KNOWN += ("America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Europe/Helsinki")
KNOWN += ("Europe/Moscow", "Asia/Tokyo", "Asia/Singapore", "Asia/Dubai", "Asia/Bangkok")
KNOWN += ("Asia/Kolkata",)
KNOWN += ("Australia/Sydney", "Australia/Brisbane", "Pacific/Auckland", "Asia/Yekaterinburg")
OFFSET = re.compile(r"\((?:UTC|GMT) ?([+-]\d\d):(\d\d)\)(.*)")
MONTHS = (1, 3, 7, 10)


class UnreadableCalendar(Invalid):
    code = "unreadable_calendar"


@dataclass(frozen=True, slots=True)
class Moved:
    """One repetition that is otherwise."""

    original_at: datetime
    starts_at: datetime
    ends_at: datetime
    subject: str
    location: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Seat:
    email: str
    name: str = ""
    answer: str = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True)
class Read:
    """An event as another program told it."""

    uid: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    zone_name: str
    recurrence: str = ""
    location: str = ""
    details: str = ""
    is_private: bool = False
    status: str = ""
    sequence: int = 0
    stamp: datetime | None = None
    original_at: datetime | None = None
    seats: tuple[Seat, ...] = ()
    left_out: tuple[datetime, ...] = ()
    moved: tuple[Moved, ...] = ()

    @property
    def series(self) -> Series:
        return Series(self.starts_at, self.recurrence, self.zone_name, self.all_day)


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    method: str
    events: list[Read]
    left: list[str] = field(default_factory=list)  # what could not be read, each with why


def read_calendar(data: bytes | str, zone: tzinfo = UTC) -> ReadCalendar:
    """The events of a calendar; times without a zone are meant in ``zone``."""
    if len(data) > MOST_BYTES:
        raise UnreadableCalendar(_("This calendar is too large."))
    try:
        return within(PATIENCE, _read, data, zone)
    except TookTooLong:
        raise UnreadableCalendar(_("This calendar takes too long to read.")) from None
    except (ValueError, InvalidCalendar, RecursionError, LookupError, TypeError) as error:
        says = _("This is no calendar that can be read: %s.") % str(error)[:120].rstrip(".")
        raise UnreadableCalendar(says) from error


def _read(data: bytes | str, zone: tzinfo) -> ReadCalendar:
    found: list[Read] = []
    left: list[str] = []
    method = ""
    for calendar in Calendar.from_ical(data, multiple=True):
        method = method or str(calendar.get("METHOD", "")).upper()
        for event in calendar.walk("VEVENT")[:MOST_EVENTS]:
            try:
                found.append(_event(event, zone))
            except (ValueError, AttributeError, TypeError, OverflowError) as error:
                left.append(f"{event.get('SUMMARY', event.get('UID', '?'))}: {error}"[:200])
    if not found and not left and not method:
        raise ValueError(str(_("it holds no events")))
    alone = method == "REPLY"  # of a series and of one of it: two answers
    return ReadCalendar(method, found if alone else list(_joined(found)), left)


def _joined(found: list[Read]) -> Iterator[Read]:
    """Each series with those of its repetitions that are told apart."""
    series = {each.uid for each in found if each.original_at is None and each.recurrence}
    apart: dict[str, dict[datetime, Moved]] = {uid: {} for uid in series}
    for each in found:
        if each.original_at and each.uid in series:
            apart[each.uid][each.original_at] = _moved(each)
    for each in found:
        if each.original_at is None:
            yield replace(each, moved=tuple(apart.get(each.uid, {}).values()))
        elif each.uid not in series:
            yield each


def _moved(each: Read) -> Moved:
    assert each.original_at
    gone = each.status == "CANCELLED"
    when = (each.original_at, each.starts_at, each.ends_at)
    return Moved(*when, each.subject, each.location, gone)


def _event(event: Any, zone: tzinfo) -> Read:
    if event.get("DTSTART") is None or event.DTSTART is None:
        raise ValueError(str(_("it has no beginning")))
    start = _in_zone(event["DTSTART"], event.DTSTART)
    all_day = not isinstance(start, datetime)
    starts_at = _moment(start, zone)
    original = event.get("RECURRENCE-ID")
    if original is not None and original.params.get("RANGE"):
        raise ValueError(str(_("it speaks of one and all that follow")))
    stamp = event.get("DTSTAMP")
    found = Read(
        uid=str(event.get("UID", ""))[:255],
        subject=_text(event, "SUMMARY")[:300],
        starts_at=starts_at,
        ends_at=max(_end(event, start, zone), starts_at),
        all_day=all_day,
        zone_name=_zone_name(start, zone),
        location=_text(event, "LOCATION")[:300],
        details=_text(event, "DESCRIPTION"),
        is_private=_text(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
        status=_text(event, "STATUS").upper(),
        sequence=int(event.get("SEQUENCE", 0) or 0),
        stamp=_moment(stamp.dt, UTC) if stamp is not None else None,
        original_at=_moment(original.dt, zone) if original is not None else None,
        seats=tuple(_seats(event)),
    )
    recurrence = _recurrence(event, found, zone)
    gone = tuple(_moment(each, zone) for each in event.exdates if isinstance(each, date))
    found = replace(found, recurrence=recurrence, left_out=gone if recurrence else ())
    if recurrence:
        found.series.rules()  # says what is wrong with it
    return found


def _recurrence(event: Any, found: Read, zone: tzinfo) -> str:
    """The rules as they were written; further dates as the clock of the event shows them."""
    rules = [("RRULE", each) for each in _several(event, "RRULE")]
    rules += [("EXRULE", each) for each in _several(event, "EXRULE")]
    lines = [f"{name}:{each.to_ical().decode()}" for name, each in rules]
    for each, *_end_too in event.rdates:
        moment = _moment(each, zone).astimezone(found.series.zone)
        lines.append(f"RDATE:{moment:%Y%m%dT%H%M%S}")
    alone = len(lines) == 1 and lines[0].startswith("RRULE:")
    return lines[0].removeprefix("RRULE:") if alone else "\n".join(lines)


def _several(event: Any, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _seats(event: Any) -> Iterator[Seat]:
    for each in _several(event, "ATTENDEE"):
        email = str(each).strip()
        email = email[7:] if email.lower().startswith("mailto:") else email
        params = getattr(each, "params", {})
        if "@" in email:
            answer = str(params.get("PARTSTAT", "NEEDS-ACTION")).upper()
            yield Seat(email.lower()[:254], str(params.get("CN", ""))[:200], answer)


def _end(event: Any, start: Any, zone: tzinfo) -> datetime:
    """As it is told; else a day for days, and no time at all for a moment."""
    if event.get("DTEND") is not None:
        told = event["DTEND"].dt
        if isinstance(told, datetime) and not isinstance(start, datetime):
            told = max(told.date(), start + timedelta(days=1))
        return _moment(_in_zone(event["DTEND"], told), zone)
    if event.get("DURATION") is not None:
        lasts: timedelta = event["DURATION"].dt
        return _moment(start, zone) + lasts
    return _moment(start, zone) + timedelta(days=0 if isinstance(start, datetime) else 1)


def _in_zone(told: Any, value: Any) -> Any:
    """Some write "(UTC-05:00) Eastern Time" and never say what that is."""
    found = OFFSET.match(str(told.params.get("TZID", "")))
    if not found or not isinstance(value, datetime) or value.tzinfo:
        return value
    hours, minutes, place = int(found[1]), int(found[2]), found[3].strip()
    fixed = timezone(timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes))
    winter = datetime(2024, 1, 9, tzinfo=UTC)
    near = (name for name in KNOWN if ZoneInfo(name).utcoffset(winter) == fixed.utcoffset(None))
    name = next(near, "") if place else ""
    return value.replace(tzinfo=ZoneInfo(name) if name else fixed)


def _moment(value: Any, zone: tzinfo) -> datetime:
    """A day is kept at midnight UTC."""
    if not isinstance(value, datetime):
        return midnight(value, UTC)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _text(event: Any, name: str) -> str:
    found = event.get(name, "")
    found = found[0] if isinstance(found, list) and found else found
    return str(found).replace("\x00", "").strip()


def _zone_name(start: Any, zone: tzinfo) -> str:
    """The name of the zone among those we know: by name, else by how its clock goes."""
    if not isinstance(start, datetime):
        return ""
    told = start.tzinfo or zone
    name = getattr(told, "key", None) or tzid_from_tzinfo(told) or getattr(told, "_tzid", "")
    name = WINDOWS_TO_OLSON.get(name, name)
    if is_zone(name):
        return str(name)
    year = start.year if start.tzinfo else 2000
    return _like(tuple(datetime(year, month, 9, 12, tzinfo=told).utcoffset() for month in MONTHS))


@lru_cache(maxsize=256)
def _like(offsets: tuple[timedelta | None, ...]) -> str:
    for name in KNOWN:
        zone = ZoneInfo(name)
        if offsets == tuple(
            datetime(2024, month, 9, 12, tzinfo=zone).utcoffset() for month in MONTHS
        ):
            return name
    return "UTC"
