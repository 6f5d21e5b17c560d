"""Events, tasks, calls and notes as everyone outside knows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.activity import collecting
from doorstep.activity.models import CalendarEvent, EventParticipant, Task
from doorstep.records.columns import Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.kinds import Choice, Email, Text
from doorstep.records.references import Person, Reference
from doorstep.records.rows import Rows
from doorstep.records.types import RecordType

RECORDS = Rows(Reference(()), most=50)
SEATS = Rows(
    {
        "user": Person(),
        "email": Email(254, null=False),
        "name": Text(200, null=False),
        "answer": Choice(tuple(EventParticipant.Answer.choices), null=False),
    },
    most=200,
)

CALENDAR_EVENTS = RecordType(
    model=CalendarEvent,
    fields=(
        *map(Field, ("subject", "kind", "starts_at")),
        Field("ends_at", required=False),
        *map(Field, ("all_day", "timezone", "recurrence", "location", "details", "outcome")),
        *map(Field, ("is_private", "sends_invitations")),
        Field("status", readonly=True),
        Field("records", label=_("About"), kind=RECORDS, collect=collecting.event_records),
        Field(
            "participants", label=_("Participants"), kind=SEATS, collect=collecting.participants
        ),
        *map(Field, ("territory", "owner")),
    ),
    columns=(
        Column("subject", _("Event"), on_phone="m-main"),
        Column("kind", _("Kind"), on_phone="m-b"),
        Column("starts_at", _("Starts"), sort="starts_at", cell="due", on_phone="m-a"),
        Column("status", _("Status")),
        Column("location", _("Place")),
        Column("owner", _("Whose")),
    ),
    filters=(
        Filter("status", icon="circle-dot"),
        Filter("kind", icon="tag"),
        Filter("starts_at", icon="calendar-days"),
        *map(Filter, ("subject", "location", "all_day")),
        Filter("owner", icon="user-round"),
        Filter("created_at", icon="calendar-days"),
    ),
    search=("subject", "location"),
    views=(
        View(_("Coming"), "status=OPEN&starts_at=from-today&sort=starts_at"),
        View(_("All events"), ""),
    ),
    facts=(
        Section(_("When"), ("starts_at", "ends_at", "all_day", "recurrence", "location")),
        Section(_("What"), ("kind", "details", "outcome", "is_private", "owner")),
    ),
    icon="calendar-days",
    default_sort="-starts_at",
)

TASKS = RecordType(
    model=Task,
    fields=(
        *map(Field, ("subject", "details", "due_on", "priority")),
        Field("status", readonly=True),
        *map(Field, ("assignee", "owner")),
        Field("done_at", readonly=True),
        Field("records", label=_("About"), kind=RECORDS, collect=collecting.task_records),
        Field("territory"),
    ),
    columns=(
        Column("subject", _("Task"), on_phone="m-main"),
        Column("due_on", _("Due"), sort="due_on", edits=True, on_phone="m-a"),
        Column("priority", _("Priority"), edits=True, on_phone="m-b"),
        Column("status", _("Status"), on_phone="m-c"),
        Column("assignee", _("Assigned to"), edits=True),
        Column("owner", _("Asked by"), shown=False),
    ),
    filters=(
        Filter("status", icon="circle-dot"),
        Filter("due_on", icon="clock"),
        Filter("priority", icon="flag"),
        Filter("assignee", icon="user-round"),
        Filter("subject"),
        Filter("owner", icon="user-round"),
        Filter("created_at", icon="calendar-days"),
    ),
    search=("subject",),
    views=(
        View(_("Open tasks"), "status=OPEN&sort=due_on"),
        View(_("All tasks"), ""),
    ),
    facts=(Section(_("Task"), ("details", "due_on", "priority", "assignee", "owner")),),
    icon="list-checks",
)
