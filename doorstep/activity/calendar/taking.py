"""What another program says of an event, as ours says it. It writes: only inside an action."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.activity.calendar.reading import Read
from doorstep.activity.models import CalendarEvent, EventException, EventParticipant
from doorstep.users.models import User


def values_of(read: Read, by: User) -> dict[str, Any]:
    """What the actions take. Whoever takes it in takes part without being asked."""
    staff = {each.email: each for each in User.objects.staff().filter(email__in=_emails(read))}
    seats = [
        {"user": staff.get(each.email), "email": each.email, "name": each.name}
        for each in read.seats
    ]
    return {
        "subject": read.subject or _("(without a subject)"),
        "starts_at": read.starts_at,
        "ends_at": read.ends_at,
        "all_day": read.all_day,
        "timezone": read.zone_name,
        "recurrence": read.recurrence,
        "location": read.location,
        "details": read.details,
        "is_private": read.is_private,
        "participants": seats,
    }


def put_exceptions(event: CalendarEvent, read: Read) -> None:
    """Just these occurrences are otherwise."""
    wanted: dict[Any, dict[str, Any]] = {
        at: {"is_left_out": True, "starts_at": None, "ends_at": None} for at in read.left_out
    }
    for each in read.moved:
        wanted[each.original_at] = {
            "is_left_out": each.is_cancelled,
            "starts_at": None if each.is_cancelled else each.starts_at,
            "ends_at": None if each.is_cancelled else each.ends_at,
            "subject": each.subject if each.subject != event.subject else "",
            "location": each.location if each.location != event.location else "",
        }
    held = {one.original_at: one for one in EventException._base_manager.filter(event=event)}
    for at in held.keys() - wanted.keys():
        held[at].delete()
    for at, values in wanted.items() if event.recurrence else ():
        row = held.get(at) or EventException(event=event, original_at=at)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    _lasts_longer(event)


def put_answers(event: CalendarEvent, read: Read) -> None:
    """What those who take part have said."""
    said = {each.email: each.answer for each in read.seats}
    for seat in EventParticipant._base_manager.filter(event=event, email__in=said):
        if said[seat.email] in EventParticipant.Answer.values and seat.answer != said[seat.email]:
            seat.answer = said[seat.email]
            seat.save()


def _lasts_longer(event: CalendarEvent) -> None:
    """A repetition that was moved beyond the last belongs to it as well."""
    moved = EventException._base_manager.filter(event=event, is_left_out=False)
    last = moved.order_by("-ends_at").values_list("ends_at", flat=True).first()
    if event.repeats_until and last and last > event.repeats_until:
        event.repeats_until = last
        event.save()


def _emails(read: Read) -> list[str]:
    return [each.email for each in read.seats]
