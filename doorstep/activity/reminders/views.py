"""Reminders on the page, and how each person wants them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.activity.models import PushBrowser, Reminder, Task, WorkingHours
from doorstep.activity.reminders.due import LATE, stands
from doorstep.activity.reminders.forms import ReminderForm, WorkingHoursForm
from doorstep.activity.reminders.letters import when_of
from doorstep.activity.reminders.people import choice_of, person_of
from doorstep.kit.errors import Invalid
from doorstep.kit.webpush import bytes_of, is_service, public_key, sealed
from doorstep.ui.http import Request
from doorstep.ui.pages import posted
from doorstep.ui.settings_pages import settings_page
from doorstep.users.access import Reach
from doorstep.users.models import User

AT_ONCE = 3
SNOOZE = timedelta(minutes=10)
MOST_BROWSERS = 20
WORKER = Path(__file__).with_name("service_worker.js").read_text(encoding="utf-8")

settings_page(
    "reminder_settings",
    gettext_lazy("Reminders"),
    "bell",
    group="you",
    order=15,
    may=lambda user: user.kind == User.Kind.STAFF,
)


@require_POST
@login_required
def reminders_new(request: Request) -> HttpResponse:
    """What has become due since this was asked last, each once; nothing is 204."""
    at = now()
    mine = Reminder.objects.filter(user=request.user.pk, shown_at=None, due_at__lte=at)
    waiting = list(mine.filter(for_at__gt=at - LATE).order_by("due_at", "pk")[: AT_ONCE + 1])
    if not waiting:
        return HttpResponse(status=204)
    told, person = [], person_of(request.user)
    for reminder in waiting[:AT_ONCE]:
        # Of several pages that ask at the same moment one shows it.
        is_ours = Reminder.objects.filter(pk=reminder.pk, shown_at=None).update(shown_at=at)
        plan = stands(reminder, person, at) if is_ours else None
        if plan is not None:
            icon = "list-checks" if isinstance(plan, Task) else "calendar-clock"
            when = when_of(plan, reminder.for_at)
            told.append({"reminder": reminder, "plan": plan, "when": when, "icon": icon})
    context = {"told": told}
    return render(request, "activity/_reminders.html", context, status=200 if told else 204)


@require_POST
@login_required
def reminder_later(request: Request, pk: int) -> HttpResponse:
    """Once more in a while."""
    mine = Reminder.objects.filter(pk=pk, user=request.user.pk)
    if not mine.update(shown_at=None, due_at=now() + SNOOZE):
        return HttpResponse(status=404)
    return HttpResponse() if request.htmx else redirect("today")


@require_http_methods(["GET", "POST"])
@login_required
def settings_page_of(request: Request) -> HttpResponse:
    """A preference is no event, and nobody else's business."""
    choice = choice_of(request.user)
    form = ReminderForm(posted(request), instance=choice)
    found = WorkingHours.objects.filter(user=request.user.pk).first()
    held = found or WorkingHours(user=request.user)
    initial = {"days": list(held.days)}
    said = posted(request) if "work-since" in request.POST else None
    hours = WorkingHoursForm(said, instance=held, initial=initial, prefix="work")
    if form.is_valid() and (hours.is_valid() or not hours.is_bound):
        form.save()
        if hours.is_bound:
            hours.save()
        messages.success(request, _("Saved."))
        return redirect("reminder_settings")
    context = {
        "form": form,
        "hours": hours,
        "leads_others": request.user.reaches(Task, "view") - {Reach.OWN, Reach.NONE},
        "browsers": PushBrowser.objects.filter(user=request.user.pk).order_by("-pk"),
        "push_key": public_key(settings.SECRET_KEY),
    }
    status = 422 if form.errors or hours.errors else 200
    return render(request, "activity/reminder_settings.html", context, status=status)


@require_POST
@login_required
def browser_keep(request: Request) -> HttpResponse:
    """This browser wants to be told, or, with ``forget``, no more."""
    if number := request.POST.get("forget", ""):
        mine = PushBrowser.objects.filter(user=request.user.pk)
        mine.filter(pk=int(number) if number.isdecimal() and len(number) < 18 else 0).delete()
        messages.success(request, _("That browser is told nothing any more."))
        return redirect("reminder_settings")
    said = _subscription(request.POST.get("subscription", ""))
    mine = PushBrowser.objects.filter(user=request.user.pk).order_by("-pk")
    agent = request.headers.get("User-Agent", "")[:200]
    PushBrowser.objects.update_or_create(
        endpoint=said.pop("endpoint"), defaults=said | {"user": request.user, "agent": agent}
    )
    for old in mine[MOST_BROWSERS:]:
        old.delete()
    messages.success(request, _("Reminders come to this browser from now on."))
    return redirect("reminder_settings")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: Request) -> HttpResponse:
    """It must be served from the top, to be there for all pages."""
    return HttpResponse(WORKER, content_type="text/javascript; charset=utf-8")


def _subscription(text: str) -> dict[str, str]:
    """What the browser was given by its maker, if that is one we call and its keys are keys."""
    says = _("This browser's answer is not understood. Try again.")
    try:
        said: Any = json.loads(text)
        endpoint, keys = str(said["endpoint"]), said["keys"]
        found = {"p256dh": str(keys["p256dh"])[:100], "auth": str(keys["auth"])[:40]}
        sealed(b"", found["p256dh"], found["auth"])
        is_whole = len(bytes_of(found["auth"])) == 16 and len(endpoint) <= 1000
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(says, subscription=says) from error
    if not is_whole or not is_service(endpoint, settings.PUSH_SERVICES):
        raise Invalid(says, subscription=says)
    return {"endpoint": endpoint, **found}
