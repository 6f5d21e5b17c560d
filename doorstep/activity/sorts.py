"""What a timeline can be narrowed to, of what people write down and plan."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.models import Call, EventLink, Note, TaskLink
from doorstep.history.sorts import sort_of_entry

sort_of_entry(
    "notes",
    _("Notes"),
    "*.noted",
    "note.*",
    icon="sticky-note",
    tone="sand",
    order=30,
    counted=Note,
    is_talk=True,
)
sort_of_entry(
    "calls",
    _("Calls"),
    "*.called",
    icon="phone",
    tone="green",
    order=20,
    counted=Call,
    is_talk=True,
)
sort_of_entry(
    "meetings",
    _("Meetings"),
    "calendar_event.*",
    icon="calendar-days",
    tone="violet",
    order=40,
    counted=EventLink,
    is_talk=True,
)
sort_of_entry(
    "tasks",
    _("Tasks"),
    "task.*",
    "*.asked_of",
    icon="list-checks",
    tone="blue",
    order=45,
    counted=TaskLink,
)
