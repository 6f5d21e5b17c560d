"""Where the calendar stands among the places one may go."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.models import CalendarEvent
from doorstep.ui.navigation import lead_to

lead_to(
    "calendar",
    _("Calendar"),
    "calendar-days",
    order=8,
    may=lambda user: bool(user.reaches(CalendarEvent, "view")),
)
