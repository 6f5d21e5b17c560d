"""The verb of the line at the top of Today: what was done, and what comes next, as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy

from doorstep.activity.actions.calls import log_call
from doorstep.activity.actions.contacts import plan_contact
from doorstep.activity.actions.meetings import meet
from doorstep.activity.actions.tasks import create_task
from doorstep.activity.models import NextContact, Task
from doorstep.history.action import action
from doorstep.records.models import Record
from doorstep.users.models import User


@action(
    "*.followed_up",
    verb="edit",
    label=gettext_lazy("Log and plan"),
    told=gettext_lazy("followed up"),
    icon="circle-check",
)
def follow_up(
    record: Record,
    *,
    by: User,
    called: str | None = None,
    lines: Sequence[str] = (),
    tasks: Sequence[Mapping[str, Any]] = (),
) -> Record:
    """Keep what was said in a call, plan who is in touch next, and ask oneself for tasks.

    ``called``: what was said, None where nobody was called. Of several ``lines`` the first is
    the next contact, where such a record has one; the others are in the calendar.
    """
    if called is not None:
        log_call(record, by=by, text=called, is_planned=_is_due(record))
        record.refresh_from_db()
    for number, line in enumerate(lines):
        if number == 0 and isinstance(record, NextContact):
            plan_contact(record, by=by, line=line)
        else:
            meet(record, by=by, line=line)
        record.refresh_from_db()
    for values in tasks:
        create_task(Task, by=by, records=[record], **values)
    return record


def _is_due(record: Any) -> bool:
    """Whether a planned contact of today, or of before, is what was just made."""
    at = getattr(record, "next_contact_at", None)
    return at is not None and localdate(at) <= localdate(now())
