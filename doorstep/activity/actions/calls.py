"""The verbs of calls."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.activity.actions.contacts import finish_contact, plan_contact
from doorstep.activity.models import Call
from doorstep.history.action import action
from doorstep.records.models import Record
from doorstep.records.saving import put
from doorstep.users.models import User


@action(
    "*.called",
    verb="edit",
    label=gettext_lazy("Log a call"),
    told=gettext_lazy("logged a call"),
    icon="phone",
)
def log_call(
    record: Record, *, by: User, line: str = "", is_planned: bool = False, **values: Any
) -> Call:
    """Keep that somebody was called, or called, and how it went.

    ``is_planned``: it was the next contact, which is done now. ``line`` says what comes next.
    """
    call: Call = put(Call.to(record, owner=by), by=by, **values)
    if is_planned:
        finish_contact(record, by=by, outcome=call.text, line=line)
    elif line.strip():
        plan_contact(record, by=by, line=line)
    return call
