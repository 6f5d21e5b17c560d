"""The verbs of what repeats: one of its occurrences, or this one and all that follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.activity.actions.events import delete_event, update_event
from doorstep.activity.calendar.answering import (
    ask_anew_for_one,
    forget_answers,
    next_sequence,
)
from doorstep.activity.calendar.occurring import exceptions_of, series_of
from doorstep.activity.calendar.repeating import starts_by_turn
from doorstep.activity.calendar.rules import ended_before, going_on
from doorstep.activity.calendar.series import exception_at, moved_to, shifted
from doorstep.activity.calendar.settling import settle
from doorstep.activity.linking import set_links, tell_on_records
from doorstep.activity.models import CalendarEvent, EventLink, EventParticipant
from doorstep.activity.models.event import new_uid
from doorstep.history.action import action
from doorstep.records.check import check
from doorstep.records.saving import fill, put
from doorstep.users.models import User

OWN = {"id", "version", "uid", "sequence", "created_at", "updated_at", "repeats_until"}


@action(
    "calendar_event.occurrence_changed",
    verb="edit",
    label=gettext_lazy("Change this one"),
    told=gettext_lazy("changed one of a series"),
    icon="calendar-days",
)
def change_occurrence(
    event: CalendarEvent,
    *,
    by: User,
    original_at: datetime,
    starts_at: datetime,
    ends_at: datetime | None = None,
    subject: str = "",
    location: str = "",
) -> CalendarEvent:
    """Have one of its occurrences at another time, or under another name; the others stay."""
    apart = exception_at(event, original_at)
    apart.is_left_out = False
    length = apart.ends_at - apart.starts_at if apart.starts_at and apart.ends_at else event.length
    was = (apart.starts_at or original_at, apart.ends_at or original_at + length)
    apart.starts_at, apart.ends_at = starts_at, ends_at or starts_at + length
    apart.subject = subject.strip() if subject.strip() != event.subject else ""
    apart.location = location.strip() if location.strip() != event.location else ""
    check(apart)
    apart.save()
    if (apart.starts_at, apart.ends_at) != was:
        ask_anew_for_one(event, original_at, by=by)
    return _told(event, by)


@action(
    "calendar_event.occurrence_left_out",
    verb="edit",
    label=gettext_lazy("Leave this one out"),
    told=gettext_lazy("left out one of a series"),
    icon="ban",
)
def leave_out_occurrence(
    event: CalendarEvent, *, by: User, original_at: datetime
) -> CalendarEvent:
    """Have it not happen this once."""
    apart = exception_at(event, original_at)
    apart.is_left_out = True
    apart.starts_at = apart.ends_at = None
    apart.subject = apart.location = ""
    apart.save()
    return _told(event, by)


@action(
    "calendar_event.split",
    verb="edit",
    label=gettext_lazy("Change this and following"),
    told=gettext_lazy("changed a series from a day on"),
    icon="calendar-days",
)
def change_following(
    event: CalendarEvent, *, by: User, original_at: datetime, **values: Any
) -> CalendarEvent:
    """From this one on it is otherwise: the series ends before it, and another begins."""
    exception_at(event, original_at)
    if values.get("starts_at") and not values.get("ends_at"):
        values["ends_at"] = values["starts_at"] + event.length
    done = list(starts_by_turn(series_of(event), original_at))
    if not done:
        return update_event(event, by=by, **values)
    rule = going_on(series_of(event), original_at, len(done))
    after = _copy(event, by, original_at, {"recurrence": rule} | values)
    _hand_over(event, after, original_at)
    _ended(event, by, original_at)
    return after


@action(
    "calendar_event.cut",
    verb="edit",
    label=gettext_lazy("Delete this and following"),
    told=gettext_lazy("ended a series"),
    icon="trash-2",
)
def end_series(event: CalendarEvent, *, by: User, original_at: datetime) -> CalendarEvent | None:
    """It happens until the one before this, and no more."""
    exception_at(event, original_at)
    if next(starts_by_turn(series_of(event), original_at), None) is None:
        return delete_event(event, by=by)
    for each in exceptions_of([event]).get(event.pk, ()):
        if each.original_at >= original_at:
            each.delete()
    forget_answers(event, since=original_at)
    return _ended(event, by, original_at)


def _copy(event: CalendarEvent, by: User, at: datetime, values: dict[str, Any]) -> CalendarEvent:
    """The same event from another moment on, known by a name of its own.

    It is another invitation, so whoever takes part is asked again.
    """
    aside = {name: values.pop(name) for name in ("records", "participants") if name in values}
    fields = [each for each in event._meta.concrete_fields if each.name not in OWN]
    same = {each.attname: getattr(event, each.attname) for each in fields}
    same |= {"starts_at": at, "ends_at": at + event.length, "uid": new_uid()}
    found = CalendarEvent(**same)
    fill(found, **values)
    settle(found)
    put(found, by=by)
    about = (each.about for each in event.links.order_by("pk"))
    set_links(EventLink, found, aside.get("records", [each for each in about if each]))
    for seat in event.participants.order_by("pk"):
        again = EventParticipant(event=found, user=seat.user, email=seat.email, name=seat.name)
        again.answer = seat.answer if seat.user_id == found.owner_id else again.answer
        again.save()
    return found


def _hand_over(event: CalendarEvent, after: CalendarEvent, original_at: datetime) -> None:
    """What was said of single occurrences goes with them."""
    by_as = (original_at, after.starts_at)
    for each in exceptions_of([event]).get(event.pk, ()):
        if each.original_at >= original_at:
            each.event, each.original_at = after, shifted(event, each.original_at, by_as)
            each.save()
    forget_answers(event, since=original_at)
    settle(after, moved_to(after))
    after.save()


def _ended(event: CalendarEvent, by: User, original_at: datetime) -> CalendarEvent:
    event.recurrence = ended_before(series_of(event), original_at)
    return _told(event, by)


def _told(event: CalendarEvent, by: User) -> CalendarEvent:
    event.sequence = next_sequence(event)
    settle(event, moved_to(event))
    put(event, by=by)
    tell_on_records(EventLink, event)
    return event
