"""What is done from a row of Today: each the one action that does it anywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import Http404
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from doorstep.activity.actions import complete_task, finish_event, move_event, update_task
from doorstep.activity.models import CalendarEvent, NextContact, Task
from doorstep.kit.errors import Conflict
from doorstep.kit.numbers import row_number
from doorstep.records.doing import doing
from doorstep.records.types import record_type
from doorstep.users.models import User

USUAL_HOUR = time(9)


def named(ref: str, by: User) -> Any:
    """The record that "task:5" names, if one may see it."""
    kind, _colon, number = ref.partition(":")
    records, pk = record_type(kind), row_number(number)
    if records is None or pk is None:
        raise Http404
    found = records.model._default_manager.visible_to(by).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def finish(record: Any, *, by: User) -> None:
    """It is done."""
    if isinstance(record, Task):
        complete_task(record, by=by)
    elif isinstance(record, CalendarEvent) and not record.recurrence:
        finish_event(record, by=by)
    else:
        raise Conflict(_("This cannot be ticked off: plan what comes next instead."))


def move(record: Any, *, by: User, to: date, at: time | None = None) -> None:
    """To another day, at the same hour unless said otherwise; of a record its next contact."""
    if isinstance(record, Task):
        said = {"due_time": at} if at else {}
        update_task(record, by=by, due_on=to, **said)
    elif isinstance(record, CalendarEvent) and not record.recurrence:
        move_event(record, by=by, starts_at=_on(to, at, record))
    elif isinstance(record, NextContact):
        starts_at = _moment(to, at or USUAL_HOUR)
        doing(type(record), "updated")(record, by=by, next_contact_at=starts_at)
    else:
        raise Conflict(_("Move this where it stands: it is more than one day."))


def _on(to: date, at: time | None, event: CalendarEvent) -> datetime:
    if event.all_day:
        return datetime.combine(to, time.min, UTC)
    return _moment(to, at or localtime(event.starts_at).time())


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, get_current_timezone())


def soon(today: date) -> list[tuple[date, str]]:
    """Days that are often meant."""
    monday = today + timedelta(days=7 - today.weekday())
    return [
        (today + timedelta(days=1), _("Tomorrow")),
        (today + timedelta(days=3), _("In three days")),
        (monday, _("Next Monday")),
        (today + timedelta(days=14), _("In two weeks")),
    ]
