"""What stands above an event and a task."""

from doorstep.activity.models import CalendarEvent, Task
from doorstep.ui.heads import Head, Said, show_head

show_head(
    CalendarEvent,
    Head(
        icon="calendar-days",
        status="status",
        says=(Said("location", "map-pin"), Said("owner", "user-round")),
        quick=("subject", "kind", "starts_at", "ends_at", "location"),
    ),
)
show_head(
    Task,
    Head(
        icon="list-checks",
        status="status",
        says=(Said("assignee", "user-round"),),
        quick=("subject", "due_on", "priority", "assignee"),
    ),
)
