"""The verb that takes a calendar of another program in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.actions.events import create_event, update_event
from doorstep.activity.calendar.reading import Read
from doorstep.activity.calendar.taking import put_answers, put_exceptions, values_of
from doorstep.activity.models import CalendarEvent
from doorstep.history.action import action, attempt, remark
from doorstep.kit.errors import Refusal
from doorstep.users.models import User


@action(
    "calendar_event.imported",
    verb="create",
    label=gettext_lazy("Take in a calendar"),
    told=gettext_lazy("took in a calendar"),
    icon="upload",
)
def take_calendar(
    events: type[CalendarEvent], *, by: User, read: Sequence[Read]
) -> dict[str, Any]:
    """Put the events of a calendar into one's own; those that are there by their UID follow it.

    Answers how many were made, changed and left as they are, and what was refused, each with why.
    """
    told: dict[str, Any] = {"made": 0, "changed": 0, "same": 0, "refused": []}
    held = events._base_manager.in_bulk([each.uid for each in read if each.uid], field_name="uid")
    for each in read:
        try:
            with attempt():
                told[_take(held.get(each.uid), each, by)] += 1
        except Refusal as refusal:
            told["refused"].append(f"{each.subject or each.uid}: {refusal.message}"[:300])
    remark(_("%(made)d new, %(changed)d changed") % told)
    return told


def _take(held: CalendarEvent | None, read: Read, by: User) -> str:
    values = values_of(read, by)
    if held is None:
        values |= {"sequence": read.sequence} | ({"uid": read.uid} if read.uid else {})
        event = create_event(CalendarEvent, by=by, **values)
    elif held.sequence > read.sequence or held.status != CalendarEvent.Status.OPEN:
        return "same"
    else:
        event = update_event(held, by=by, **values)
        event.refresh_from_db()
        event.sequence = read.sequence  # theirs counts, for it is their event
        event.save()
    put_exceptions(event, read)
    put_answers(event, read)
    return "made" if held is None else "changed"
