"""The verb of whoever plans about a record, from its page."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from doorstep.activity.actions.events import create_event
from doorstep.activity.colleagues import colleague, whoever
from doorstep.activity.models import CalendarEvent, How
from doorstep.activity.one_line import read_line
from doorstep.history.action import action
from doorstep.records.models import Record, zone_of
from doorstep.users.models import User


@action(
    "*.meeting_planned",
    verb="edit",
    label=gettext_lazy("Plan a meeting"),
    told=gettext_lazy("planned something with them"),
    icon="calendar-plus",
)
def meet(
    record: Record,
    *,
    by: User,
    line: str,
    subject: str = "",
    location: str = "",
    details: str = "",
    at: datetime | None = None,
) -> CalendarEvent:
    """Plan something about a record in one line: "meeting tomorrow 14:30-15:30 with Ana"."""
    said = read_line(line, at=at or now(), zone=zone_of(by), how=How.MEETING)
    label, invited = whoever(said)
    return create_event(
        CalendarEvent,
        by=by,
        records=[record],
        participants=[{"user": invited}] if invited else (),
        subject=subject.strip() or f"{label}: {said.about or record}"[:300],
        kind=said.how,
        starts_at=said.starts_at,
        ends_at=said.ends_at,
        location=location,
        details=details,
        owner=colleague(said.whose) if said.whose else by,
    )
