"""Tasks in the calendar: dragged to a day or an hour, or given the next free half hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.activity.actions import move_event, update_task
from doorstep.activity.calendar.drawing import back_to_calendar, drawn_again
from doorstep.activity.calendar.free import HALF_HOUR, concerned_by, free_times
from doorstep.activity.calendar.moving import day_said, number_said
from doorstep.activity.models import CalendarEvent, Task
from doorstep.kit.errors import Conflict
from doorstep.records.models import zone_of
from doorstep.ui.http import Request
from doorstep.ui.looks import day as in_words
from doorstep.ui.pages import go_to, say_done
from doorstep.users.models import User

MOST_DAYS = 3660
MINUTES = 24 * 60


@require_POST
@login_required
def task_move(request: Request, pk: int) -> HttpResponse:
    """Dragged, or moved by key: to a day, to an hour of it, or by so much."""
    task = _task(request, pk)
    values = due_asked(task, request.POST.dict())
    update_task(task, by=request.user, **values)
    says = _("%(what)s: moved to %(day)s")
    when = _when(values["due_on"], values["due_time"])
    say_done(request, says % {"what": task.subject, "day": when})
    return drawn_again(request)


@require_POST
@login_required
def task_plan(request: Request, pk: int) -> HttpResponse:
    """Give it the next half hour in which whoever does it is free."""
    task = _task(request, pk)
    found = free_times(concerned_by(task), besides=f"task:{pk}", most=1)
    if not found:
        raise Conflict(_("There is no free half hour in the next three weeks."))
    _put_at(task, found[0], request.user)
    say_done(request, _moved(task, found[0]))
    return drawn_again(request)


@require_http_methods(["GET", "POST"])
@login_required
def task_time(request: Request, pk: int) -> HttpResponse:
    """When whoever does the task is free, to choose from."""
    return _time_for(request, _task(request, pk), HALF_HOUR)


@require_http_methods(["GET", "POST"])
@login_required
def event_time(request: Request, pk: int) -> HttpResponse:
    """When everybody who takes part is free, to choose from. Of a series one moves each alone."""
    mine = CalendarEvent.objects.permitted(request.user, "edit").select_related("owner")
    event = get_object_or_404(mine.open().filter(recurrence="", all_day=False), pk=pk)
    return _time_for(request, event, event.length)


def due_asked(task: Task, said: Mapping[str, str]) -> dict[str, Any]:
    """The day and hour that are asked for: named, or so far from what it has."""
    day = day_said(said.get("day", ""), task.due_on or localtime().date())
    day += timedelta(days=number_said(said, "days", 0, -MOST_DAYS, MOST_DAYS))
    clock = None if said.get("whole") else task.due_time
    if said.get("minute"):
        minute = number_said(said, "minute", 0, 0, MINUTES - 1)
        clock = time(minute // 60, minute % 60)
    elif said.get("minutes") and clock:
        later = datetime.combine(day, clock)
        later += timedelta(minutes=number_said(said, "minutes", 0, -MINUTES, MINUTES))
        day, clock = later.date(), later.time()
    elif said.get("minutes") or said.get("longer"):
        raise Conflict(_("This task has no hour yet: P finds a free one."))
    return {"due_on": day, "due_time": clock}


def _time_for(request: Request, plan: Any, length: timedelta) -> HttpResponse:
    people = concerned_by(plan)
    kind = "task" if isinstance(plan, Task) else "calendar_event"
    found = free_times(people, length=length, besides=f"{kind}:{plan.pk}")
    chosen = [each for each in found if each.isoformat() == request.POST.get("at")]
    if chosen:
        _put_at(plan, chosen[0], request.user)
        say_done(request, _moved(plan, chosen[0]))
        return go_to(request, back_to_calendar(request))
    if request.method == "POST":
        raise Conflict(_("That time is not free any more: choose another."))
    context = {
        "plan": plan,
        "people": people,
        "days": _by_day(found),
        "length": length,
        "back": back_to_calendar(request),
        "dialog": "activity/_calendar_time.html",
    }
    template = context["dialog"] if request.htmx else "activity/calendar_dialog.html"
    return render(request, template, context)


def _by_day(found: list[datetime]) -> dict[date, list[datetime]]:
    days: dict[date, list[datetime]] = {}
    for each in found:
        days.setdefault(localtime(each).date(), []).append(each)
    return days


def _put_at(plan: Any, moment: datetime, by: User) -> None:
    if isinstance(plan, Task):
        there = moment.astimezone(zone_of(plan.assignee or plan.owner or by))
        update_task(plan, by=by, due_on=there.date(), due_time=there.time())
    else:
        move_event(plan, by=by, starts_at=moment)


def _moved(plan: Any, moment: datetime) -> str:
    there = localtime(moment)
    named = {"what": plan.subject, "day": _when(there.date(), there.time())}
    return _("%(what)s: planned for %(day)s") % named


def _when(day: date, clock: time | None) -> str:
    return f"{in_words(day)}, {clock:%H:%M}" if clock else in_words(day)


def _task(request: Request, pk: int) -> Task:
    mine = Task.objects.permitted(request.user, "edit").select_related("assignee", "owner")
    return get_object_or_404(mine.open(), pk=pk)
