"""How every action on notes, calls, tasks and events can be called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from doorstep.activity.actions import complete_task, plan_contact
from doorstep.activity.models import CalendarEvent, Task


def after(_first: Any, call: Callable[..., Any], name: str, subject: Any, **arguments: Any) -> Any:
    """What is to be tried, once something else was done to the same record."""
    subject.refresh_from_db()
    return call(name, subject, **arguments)


PLAN_CALLS: dict[str, Callable[[Any], Any]] = {
    "calendar_event.answered": lambda w: w.did(
        "calendar_event.answered", w.invited(), answer="ACCEPTED"
    ),
    "calendar_event.imported": lambda w: w.did(
        "calendar_event.imported", CalendarEvent, read=w.calendar_read()
    ),
    "calendar_event.called_off": lambda w: w.did("calendar_event.called_off", w.event),
    "calendar_event.created": lambda w: w.did(
        "calendar_event.created",
        CalendarEvent,
        subject="Show lamps",
        starts_at=now() + timedelta(days=1),
        records=[w.lead],
        participants=[{"user": w.other}],
    ),
    "calendar_event.deleted": lambda w: w.did("calendar_event.deleted", w.event),
    "calendar_event.done": lambda w: w.did("calendar_event.done", w.event, outcome="Sold."),
    "calendar_event.moved": lambda w: w.did(
        "calendar_event.moved", w.event, starts_at=now() + timedelta(days=2)
    ),
    "calendar_event.cut": lambda w: w.did("calendar_event.cut", w.series, original_at=w.third),
    "calendar_event.occurrence_changed": lambda w: w.did(
        "calendar_event.occurrence_changed",
        w.series,
        original_at=w.third,
        starts_at=w.third + timedelta(hours=2),
    ),
    "calendar_event.occurrence_left_out": lambda w: w.did(
        "calendar_event.occurrence_left_out", w.series, original_at=w.third
    ),
    "calendar_event.split": lambda w: w.did(
        "calendar_event.split", w.series, original_at=w.third, location="Hall 4"
    ),
    "calendar_event.updated": lambda w: w.did(
        "calendar_event.updated", w.event, location="Hall 4", records=[w.lead]
    ),
    "*.assigned": lambda w: w.did("*.assigned", w.customer, to=w.rep, text="Pays late."),
    "*.asked_of": lambda w: w.did("*.asked_of", w.lead, to=w.rep),
    "*.called": lambda w: after(
        plan_contact(w.lead, by=w.chief, line="call tomorrow 10"),
        w.did,
        "*.called",
        w.lead,
        outcome="BUSY",
        is_planned=True,
        line="call in 2 days",
    ),
    "*.contact_planned": lambda w: w.did(
        "*.contact_planned", w.lead, line="call tomorrow 10 with other@example.org about lamps"
    ),
    "*.contacted": lambda w: after(
        plan_contact(w.lead, by=w.chief, line="call tomorrow 10"),
        w.did,
        "*.contacted",
        w.lead,
        outcome="Sold.",
        line="visit in 3 days",
    ),
    "*.followed_up": lambda w: w.did(
        "*.followed_up",
        w.lead,
        called="Wants a sample.",
        lines=["call tomorrow 10"],
        tasks=[{"subject": "Send a sample"}],
    ),
    "*.meeting_planned": lambda w: w.did(
        "*.meeting_planned", w.lead, line="tomorrow 14-15 with other@example.org"
    ),
    "task.assigned": lambda w: w.did("task.assigned", w.task, to=w.other),
    "task.cancelled": lambda w: w.did("task.cancelled", w.task),
    "task.created": lambda w: w.did("task.created", Task, subject="Call", records=[w.lead]),
    "task.done": lambda w: w.did("task.done", w.task),
    "task.reopened": lambda w: after(
        complete_task(w.task, by=w.chief), w.did, "task.reopened", w.task
    ),
    "task.updated": lambda w: w.did("task.updated", w.task, subject="Write"),
    "note.deleted": lambda w: w.did("note.deleted", w.note()),
    "note.edited": lambda w: w.did("note.edited", w.note(), text="Called twice."),
    "note.pinned": lambda w: w.did("note.pinned", w.note()),
    "note.unpinned": lambda w: w.did("note.unpinned", w.did("note.pinned", w.note())),
}
