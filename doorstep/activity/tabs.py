"""What activity offers on the page of any record: tabs of the composer, lines of the menu."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.activity.composing import plans_fit
from doorstep.activity.models import CalendarEvent, Task
from doorstep.records.models import Record
from doorstep.ui.composer import compose_with
from doorstep.ui.menus import in_menu
from doorstep.users.access import Reach
from doorstep.users.models import User


def may_ask(user: User, record: Any) -> bool:
    return plans_fit(user, record) and user.reach(Task, "create") != Reach.NONE


def may_meet(user: User, record: Any) -> bool:
    return plans_fit(user, record) and user.reach(CalendarEvent, "create") != Reach.NONE


compose_with(Record, "call_new", _("Call"), "phone", may=plans_fit, order=30)
compose_with(Record, "task_for", _("Task"), "circle-check", may=may_ask, order=40)
compose_with(Record, "event_for", _("Meeting"), "users", may=may_meet, order=50)
in_menu(Record, "call_new", _("Log a call"), "phone", verb="edit", may=plans_fit)
in_menu(Record, "task_for", _("Ask for a task"), "list-checks", verb="edit", may=may_ask)
