"""Answers to invitations that come by mail."""

from __future__ import annotations

from doorstep.activity.actions import answer_event
from doorstep.activity.calendar.reading import Read, read_calendar
from doorstep.activity.models import AnswerToOne, CalendarEvent, EventParticipant
from doorstep.kit.errors import Refusal
from doorstep.users.models import User


def take_reply(calendar_text: bytes | str) -> int:
    """Note what those who were invited answer (METHOD:REPLY); how many were taken.

    Only who has a seat in an event of this UID is heard, of the whole or (RECURRENCE-ID) of one
    occurrence. What is older than what we know, or was taken before, changes nothing. A text
    that is no calendar is refused.
    """
    read = read_calendar(calendar_text)
    if read.method != "REPLY":
        return 0
    return sum(_take(each) for each in read.events)


def _take(read: Read) -> int:
    event = CalendarEvent._base_manager.filter(uid=read.uid).first() if read.uid else None
    if event is None or len(read.seats) != 1:  # a reply speaks for one person
        return 0
    seat = read.seats[0]
    before = _answered(event, seat.email)
    try:
        answer_event(
            event,
            by=User.system(),
            email=seat.email,
            answer=seat.answer,
            sequence=read.sequence,
            at=read.stamp,
            original_at=read.original_at,
        )
    except Refusal:
        return 0
    return int(_answered(event, seat.email) != before)


def _answered(event: CalendarEvent, email: str) -> list[object]:
    """What somebody said so far, of all and of single ones."""
    said = ("answer", "answered_at", "answered_sequence")
    whole = EventParticipant._base_manager.filter(event=event, email=email)
    alone = AnswerToOne._base_manager.filter(participant__in=whole)
    return [*whole.values_list(*said), *alone.order_by("pk").values_list("original_at", *said)]
