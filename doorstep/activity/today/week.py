"""What the week has brought so far, in figures: a registry, each figure one short query.

@figure_of_week(_("Calls made"))
def calls_made(whose: Whose, since: datetime) -> str: ...
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from doorstep.activity.calendar.spans import midnight
from doorstep.activity.models import CalendarEvent, Call, Task
from doorstep.activity.today.whose import Whose, whose
from doorstep.records.models import Company
from doorstep.ui.http import Request

MOST = 1000
Figure = Callable[[Whose, datetime], str]
FIGURES: list[tuple[str | Promise, Figure]] = []


def figure_of_week(label: str | Promise) -> Callable[[Figure], Figure]:
    """The function answers what stands beside the label; nothing leaves it out."""

    def register(figure: Figure) -> Figure:
        FIGURES.append((label, figure))
        return figure

    return register


def counted(rows: QuerySet[Any]) -> str:
    """How many, as far as anybody counts."""
    count = len(rows.values_list("pk", flat=True)[:MOST])
    return f"{MOST - 1}+" if count == MOST else str(count)


@require_safe
@login_required
def today_week(request: Request) -> HttpResponse:
    """Asked for when it comes into sight: the page does not wait for it."""
    asked = whose(request.user, request.GET.get("who", ""))
    today = asked.span.first
    begins = (today.isoweekday() - Company.current().week_starts_on) % 7
    since = midnight(today - timedelta(days=begins), asked.span.zone)
    figures = [(label, said) for label, figure in FIGURES if (said := figure(asked, since))]
    return render(request, "activity/_today_week.html", {"figures": figures})


@figure_of_week(_("Calls made"))
def calls_made(whose: Whose, since: datetime) -> str:
    made = Call._base_manager.filter(owner__in=whose.people, at__gte=since)
    return counted(made.filter(direction=Call.Direction.OUT))


@figure_of_week(_("Meetings and visits held"))
def meetings_held(whose: Whose, since: datetime) -> str:
    kinds = (CalendarEvent.Kind.MEETING, CalendarEvent.Kind.VISIT)
    held = CalendarEvent._base_manager.filter(owner__in=whose.people, kind__in=kinds)
    held = held.filter(starts_at__gte=since, starts_at__lt=whose.span.end)
    return counted(held.filter(status=CalendarEvent.Status.DONE))


@figure_of_week(_("Tasks done"))
def tasks_done(whose: Whose, since: datetime) -> str:
    return counted(Task._base_manager.filter(assignee__in=whose.people, done_at__gte=since))
