"""The pages on which one logs and plans about a record: in the composer, a dialog, or alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import get_current_timezone, localdate, now
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from doorstep.activity.actions import (
    assign_record,
    finish_contact,
    log_call,
    meet,
    plan_contact,
)
from doorstep.activity.forms import AskForm, CallForm, DoneForm, LineForm, MeetForm
from doorstep.activity.models import CalendarEvent, How, NextContact, Task
from doorstep.activity.one_line import Planned, read_line
from doorstep.activity.today.returning import back_to_today
from doorstep.kit.errors import Refusal
from doorstep.records.types import record_type
from doorstep.ui.composer import composed
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.record_page import found
from doorstep.ui.typed import forget_typed, keeps_typing
from doorstep.users.models import User

keeps_typing("call_new", "task_for", "event_for", "next_contact", "contacted")

Do = Callable[[Any, User, dict[str, Any]], Any]


@dataclass(frozen=True)
class Asking:
    """A form about a record: ``fields`` is its template, ``do`` the one call it makes."""

    form: type[forms.Form]
    fields: str
    title: Any
    submit: Any
    says: Any
    do: Do
    start: Callable[[Any, User], dict[str, Any]] = lambda record, user: {}


@require_http_methods(["GET", "POST"])
@login_required
def call_new(request: Request, kind: str, pk: int) -> HttpResponse:
    """Log a call, and set what comes next."""
    return _asked(request, _about(request, kind, pk), CALL)


@require_http_methods(["GET", "POST"])
@login_required
def task_for(request: Request, kind: str, pk: int) -> HttpResponse:
    """Ask somebody, or oneself, to do something about a record."""
    return _asked(request, _about(request, kind, pk), ASK)


@require_http_methods(["GET", "POST"])
@login_required
def event_for(request: Request, kind: str, pk: int) -> HttpResponse:
    """Put something about a record into one's calendar."""
    return _asked(request, _about(request, kind, pk), MEET)


@require_http_methods(["GET", "POST"])
@login_required
def next_contact(request: Request, kind: str, pk: int) -> HttpResponse:
    """Say in one line who is in touch next."""
    return _asked(request, _awaited(request, kind, pk), PLAN)


@require_http_methods(["GET", "POST"])
@login_required
def contacted(request: Request, kind: str, pk: int) -> HttpResponse:
    """The planned contact was made: what came of it, and what comes next."""
    return _asked(request, _awaited(request, kind, pk), DONE)


@require_safe
@login_required
def line_read(request: Request) -> HttpResponse:
    """What a line is understood as, while it is typed."""
    said: Planned | None = None
    problem, line = "", request.GET.get("line", "").strip()
    if line:
        try:
            said = read_line(line, at=now(), zone=get_current_timezone())
        except Refusal as refusal:
            problem = refusal.message
    return render(
        request,
        "activity/_line_read.html",
        {"said": said, "problem": problem, "hows": dict(How.choices)},
    )


def plans_fit(user: User, record: Any) -> bool:
    """Whether one plans about such a record; a plan is not about another."""
    return not isinstance(record, CalendarEvent | Task)


def _asked(request: Request, record: Any, asking: Asking) -> HttpResponse:
    place = composed(request)
    names = f"{place or 'ask'}_%s"
    start = asking.start(record, request.user)
    form = asking.form(posted(request), initial=start, auto_id=names)
    again = False
    if form.is_valid():
        with refusals_shown_on(form):
            asking.do(record, request.user, form.cleaned_data)
            forget_typed(request)
            say_done(request, str(asking.says))
            if not place:
                return go_to(request, back_to_today(request) or record)
            record = type(record)._default_manager.get(pk=record.pk)
            start, again = asking.start(record, request.user), True
            form = asking.form(None, initial=start, auto_id=names)
    context = {"record": record, "asking": asking, "form": form, "place": place, "again": again}
    answer = render(
        request, _template(request, place), context, status=422 if form.errors else 200
    )
    return trigger_client_event(answer, "record-changed") if again else answer


def _template(request: Request, place: str) -> str:
    if place:
        return "activity/_compose.html"
    return "activity/_ask.html" if request.htmx else "activity/ask.html"


def _about(request: Request, kind: str, pk: int) -> Any:
    records = record_type(kind)
    if records is None or issubclass(records.model, CalendarEvent | Task):
        raise Http404
    return found(request, records, pk)


def _awaited(request: Request, kind: str, pk: int) -> Any:
    """A record that has a next contact, or could have one."""
    records = record_type(kind)
    if records is None or not issubclass(records.model, NextContact):
        raise Http404
    return get_object_or_404(records.model._default_manager.visible_to(request.user), pk=pk)


def _is_due(record: Any, user: User) -> dict[str, Any]:
    at = getattr(record, "next_contact_at", None)
    return {"is_planned": at is not None and localdate(at) <= localdate(now())}


CALL = Asking(
    CallForm,
    "activity/_call_fields.html",
    gettext_lazy("Log a call"),
    gettext_lazy("Save call"),
    gettext_lazy("Call saved."),
    lambda record, by, said: log_call(record, by=by, **said),
    _is_due,
)
ASK = Asking(
    AskForm,
    "activity/_task_fields.html",
    gettext_lazy("Ask for a task"),
    gettext_lazy("Save task"),
    gettext_lazy("Task saved."),
    lambda record, by, said: assign_record(record, by=by, **said),
    lambda record, user: {"to": user.pk},
)
MEET = Asking(
    MeetForm,
    "activity/_event_fields.html",
    gettext_lazy("Plan a meeting"),
    gettext_lazy("Save meeting"),
    gettext_lazy("It is in the calendar."),
    lambda record, by, said: meet(record, by=by, **said),
)
PLAN = Asking(
    LineForm,
    "activity/_line_fields.html",
    gettext_lazy("Next contact"),
    gettext_lazy("Set next contact"),
    gettext_lazy("The next contact is planned."),
    lambda record, by, said: plan_contact(record, by=by, **said),
)
DONE = Asking(
    DoneForm,
    "activity/_done_fields.html",
    gettext_lazy("Contact made"),
    gettext_lazy("Done"),
    gettext_lazy("Contact made."),
    lambda record, by, said: finish_contact(record, by=by, **said),
)
