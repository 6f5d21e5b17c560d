"""The page that staff begin at, and what is done from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.activity.actions import plan_contact
from doorstep.activity.today.acts import finish, move, named, soon
from doorstep.activity.today.page import (
    Day,
    day_of,
    own_page,
    page_about,
    waiting,
    waits_for_a_step,
)
from doorstep.activity.today.whose import whose
from doorstep.kit.addresses import address
from doorstep.kit.errors import Refusal
from doorstep.kit.naming import kind_of
from doorstep.ui.http import Request
from doorstep.ui.looks import day as in_words
from doorstep.ui.navigation import lead_to
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done

lead_to("today", gettext_lazy("Today"), "house", order=0, counted=waiting)


@require_safe
@login_required
def today_page(request: Request) -> HttpResponse:
    """What waits for oneself, a colleague or the team."""
    template = "activity/today.html"
    if request.htmx and not request.htmx.boosted and request.htmx.target == "day":
        template = "activity/_day.html"
    return render(request, template, _context(request))


@require_POST
@login_required
def today_do(request: Request) -> HttpResponse:
    """Work on one row: ``do`` says what and which, "done task:5"."""
    how, _space, ref = request.POST.get("do", "").partition(" ")
    if how not in ACTS:
        raise Http404
    record = named(ref, request.user)
    abouts = _awaited(record) if how == "done" else []
    try:
        said = ACTS[how](record, request)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        abouts = []
    else:
        say_done(request, said)
    step = next((each for each in abouts if _is_next(each, request)), None)
    return _again(request, step)


class MoveForm(forms.Form):
    to = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(
        label=gettext_lazy("At"), required=False, widget=forms.TimeInput({"type": "time"})
    )


@require_http_methods(["GET", "POST"])
@login_required
def today_move(request: Request) -> HttpResponse:
    """The dialog that asks to which day."""
    record = named(request.GET.get("item", ""), request.user)
    days = soon(localdate())
    form = MoveForm(posted(request), initial={"to": days[0][0]})
    if form.is_valid():
        with refusals_shown_on(form):
            move(record, by=request.user, **form.cleaned_data)
            say_done(request, _moved(record, form.cleaned_data["to"]))
            return go_to(request, _address(request))
    context = {"record": record, "form": form, "days": days, "back": _address(request)}
    page = "activity/_today_move.html" if request.htmx else "activity/today_move.html"
    return render(request, page, context, status=422 if form.errors else 200)


@require_POST
@login_required
def today_step(request: Request) -> HttpResponse:
    """What comes next with a record, in one line."""
    record = named(request.POST.get("about", ""), request.user)
    line = request.POST.get("line", "").strip()
    try:
        if line:
            plan_contact(record, by=request.user, line=line)
            say_done(request, _("Next contact with %s planned.") % record)
    except Refusal as refusal:
        return _again(request, record, said=line, problem=refusal.message)
    return _again(request)


def answered_again(request: Request, free: dict[str, Any]) -> HttpResponse:
    """Today after something was said in its line; what was not understood stays in it."""
    problem = free.get("problem", "")
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect(_address(request))
    context = _context(request) | {"free": free, "swapped": True}
    return render(request, "activity/_day_and_line.html", context)


def _done(record: Any, request: Request) -> str:
    finish(record, by=request.user)
    return _("Done: %s") % record


def _tomorrow(record: Any, request: Request) -> str:
    to = soon(localdate())[0][0]
    move(record, by=request.user, to=to)
    return _moved(record, to)


ACTS: dict[str, Callable[[Any, Request], str]] = {"done": _done, "tomorrow": _tomorrow}


def _moved(record: Any, to: Any) -> str:
    return _("%(what)s: moved to %(day)s") % {"what": record, "day": in_words(to)}


def _awaited(record: Any) -> list[Any]:
    """The records a plan is about."""
    links = getattr(record, "links", None)
    return [each.about for each in links.all()[:5]] if links is not None else []


def _is_next(about: Any, request: Request) -> bool:
    """Whether it waits for a next step now, and one may plan it."""
    if about is None:
        return False
    mine = type(about)._default_manager.permitted(request.user, "edit")
    return waits_for_a_step(mine.filter(pk=about.pk).first())


def _again(request: Request, step: Any = None, said: str = "", problem: str = "") -> HttpResponse:
    """The list as it is now, and with it the question what comes next."""
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect(_address(request))
    context = _context(request) | {"step": step, "said": said, "problem": problem}
    if step is not None:
        context["step_ref"] = f"{kind_of(type(step))}:{step.pk}"
    return render(request, "activity/_day.html", context)


def _context(request: Request) -> dict[str, Any]:
    found: Day = day_of(
        whose(request.user, request.GET.get("who", "")), request.GET.get("all", "")
    )
    return {"day": found, "page_about": page_about, "own_page": own_page, "query": _query(request)}


def _query(request: Request) -> str:
    who = request.GET.get("who", "")
    return f"?who={who}" if who.isalnum() else ""


def _address(request: Request) -> str:
    return address("today") + _query(request)
