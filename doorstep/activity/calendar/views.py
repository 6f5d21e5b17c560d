"""The calendar page, and the dialogs it opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import get_current_timezone, get_current_timezone_name, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import push_url, reswap, retarget

from doorstep.activity.actions import (
    answer_event,
    change_following,
    change_occurrence,
    create_event,
    update_event,
)
from doorstep.activity.calendar import moving
from doorstep.activity.calendar.answering import answers_to
from doorstep.activity.calendar.drawing import back_to_calendar, drawn, drawn_again
from doorstep.activity.calendar.forms import EventForm, blank, said_of
from doorstep.activity.calendar.occurring import Occurrence
from doorstep.activity.calendar.rules import in_words
from doorstep.activity.calendar.series import shifted
from doorstep.activity.calendar.spans import DAY, zone_named
from doorstep.activity.models import CalendarEvent, EventLink, EventParticipant
from doorstep.kit.addresses import address
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done

EVENTS = CalendarEvent.objects
USUAL = 60  # minutes


@require_safe
@login_required
def calendar(request: Request) -> HttpResponse:
    """Month, week, day or agenda of one's own calendar, and of those one adds."""
    return drawn(request, request.GET)


@require_safe
@login_required
def event(request: Request, pk: int) -> HttpResponse:
    """What is planned, and what can be done about it."""
    one = _found(request, pk)
    event, user = one.event, request.user
    answers = answers_to([event])
    seats = [
        {
            "seat": each,
            "answer": EventParticipant.Answer(answers.of(each, one.original_at)),
            "is_apart": answers.is_apart(each, one.original_at),
        }
        for each in answers.seats.get(pk, ())
    ]
    context = {
        "one": one,
        "event": event,
        **_when(one),
        "rule": in_words(event.recurrence),
        "seats": seats,
        "mine": next((each for each in seats if each["seat"].user_id == user.pk), None),
        "about": [link.about for link in _links(request, event) if link.about],
        "may_edit": EVENTS.permitted(user, "edit").filter(pk=pk).exists(),
        "may_delete": EVENTS.permitted(user, "delete").filter(pk=pk).exists(),
        "asks": _asks(one),
    }
    return _dialog(request, "activity/_calendar_event.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    """Plan something, at the hour one pointed at."""
    day = _pointed_at(request)
    initial = blank(day, USUAL)
    form = EventForm(request.user, posted(request), initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            made = create_event(CalendarEvent, by=request.user, **form.values())
            say_done(request, _("%s is planned.") % made)
            return go_to(request, back_to_calendar(request))
    return _form(request, form, title=_("New event"), submit=_("Plan event"))


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: Request, pk: int) -> HttpResponse:
    """Everything there is to say of an event; of a series, for how many of it."""
    one = _found(request, pk)
    links = _links(request, one.event)
    seen = [each.about for each in links if each.about]
    others = EventLink._base_manager.filter(event=pk).exclude(pk__in=[each.pk for each in links])
    form = EventForm(
        request.user,
        posted(request),
        about=seen,
        hidden=[each.about for each in others if each.about],
        initial=said_of(one, str(get_current_timezone())),
    )
    scope = request.POST.get("scope", "")
    if form.is_valid() and (one.original_at is None or scope in moving.SCOPES):
        with refusals_shown_on(form):
            _change(one, form.values(), request, scope)
            say_done(request, _("Saved."))
            return go_to(request, back_to_calendar(request))
    return _form(
        request, form, title=_("Edit event"), submit=_("Save"), one=one, scope=scope or moving.ONE
    )


@require_POST
@login_required
def move(request: Request, pk: int) -> HttpResponse:
    """Move or resize: dragged, by key, or chosen. Of a series one says first how many."""
    one = _found(request, pk)
    said, scope = request.POST.dict(), request.POST.get("scope", "")
    times = moving.times_asked(one, said, get_current_timezone())
    if moving.is_asked_which(one, scope):
        kept = {name: value for name, value in said.items() if name != "csrfmiddlewaretoken"}
        context = {"one": one, "kept": kept, "action": address("calendar_move", pk)}
        context |= {"title": _("Move which?"), "back": back_to_calendar(request), "danger": False}
        answer = render(request, "activity/_calendar_which.html", context)
        return push_url(reswap(retarget(answer, "#dialog"), "innerHTML"), False)
    moving.move(one, times, request.user, scope)
    when = localtime(times.starts_at)
    says = _("Moved to %s.") % (f"{when:%-d.%-m.}" if one.all_day else f"{when:%H:%M}")
    if times.starts_at == one.starts_at:
        says = _("It ends at %s.") % f"{localtime(times.ends_at):%H:%M}"
    say_done(request, says)
    return drawn_again(request)


@require_http_methods(["GET", "POST"])
@login_required
def delete(request: Request, pk: int) -> HttpResponse:
    """Take it out of the calendar; of a series one says how many."""
    one = _found(request, pk)
    scope = request.POST.get("scope", "")
    if request.method == "POST" and not moving.is_asked_which(one, scope):
        moving.delete(one, request.user, scope)
        say_done(request, _("%s is deleted.") % one.subject)
        return go_to(request, back_to_calendar(request))
    context = {
        "one": one,
        "kept": {"original": _original(request), "next": back_to_calendar(request)},
    }
    context |= {"action": address("calendar_delete", pk), "back": back_to_calendar(request)}
    title = _("Delete which?") if one.original_at else _("Delete %s?") % one.subject
    return _dialog(
        request, "activity/_calendar_which.html", context | {"title": title, "danger": True}
    )


@require_POST
@login_required
def answer(request: Request, pk: int) -> HttpResponse:
    """Say whether one comes: to all, or to this one of a series."""
    one = _found(request, pk)
    at = one.original_at if request.POST.get("scope") == moving.ONE else None
    answer_event(one.event, by=request.user, answer=request.POST.get("answer", ""), original_at=at)
    say_done(request, _("Your answer is noted."))
    return go_to(request, back_to_calendar(request))


def _change(one: Occurrence, values: dict[str, Any], request: Request, scope: str) -> None:
    """As far as was chosen: of one alone only when, what and where can be otherwise."""
    event, by, at = one.event, request.user, one.original_at
    if at is None:
        update_event(event, by=by, **values)
    elif scope == moving.ONE:
        names = ("starts_at", "ends_at", "subject", "location")
        change_occurrence(event, by=by, original_at=at, **{name: values[name] for name in names})
    elif scope == moving.FOLLOWING:
        if values["recurrence"] == event.recurrence:
            values.pop("recurrence")  # as many as are left of it
        change_following(event, by=by, original_at=at, **values)
    else:
        length = values["ends_at"] - values["starts_at"]
        start = shifted(event, event.starts_at, (one.starts_at, values["starts_at"]))
        update_event(event, by=by, **values | {"starts_at": start, "ends_at": start + length})


def _when(one: Occurrence) -> dict[str, Any]:
    """Its days, and what the clock shows where it takes place, if that is elsewhere."""
    name = one.event.timezone
    found: dict[str, Any] = {"first": one.starts_at.date(), "there": ""}
    found["last"] = max((one.ends_at - DAY).date(), found["first"])
    if name and not one.all_day and name != get_current_timezone_name():
        found["there"] = (
            f"{name.replace('_', ' ')} {one.starts_at.astimezone(zone_named(name)):%H:%M}"
        )
    return found


def _found(request: Request, pk: int) -> Occurrence:
    """The event, or that of its occurrences that is meant."""
    event = get_object_or_404(EVENTS.visible_to(request.user).select_related("owner"), pk=pk)
    return moving.occurrence_of(event, _original(request))


def _original(request: Request) -> str:
    return request.POST.get("original") or request.GET.get("original", "")


def _links(request: Request, event: CalendarEvent) -> list[Any]:
    links = EventLink.objects.permitted(request.user, "view").filter(event=event)
    return list(links.order_by("pk"))


def _asks(one: Occurrence) -> str:
    return f"?original={one.original_at:%Y-%m-%dT%H:%M:%SZ}" if one.original_at else ""


def _pointed_at(request: Request) -> datetime:
    """The hour one pointed at, else the next whole one."""
    try:
        day = datetime.fromisoformat(request.GET.get("day", "")[:10])
    except ValueError:
        return localtime(now()).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    minute = request.GET.get("minute", "")
    return day + timedelta(minutes=min(int(minute), 1425) if minute[:5].isdecimal() else 9 * 60)


def _form(request: Request, form: EventForm, **context: Any) -> HttpResponse:
    one = context.get("one")
    context |= {"form": form, "back": back_to_calendar(request), "asks": _asks(one) if one else ""}
    return _dialog(
        request, "activity/_calendar_form.html", context, status=422 if form.is_bound else 200
    )


def _dialog(
    request: Request, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Over the page, or as a page of its own."""
    context |= {"dialog": name}
    template = name if request.htmx else "activity/calendar_dialog.html"
    return render(request, template, context, status=status)
