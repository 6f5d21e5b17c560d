"""Events as other programs read them (RFC 5545): rows in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vRecur

from doorstep.activity.calendar.answering import Answers
from doorstep.activity.calendar.repeating import lines_of
from doorstep.activity.calendar.spans import zone_named
from doorstep.activity.models import CalendarEvent, EventException, EventParticipant

MAKER = "-//Doorstep//Calendar//EN"
STATUS = {"CANCELLED": "CANCELLED"}
Apart = Mapping[int, Sequence[EventException]]


def write_calendar(
    events: Iterable[CalendarEvent],
    apart: Apart,
    answers: Answers,
    *,
    method: str = "",
    name: str = "",
    stamp: datetime | None = None,
) -> bytes:
    """A calendar that says the same whenever the same rows are written.

    ``stamp`` is when this is said, where that is a letter: the later of two is the one that holds.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        seats = answers.seats.get(event.pk, [])
        whole = _whole(event, method, stamp)
        _seat(whole, event, seats, answers)
        calendar.add_component(whole)
        for each in apart.get(event.pk, ()):
            if each.is_left_out:
                whole.add("exdate", _when(event, each.original_at))
            else:
                moved = _moved(event, each, stamp)
                _seat(moved, event, seats, answers, each.original_at)
                calendar.add_component(moved)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _whole(event: CalendarEvent, method: str, stamp: datetime | None) -> Event:
    found = _begun(event, event.starts_at, event.ends_at, stamp)
    found.add("summary", event.subject)
    for line in lines_of(event.recurrence):
        name, _colon, value = line.partition(":")
        if name.startswith(("RRULE", "EXRULE")):
            found.add(name.lower(), vRecur.from_ical(value))
        else:
            dates = [datetime.strptime(each, "%Y%m%dT%H%M%S") for each in value.split(",")]
            zone = UTC if event.all_day else zone_named(event.timezone)
            found.add(name.lower(), [_when(event, each.replace(tzinfo=zone)) for each in dates])
    _say(found, location=event.location, description=event.details)
    if event.is_private:
        found.add("class", "PRIVATE")
    is_off = method == "CANCEL" or event.status == CalendarEvent.Status.CANCELLED
    found.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return found


def _seat(
    found: Event,
    event: CalendarEvent,
    seats: Sequence[EventParticipant],
    answers: Answers,
    original_at: datetime | None = None,
) -> None:
    """Who invites, and who takes part; of one of a series, with what they say of that one."""
    if seats and event.owner:
        found.add("organizer", _address(event.owner.email, event.owner.name))
        for seat in seats:
            found.add("attendee", _attendee(seat, answers.of(seat, original_at)), encode=0)


def _moved(event: CalendarEvent, apart: EventException, stamp: datetime | None) -> Event:
    found = _begun(event, apart.starts_at, apart.ends_at, stamp)
    found.add("recurrence-id", _when(event, apart.original_at))
    found.add("summary", apart.subject or event.subject)
    _say(found, location=apart.location or event.location, description=event.details)
    return found


def _begun(event: CalendarEvent, starts_at: Any, ends_at: Any, stamp: datetime | None) -> Event:
    found = Event()
    found.add("uid", event.uid)
    found.add("dtstamp", (stamp or event.updated_at).astimezone(UTC).replace(microsecond=0))
    found.add("sequence", event.sequence)
    found.add("dtstart", _when(event, starts_at))
    whole_day = event.all_day and ends_at <= starts_at
    found.add("dtend", _when(event, starts_at + timedelta(days=1) if whole_day else ends_at))
    return found


def _when(event: CalendarEvent, moment: datetime) -> Any:
    """A day for what takes days, else the time on the clock of its zone."""
    if event.all_day:
        return moment.astimezone(UTC).date()
    return moment.astimezone(zone_named(event.timezone))


def _say(found: Event, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            found.add(name, text)


def _attendee(seat: EventParticipant, answer: str) -> vCalAddress:
    found = _address(seat.email, seat.name)
    found.params["PARTSTAT"] = answer
    found.params["ROLE"] = "REQ-PARTICIPANT"
    if answer == EventParticipant.Answer.OPEN:
        found.params["RSVP"] = "TRUE"
    return found


def _address(email: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    if name:
        found.params["CN"] = name
    return found
