"""Factories: the smallest valid plan, with anything overridden by keyword, without history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from doorstep.activity.models import CalendarEvent, Task
from doorstep.kit.noting import unrecorded


def make_calendar_event(**fields: Any) -> CalendarEvent:
    event = CalendarEvent(
        **{"subject": "Show the lamps", "starts_at": now() + timedelta(days=1)} | fields
    )
    event.tidy()
    with unrecorded():
        event.save()
    return event


def make_task(**fields: Any) -> Task:
    task = Task(**{"subject": "Send the catalogue"} | fields)
    with unrecorded():
        task.save()
    return task
