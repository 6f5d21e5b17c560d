"""Taking an event back; where something was changed since, asking what to do about it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import push_url, retarget

from doorstep.history.actions import undo
from doorstep.history.choosing import HELD, LEFT
from doorstep.history.clashes import Clashes, clashes
from doorstep.history.models import Event
from doorstep.history.obstacles import ChangedSince
from doorstep.kit.addresses import address, has_address
from doorstep.kit.errors import Refusal
from doorstep.kit.naming import kind_of
from doorstep.ui.http import Request
from doorstep.ui.pages import event_or_404, go_to, safe_next

CHOICE, SEEN = "for:", "now:"


@require_POST
@login_required
def event_undo(request: Request, pk: int) -> HttpResponse:
    """Take an event back, or say why not; with ``rest`` what was changed since is as chosen.

    Whoever chooses has seen the values: if they are others by now, they are asked again.
    """
    event = event_or_404(request, pk)
    chosen = [name for name in request.POST if name.startswith(CHOICE) and request.POST[name]]
    found = clashes(event, request.user) if chosen else None
    if found and not _were_seen(found, chosen, request):
        return _ask(request, event, {"found": found})
    try:
        undo(event, by=request.user, rest="rest" in request.POST, take=_taken(found, request))
    except Refusal as refusal:
        found = clashes(event, request.user) if isinstance(refusal, ChangedSince) else None
        if found and found.fields:
            return _ask(request, event, {"found": found})
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Done again.") if event.undoes_id else _("Undone."))
    return go_to(request, _where_to(request, event))


def _were_seen(found: Clashes, chosen: list[str], request: Request) -> bool:
    """Whether every field that was chosen for still holds what the dialog showed."""
    now = {f"{CHOICE}{each.place}": each.now for each in found.fields}
    return all(
        now.get(name) == request.POST.get(f"{SEEN}{name.removeprefix(CHOICE)}") for name in chosen
    )


def _taken(found: Clashes | None, request: Request) -> dict[str, str]:
    """By place, what a field is to hold after all."""
    places = [each.place for each in found.fields] if found else []
    ways = {place: request.POST.get(f"{CHOICE}{place}", "") for place in places}
    return {place: way for place, way in ways.items() if way in (HELD, LEFT)}


def _ask(request: Request, event: Event, context: dict[str, Any]) -> HttpResponse:
    """The dialog, or a page that says the same."""
    back = safe_next(request)
    context |= {
        "event": event,
        "back": address("home") if back == "home" else back,
        "history": _history_of(event),
    }
    if not request.htmx:
        return render(request, "ui/undo.html", context, status=409)
    answer = render(request, "ui/_undo.html", context, status=409)
    return push_url(retarget(answer, "#dialog"), False)


def _history_of(event: Event) -> str:
    """Where all versions of what it is about stand."""
    if not event.subject_type or event.subject_id is None:
        return ""
    page = f"{kind_of(apps.get_model(event.subject_type))}_history"
    return address(page, event.subject_id) if has_address(page, event.subject_id) else ""


def _where_to(request: Request, event: Event) -> Any:
    """Back to the page it was asked from, unless that was about what has just gone."""
    if event.result_type and event.result is None:
        return event.subject or "home"
    return safe_next(request)
