"""The verbs of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.calendar.answering import ask_anew, next_sequence
from doorstep.activity.calendar.series import moved_to, shift_series, strays_go
from doorstep.activity.calendar.settling import settle
from doorstep.activity.linking import set_links, tell_on_records
from doorstep.activity.models import CalendarEvent, EventLink
from doorstep.activity.next_contact import bring_record_along, let_record_go
from doorstep.activity.seats import Seats, set_seats
from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.records.saving import fill, put
from doorstep.users.models import User

ASIDE = ("records", "participants", "tags")


def _is_open(event: CalendarEvent) -> bool:
    return event.status == CalendarEvent.Status.OPEN


@action(
    "calendar_event.created",
    verb="create",
    label=gettext_lazy("Plan an event"),
    told=gettext_lazy("planned"),
    icon="calendar-plus",
)
def create_event(
    events: type[CalendarEvent],
    *,
    by: User,
    records: Iterable[models.Model] = (),
    participants: Seats = (),
    **values: Any,
) -> CalendarEvent:
    """Put something into the calendar, about these records, with these people."""
    tags = {"tags": values.pop("tags")} if "tags" in values else {}
    event = events(planned_by=by, **{"owner": by} | values)
    settle(event)
    put(event, by=by, **tags)
    set_links(EventLink, event, records)
    set_seats(event, participants)
    return event


@action(
    "calendar_event.updated",
    verb="edit",
    label=gettext_lazy("Edit"),
    told=gettext_lazy("changed an event"),
    icon="pencil",
)
def update_event(event: CalendarEvent, *, by: User, **values: Any) -> CalendarEvent:
    """Set what an event says; those of ``records`` and ``participants`` replace what it had."""
    aside = {name: values.pop(name) for name in ASIDE if name in values}
    was = (event.starts_at, event.ends_at, event.owner_id, event.kind)
    before = _on_calendars(event)
    if values.get("starts_at") and values.get("recurrence") in (None, event.recurrence):
        shift_series(event, values["starts_at"], insists=False)
        values.pop("recurrence", None)
    fill(event, **values)
    strays_go(event)
    settle(event, moved_to(event))
    is_moved = _on_calendars(event) != before
    if is_moved:
        event.sequence = next_sequence(event)
    put(event, by=by, **{"tags": aside["tags"]} if "tags" in aside else {})
    if "records" in aside:
        set_links(EventLink, event, aside["records"])
    if "participants" in aside:
        set_seats(event, aside["participants"])
    if is_moved:
        ask_anew(event, by=by)
    if (event.starts_at, event.ends_at, event.owner_id, event.kind) != was:
        bring_record_along(event)
    tell_on_records(EventLink, event)
    return event


@action(
    "calendar_event.moved",
    verb="edit",
    label=gettext_lazy("Move"),
    told=gettext_lazy("moved an event"),
    icon="calendar-days",
    fits=_is_open,
)
def move_event(
    event: CalendarEvent, *, by: User, starts_at: datetime, ends_at: datetime | None = None
) -> CalendarEvent:
    """Have it at another time; without an end it stays as long as it was."""
    _refuse_past(event)
    length = ends_at - starts_at if ends_at else event.length
    shift_series(event, starts_at)
    event.ends_at = event.starts_at + length
    event.sequence = next_sequence(event)
    settle(event, moved_to(event))
    put(event, by=by)
    ask_anew(event, by=by)
    bring_record_along(event)
    tell_on_records(EventLink, event)
    return event


@action(
    "calendar_event.done",
    verb="edit",
    label=gettext_lazy("Done"),
    told=gettext_lazy("held"),
    icon="circle-check",
    fits=_is_open,
)
def finish_event(event: CalendarEvent, *, by: User, outcome: str = "") -> CalendarEvent:
    """It took place. A record whose next contact it was waits for its next one."""
    return _end(event, CalendarEvent.Status.DONE, outcome)


@action(
    "calendar_event.called_off",
    verb="edit",
    label=gettext_lazy("Call off"),
    told=gettext_lazy("called off"),
    icon="ban",
    fits=_is_open,
)
def call_off_event(event: CalendarEvent, *, by: User) -> CalendarEvent:
    """It will not take place, and stays to be seen as called off."""
    return _end(event, CalendarEvent.Status.CANCELLED)


@action(
    "calendar_event.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("took out of the calendar"),
    icon="trash-2",
)
def delete_event(event: CalendarEvent, *, by: User) -> None:
    """Take it out of the calendar, as if it had never been planned."""
    let_record_go(event)
    event.delete()


def _end(event: CalendarEvent, status: str, outcome: str = "") -> CalendarEvent:
    _refuse_past(event)
    event.status = status
    event.outcome = outcome.strip() or event.outcome
    event.sequence = next_sequence(event)
    event.save()
    let_record_go(event)
    tell_on_records(EventLink, event)
    return event


def _refuse_past(event: CalendarEvent) -> None:
    if not _is_open(event):
        raise Conflict(_("This event is over: %s.") % event.get_status_display().lower())


def _on_calendars(event: CalendarEvent) -> tuple[object, ...]:
    """What other calendars must hear of."""
    names = ("starts_at", "ends_at", "all_day", "timezone", "recurrence")
    return tuple(getattr(event, name) for name in names)
