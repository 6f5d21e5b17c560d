"""A calendar read by other programs, and calendars of other programs taken in."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.activity.actions import make_feed, revoke_feed, take_calendar
from doorstep.activity.calendar.answering import answers_to
from doorstep.activity.calendar.occurring import exceptions_of, touching
from doorstep.activity.calendar.people import events_of
from doorstep.activity.calendar.reading import MOST_BYTES, read_calendar
from doorstep.activity.calendar.spans import Span
from doorstep.activity.calendar.writing import write_calendar
from doorstep.activity.models import CalendarEvent, CalendarFeed
from doorstep.kit.addresses import address
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.users.models import User
from doorstep.users.tokens import digest_of

BACK, AHEAD = timedelta(days=90), timedelta(days=730)
MOST = 5000
A_MINUTE = 30  # times that one address may be asked


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever made this address. Who does not know it learns nothing."""
    digest = digest_of(secret)
    if _asks_too_often(digest):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    found = CalendarFeed._base_manager.select_related("user").filter(digest=digest).first()
    if found is None or not found.user.is_active or found.user.kind != User.Kind.STAFF:
        raise Http404
    text = calendar_of(found.user)
    tag = f'"{sha256(text).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def calendar_of(user: User) -> bytes:
    """What stands in somebody's calendar: from three months ago until in two years."""
    span = Span(localdate() - BACK, localdate() + AHEAD, get_current_timezone())
    near = touching(events_of(user, [user.pk]), span).select_related("owner").order_by("pk")
    held = list(near[:MOST])
    repeating = [each for each in held if each.recurrence]
    return write_calendar(held, exceptions_of(repeating), answers_to(held), name=str(user))


@require_safe
@login_required
def feed_page(request: Request) -> HttpResponse:
    """Whether there is an address, and how to have one."""
    return _feed_page(request, None)


@require_POST
@login_required
@never_cache
def feed_make(request: Request) -> HttpResponse:
    """Make the address, and show it this once."""
    return _feed_page(request, make_feed(CalendarFeed, by=request.user))


@require_POST
@login_required
def feed_revoke(request: Request) -> HttpResponse:
    for each in CalendarFeed.objects.filter(user=request.user):
        revoke_feed(each, by=request.user)
        messages.success(request, _("The address leads nowhere any more."))
    return redirect("calendar_feed_page")


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Calendar (.ics)"))


@require_http_methods(["GET", "POST"])
@login_required
def import_page(request: Request) -> HttpResponse:
    """Take a calendar of another program into one's own."""
    form = ImportForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refusals_shown_on(form):
            told = _take(form.cleaned_data["file"], request.user)
            say_done(request, _("%(made)d new, %(changed)d changed.") % told)
            for says in told["refused"][:5]:
                messages.error(request, says)
            return go_to(request, address("calendar"))
    context = {"form": form, "dialog": "activity/_calendar_import.html"}
    template = context["dialog"] if request.htmx else "activity/calendar_dialog.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _take(file: Any, by: User) -> dict[str, Any]:
    read = read_calendar(file.read(MOST_BYTES + 1), get_current_timezone())
    told = take_calendar(CalendarEvent, by=by, read=read.events)
    told["refused"] += read.left
    return told


def _feed_page(request: Request, made: CalendarFeed | None) -> HttpResponse:
    held = CalendarFeed.objects.filter(user=request.user).first()
    where = request.build_absolute_uri(address("calendar_feed", made.text)) if made else ""
    context = {"held": held, "where": where, "dialog": "activity/_calendar_feed.html"}
    template = context["dialog"] if request.htmx else "activity/calendar_dialog.html"
    return render(request, template, context)


def _asks_too_often(digest: str) -> bool:
    """Counted for each address, also for those that lead nowhere."""
    key = f"calendar-feed:{digest}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) > A_MINUTE
    except ValueError:  # it ended in between
        return False
