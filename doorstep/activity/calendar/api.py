"""Occurrences in the API: what happens in a span of days, and one, some or all of a series."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from doorstep.activity.calendar import moving
from doorstep.activity.calendar.answering import Answers, answers_to
from doorstep.activity.calendar.occurring import Occurrence, occurrences, touching
from doorstep.activity.calendar.people import busy_of, calendars, events_of
from doorstep.activity.calendar.spans import Span
from doorstep.activity.models import CalendarEvent
from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.records.kinds import Moment, Wrong
from doorstep.records.names import Names
from doorstep.ui.answers import json_answer, once, only
from doorstep.ui.http import Request
from doorstep.users.models import User

router = Router(tags=["Events"])
MOST_DAYS = 400
DAY = timedelta(days=1)


class WindowIn(Schema):
    """The first and the last day, both with all their hours in one's own time zone."""

    first: str = Field("", alias="from", description="The first day, 2026-11-23")
    last: str = Field("", alias="to", description="The last day, 2026-11-29")
    who: str = Field("", description="E-mail of a colleague; without it, one's own calendar")


class OccurrenceIn(Schema):
    """``original_at`` is when the rule would have it; ``scope`` how many of the series."""

    original_at: str = ""
    scope: Literal["one", "following", "all"] = "one"


class MoveOccurrenceIn(OccurrenceIn):
    """Without an end it stays as long as it was."""

    starts_at: str = ""
    ends_at: str | None = None


@router.get("/occurrences")
def list_occurrences(request: Request, asked: Query[WindowIn]) -> HttpResponse:
    """Everything that happens in a span of days, each repetition by itself."""
    only(request, "from", "to", "who")
    span = Span(_day("from", asked.first), _day("to", asked.last) + DAY, get_current_timezone())
    if not 0 < (span.until - span.first).days <= MOST_DAYS:
        says = _("Ask for %d days at most, the first before the last.") % MOST_DAYS
        raise Invalid(says, to=says)
    whose = _whose(request.user, asked.who)
    events = touching(events_of(request.user, [whose]), span).select_related("owner")
    busy = touching(busy_of(request.user, [whose]), span).select_related("owner")
    happening = occurrences(events, span)
    answers = answers_to(list({each.event.pk: each.event for each in happening}.values()))
    found = [_told(each, answers) for each in happening]
    found += [_busy(each) for each in occurrences(busy, span)]
    return json_answer({"items": sorted(found, key=lambda each: each["starts_at"])})


@router.post("/{int:pk}/occurrences/move")
def move_occurrence(request: Request, pk: int, body: MoveOccurrenceIn) -> HttpResponse:
    """Have one of a series, it and all that follow, or all of them at another time."""
    one = _found(request, pk, body.original_at)
    starts = _moment(request, "starts_at", body.starts_at)
    ends = _moment(request, "ends_at", body.ends_at) if body.ends_at else None
    times = moving.Times(starts, ends or starts + (one.ends_at - one.starts_at))

    def move(key: Key | None) -> HttpResponse:
        moving.move(one, times, request.user, body.scope, key)
        return HttpResponse(status=204)

    return once(request, move)


@router.post("/{int:pk}/occurrences/leave-out")
def leave_occurrence_out(request: Request, pk: int, body: OccurrenceIn) -> HttpResponse:
    """Have one of a series, it and all that follow, or none of them happen."""
    one = _found(request, pk, body.original_at)

    def leave_out(key: Key | None) -> HttpResponse:
        moving.delete(one, request.user, body.scope, key)
        return HttpResponse(status=204)

    return once(request, leave_out)


def _found(request: Request, pk: int, original: str) -> Occurrence:
    only(request)
    event = get_object_or_404(CalendarEvent.objects.visible_to(request.user), pk=pk)
    return moving.occurrence_of(event, _moment(request, "original_at", original).isoformat())


def _whose(user: User, email: str) -> int:
    """Somebody in reach; whoever is not, is not known."""
    if not email:
        return user.pk
    known = [each.pk for each in calendars(user, ())]
    found = User.objects.filter(pk__in=known).by_email(email)
    if found is None:
        says = _("There is nobody of this e-mail whose calendar you may see.")
        raise Invalid(says, who=says)
    return found.pk


def _told(one: Occurrence, answers: Answers) -> dict[str, Any]:
    event = one.event
    return {
        "event": event.pk,
        "subject": one.subject,
        "kind": event.kind,
        "status": event.status,
        "location": one.location,
        "is_changed": one.exception is not None,
        "original_at": one.original_at,
        "answers": {
            seat.email: answers.of(seat, one.original_at)
            for seat in answers.seats.get(event.pk, ())
        },
        **_busy(one),
        "busy": False,
    }


def _busy(one: Occurrence) -> dict[str, Any]:
    """Of what is private only when, and whose."""
    owner = one.event.owner
    return {
        "busy": True,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "all_day": one.all_day,
        "owner": owner.email if owner else None,
    }


def _day(name: str, text: str) -> date:
    try:
        found = date.fromisoformat(text)
        if 1900 < found.year < 2500:
            return found
    except ValueError:
        pass
    says = _("Write a day like 2026-11-23.")
    raise Invalid(says, **{name: says})


def _moment(request: Request, name: str, text: str | None) -> Any:
    try:
        return Moment().read(text or "", Names(request.user))
    except Wrong as error:
        raise Invalid(_("Please correct the marked fields."), **{name: error.message}) from error
