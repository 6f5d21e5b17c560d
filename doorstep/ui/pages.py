"""What pages share. Views stay functions; these are functions they call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django import forms
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import make_aware
from django_htmx.http import HttpResponseClientRedirect

from doorstep.history.action import can_be_undone, last_event
from doorstep.history.models import Event
from doorstep.history.reading import record_then
from doorstep.history.sight import Sight
from doorstep.kit.errors import Refusal
from doorstep.records.veil import veil
from doorstep.ui.http import Request
from doorstep.users.models import User


def event_or_404(request: Request, pk: int) -> Event:
    """The event, if this user may see it."""
    try:
        return Sight(request.user).event(pk)
    except Event.DoesNotExist as error:
        raise Http404 from error


def as_it_was(record: models.Model, on: str, by: User) -> models.Model:
    """The record as it was then. Only for showing: it is not the row of today."""
    found = record_then(record._meta.label_lower, record.pk, moment_of(on))
    if found is None:
        raise Http404
    veil(found, by)
    return found  # type: ignore[no-any-return]


def moment_of(text: str) -> datetime:
    """``2026-11-21`` is the end of that day; ``2026-11-21T15:00`` the end of that minute."""
    try:
        if len(text) <= len("2026-11-21"):
            found = datetime.combine(date.fromisoformat(text), time.max)
        else:
            found = datetime.fromisoformat(text)
            found = found if found.second else found.replace(second=59, microsecond=999_999)
        return found if found.tzinfo else make_aware(found)
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def posted(request: Request) -> QueryDict | None:
    """The submitted data; None when the form is only being shown. (An empty POST is falsy!)"""
    return request.POST if request.method == "POST" else None


def go_to(request: Request, target: models.Model | str) -> HttpResponse:
    """Redirect the whole page, whether a browser or htmx is asking."""
    response = redirect(target)
    is_dialog = request.htmx and not request.htmx.boosted
    return HttpResponseClientRedirect(response.url) if is_dialog else response


def safe_next(request: Request) -> str:
    """Where the form says one came from, if that is one of our own pages."""
    target = request.POST.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if is_ours and target.startswith("/") else "home"


def say_done(request: Request, text: str) -> None:
    """A toast; with Undo, where the action just done can be taken back."""
    event = last_event()
    messages.success(request, text, extra_tags=str(event.pk) if can_be_undone(event) else "")


@contextmanager
def refusals_shown_on(form: forms.BaseForm) -> Iterator[None]:
    """Turn a refused action into errors on the form that asked for it."""
    try:
        yield
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        for name, message in refusal.fields.items():
            form.add_error(name if name in form.fields else None, message)
