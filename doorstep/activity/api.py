"""The verbs of the calendar, of tasks and of calls in the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from doorstep.activity.actions import (
    answer_event,
    call_off_event,
    cancel_task,
    complete_task,
    finish_contact,
    finish_event,
    log_call,
    move_event,
    plan_contact,
    reopen_task,
)
from doorstep.activity.models import CalendarEvent, Call, Task
from doorstep.history.action import Action
from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.kit.naming import kind_of
from doorstep.records.kinds import Moment, Wrong
from doorstep.records.names import Names
from doorstep.records.references import Reference
from doorstep.ui.answers import json_answer, once, only, public
from doorstep.ui.http import Request, seen_of

events = Router(tags=["Events"])
tasks = Router(tags=["Tasks"])
calls = Router(tags=["Calls"])
next_contact = Router(tags=["Next contact"])
LONG = 100_000
Text = Annotated[str, Field(max_length=LONG)]


class MoveIn(Schema):
    """Moments with their zone. Without an end the event stays as long as it was."""

    starts_at: str = ""  # asked for once the event is found: whose it is not, learns nothing
    ends_at: str | None = None


class DoneIn(Schema):
    outcome: Text = ""


class AnswerIn(Schema):
    """``original_at`` names one of a series, as the occurrences do; without it all are meant."""

    answer: Literal["ACCEPTED", "TENTATIVE", "DECLINED", "NEEDS-ACTION"]
    original_at: str | None = None


NOTHING_SAID = DoneIn()
Line = Annotated[str, Field(max_length=300)]


class PlanIn(Schema):
    """``line`` is a line such as "call Tuesday 10", by the clock of the user."""

    record: str
    line: Line


class MadeIn(Schema):
    record: str
    outcome: Text = ""
    next: Line = ""


class CallIn(Schema):
    """``record`` is whom it was with: "lead:7"; ``next`` the next step in one line."""

    record: str
    direction: Literal["OUT", "IN"] = "OUT"
    outcome: Literal["REACHED", "LEFT_MESSAGE", "NO_ANSWER", "BUSY", "WRONG_NUMBER"] = "REACHED"
    at: str | None = None
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    number: str = ""
    text: Text = ""
    next: Line = ""
    was_planned: bool = False


@events.post("/{int:pk}/move")
def move_calendar_event(request: Request, pk: int, body: MoveIn) -> HttpResponse:
    """Have it at another time."""
    get_object_or_404(_seen(request, CalendarEvent), pk=pk)
    starts, ends = _moment("starts_at", body.starts_at, request), body.ends_at
    until = _moment("ends_at", ends, request) if ends else None
    return _do(request, CalendarEvent, pk, move_event, starts_at=starts, ends_at=until)


@events.post("/{int:pk}/done")
def finish_calendar_event(request: Request, pk: int, body: DoneIn = NOTHING_SAID) -> HttpResponse:
    """It took place; a record whose next contact it was waits for its next one."""
    return _do(request, CalendarEvent, pk, finish_event, outcome=body.outcome)


@events.post("/{int:pk}/call-off")
def call_off_calendar_event(request: Request, pk: int) -> HttpResponse:
    """It will not take place."""
    return _do(request, CalendarEvent, pk, call_off_event)


@events.post("/{int:pk}/answer")
def answer_calendar_event(request: Request, pk: int, body: AnswerIn) -> HttpResponse:
    """Say whether you come: to the event, or to one of a series."""
    at = _moment("original_at", body.original_at, request) if body.original_at else None
    return _do(request, CalendarEvent, pk, answer_event, answer=body.answer, original_at=at)


@tasks.post("/{int:pk}/done")
def finish_task(request: Request, pk: int) -> HttpResponse:
    """It is done: for whoever it was asked of to say."""
    return _do(request, Task, pk, complete_task)


@tasks.post("/{int:pk}/reopen")
def open_task_again(request: Request, pk: int) -> HttpResponse:
    """It is to be done after all."""
    return _do(request, Task, pk, reopen_task)


@tasks.post("/{int:pk}/cancel")
def cancel_a_task(request: Request, pk: int) -> HttpResponse:
    """Nobody needs it any more."""
    return _do(request, Task, pk, cancel_task)


@next_contact.post("", operation_id="plan_next_contact")
def plan_next_contact(request: Request, body: PlanIn) -> HttpResponse:
    """Say in one line who is in touch next, when and how."""
    return _with(request, body.record, plan_contact, line=body.line)


@next_contact.post("/done", operation_id="finish_next_contact")
def finish_next_contact(request: Request, body: MadeIn) -> HttpResponse:
    """The planned contact was made; ``next`` plans the one after it."""
    said = {"outcome": body.outcome, "line": body.next}
    return _with(request, body.record, finish_contact, **said)


@calls.post("")
def keep_call(request: Request, body: CallIn) -> HttpResponse:
    """Keep that somebody was called, or called, and how it went."""
    only(request)
    record = _record(body.record, request)
    said: dict[str, Any] = body.dict(exclude={"record", "at", "next", "was_planned"})
    said |= {"line": body.next, "is_planned": body.was_planned}
    if body.at:
        said["at"] = _moment("at", body.at, request)

    def keep(key: Key | None) -> HttpResponse:
        return json_answer(_told(log_call(record, by=request.user, key=key, **said)), status=201)

    return once(request, keep)


def _do(request: Request, model: Any, pk: int, action: Action[Any], **said: Any) -> HttpResponse:
    only(request)
    return _answer(request, get_object_or_404(_seen(request, model), pk=pk), action, **said)


def _with(request: Request, named: str, action: Action[Any], **said: Any) -> HttpResponse:
    only(request)
    return _answer(request, _record(named, request), action, **said)


def _seen(request: Request, model: Any) -> Any:
    return model.objects.visible_to(request.user)


def _answer(request: Request, record: Any, action: Action[Any], **said: Any) -> HttpResponse:
    def do(key: Key | None) -> HttpResponse:
        done = action(record, by=request.user, seen=seen_of(request), key=key, **said)
        return json_answer(public(done, request.user))

    return once(request, do)


def _moment(name: str, text: str, request: Request) -> Any:
    try:
        return Moment().read(text, Names(request.user))
    except Wrong as error:
        raise Invalid(_("Please correct the marked fields."), **{name: error.message}) from error


def _record(text: str, request: Request) -> Any:
    try:
        return Reference(()).read(text, Names(request.user))
    except Wrong as error:
        raise Invalid(_("Please correct the marked fields."), record=error.message) from error


def _told(call: Call) -> dict[str, Any]:
    shown = ("id", "direction", "outcome", "at", "minutes", "number", "text")
    return {
        "record": f"{kind_of(type(call.about))}:{call.about_id}",
        "by": call.owner.email if call.owner else None,
        **{name: getattr(call, name) for name in shown},
    }
