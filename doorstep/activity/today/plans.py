"""Tasks and events as rows of Today, and the hours of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.activity.calendar.occurring import Occurrence, occurrences, touching
from doorstep.activity.models import CalendarEvent, EventLink, EventParticipant, Task, TaskLink
from doorstep.activity.today.sections import MOST, Item
from doorstep.activity.today.whose import Whose
from doorstep.history.rows import Row

ICONS = {"CALL": "phone", "EMAIL": "mail", "MEETING": "users", "VISIT": "map-pin"}
IN_TOUCH = (CalendarEvent.Kind.CALL, CalendarEvent.Kind.EMAIL)
LATE_AT_NIGHT = time(23, 59, 59)


def tasks(whose: Whose) -> list[Item]:
    """Those that are due, and were."""
    theirs = Q(assignee__in=whose.people) | Q(assignee=None, owner__in=whose.people)
    due = Task.objects.visible_to(whose.user).filter(theirs)
    due = due.filter(status=Task.Status.OPEN, due_on__lte=whose.span.first)
    found = list(due.order_by("due_on", "due_time", "priority", "pk")[: MOST * 2])
    abouts = _abouts(TaskLink, found)
    return [_of_task(each, abouts.get(each.pk, []), whose) for each in found]


def overdue_events(whose: Whose) -> list[Item]:
    """Contacts that were planned for a day that is over. A meeting that was, was."""
    promised = EventLink._base_manager.filter(event=OuterRef("pk"), is_next_contact=True)
    past = CalendarEvent.objects.visible_to(whose.user)
    past = past.filter(Q(kind__in=IN_TOUCH) | Exists(promised), recurrence="")
    past = past.filter(status=CalendarEvent.Status.OPEN)
    past = past.filter(owner__in=whose.people, ends_at__lte=whose.span.widest()[1])
    found = [
        each
        for each in past.order_by("starts_at", "pk")[: MOST * 2]
        if _last_day(each.starts_at, each.ends_at, each.all_day) < whose.span.first
    ]
    abouts = _abouts(EventLink, found)
    once = [Occurrence(each, each.starts_at, each.ends_at) for each in found]
    return [_of_event(each, abouts.get(each.event.pk, []), whose) for each in once]


def events(whose: Whose) -> tuple[list[Item], list[Occurrence]]:
    """What is still to be today, and all there is of the day, also what is over."""
    seats = EventParticipant._base_manager.filter(user__in=whose.people)
    theirs = Q(owner__in=whose.people) | Q(pk__in=seats.values("event"))
    near = CalendarEvent.objects.visible_to(whose.user).filter(theirs)
    near = touching(near, whose.span).exclude(status=CalendarEvent.Status.CANCELLED)
    day = occurrences(near.order_by("starts_at", "pk")[: MOST * 2], whose.span)
    to_do = [each for each in day if each.event.status == CalendarEvent.Status.OPEN]
    abouts = _abouts(EventLink, [each.event for each in to_do])
    return [_of_event(each, abouts.get(each.event.pk, []), whose) for each in to_do], day


def _of_task(task: Task, abouts: list[Row], whose: Whose) -> Item:
    due_on = task.due_on or whose.span.first
    late = (whose.span.first - due_on).days
    at = datetime.combine(due_on, task.due_time or LATE_AT_NIGHT, whose.span.zone)
    clock = task.due_time.strftime("%H:%M") if task.due_time else _("Any time")
    return Item(
        ref=f"task:{task.pk}",
        title=task.subject,
        url=task.get_absolute_url(),
        icon="list-checks",
        why=task.details.partition("\n")[0],
        at=at,
        due=_late(late) if late > 0 else ("today", clock),
        abouts=abouts,
        can_finish=whose.user.pk == (task.assignee_id or task.owner_id),
    )


def _of_event(once: Occurrence, abouts: list[Row], whose: Whose) -> Item:
    event = once.event
    late = (whose.span.first - _last_day(once.starts_at, once.ends_at, once.all_day)).days
    clock = _("All day") if once.all_day else f"{localtime(once.starts_at):%H:%M}"
    return Item(
        ref=f"calendar_event:{event.pk}",
        title=once.subject,
        url=event.get_absolute_url(),
        icon=ICONS.get(event.kind, "calendar-days"),
        why=once.location or event.details.partition("\n")[0],
        at=once.starts_at,
        due=_late(late) if late > 0 else ("today", clock),
        abouts=abouts,
        can_finish=not event.recurrence,
        can_move=not event.recurrence,
    )


def _late(days: int) -> tuple[str, str]:
    return "late", ngettext("%d day late", "%d days late", days) % days


def _last_day(starts_at: datetime, ends_at: datetime, all_day: bool) -> date:
    """An event that ends at midnight was over the day before."""
    last = max(ends_at - timedelta.resolution, starts_at)
    return last.astimezone(UTC).date() if all_day else localtime(last).date()


def _abouts(model: Any, plans: Sequence[Any]) -> dict[int, list[Row]]:
    """The records each is about, whether one may see them or not."""
    found: dict[int, list[Row]] = {}
    if not plans:
        return found
    rows: Iterable[Any] = model._base_manager.filter(**{f"{model.whole}__in": plans})
    for whole, label, pk in rows.order_by("pk").values_list(
        f"{model.whole}_id", "about_type", "about_id"
    ):
        found.setdefault(whole, []).append((label, pk))
    return found
