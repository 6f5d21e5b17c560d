"""The calendar as it is drawn, and drawn anew after something in it was moved."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from doorstep.activity.calendar.showing import calendar_page
from doorstep.activity.models import CalendarEvent
from doorstep.kit.addresses import address
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, safe_next
from doorstep.users.access import Reach


def drawn(request: Request, asked: Any) -> HttpResponse:
    page = calendar_page(request.user, asked)
    may_create = request.user.reach(CalendarEvent, "create") != Reach.NONE
    is_part = request.htmx.target == "calendar"
    template = "activity/_calendar.html" if is_part else "activity/calendar.html"
    context = {"page": page, "may_create": may_create, "who": asked.getlist("who")}
    return render(request, template, context)


def drawn_again(request: Request) -> HttpResponse:
    """In the page that something was dragged on; else one goes back to it."""
    if request.htmx.target == "calendar":
        return drawn(request, QueryDict(request.POST.get("query", "").lstrip("?")))
    return go_to(request, back_to_calendar(request))


def back_to_calendar(request: Request) -> str:
    """The calendar one came from."""
    if request.POST.get("next"):
        return safe_next(request)
    here = request.htmx.current_url_abs_path or ""
    return here if here.startswith(address("calendar")) else address("calendar")
