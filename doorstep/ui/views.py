"""The pages every record shares: making one, its timeline, notes, undo, and plain doing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from doorstep.history.action import ACTIONS
from doorstep.kit.addresses import address, has_address
from doorstep.kit.errors import Refusal
from doorstep.kit.naming import kind_of
from doorstep.records.doing import doing
from doorstep.records.types import RecordType
from doorstep.ui.heads import head_of
from doorstep.ui.http import Request
from doorstep.ui.offers import asks_for_nothing
from doorstep.ui.pages import (
    go_to,
    posted,
    refusals_shown_on,
    say_done,
)
from doorstep.ui.record_forms import record_form
from doorstep.ui.timeline import timeline_page


@require_http_methods(["GET", "POST"])
@login_required
def create_page(request: Request, records: RecordType) -> HttpResponse:
    """The quick-add dialog: the first facts of a record."""
    names = _quick(records)
    first = {name: request.GET[name] for name in names if name in request.GET}
    make_form = record_form(records.model, names, request.user)
    form = make_form(posted(request), initial=first, auto_id=f"{records.kind}_%s")
    if form.is_valid():
        with refusals_shown_on(form):
            made = doing(records.model, "created")(
                records.model, by=request.user, **_said(form.cleaned_data)
            )
            say_done(request, _("%s is there.") % made)
            asking = request.GET.get("for", "")
            return _hand_over(made, asking) if asking else go_to(request, _first_page(made))
    template = "records/_create.html" if request.htmx else "records/create.html"
    says = head_of(records.model).quick_says
    context = {"records": records, "form": form, "says": says}
    return render(request, template, context, status=422 if form.errors else 200)


def _first_page(made: Any) -> Any:
    """Where one goes on writing what was begun: its page, or one of its own for that."""
    page = f"{kind_of(type(made))}_edit"
    return address(page, made.pk) if has_address(page, made.pk) else made


def _hand_over(made: Any, asking: str) -> HttpResponse:
    """To the field that searched for it, named by ``?for=``: it is there now."""
    told = {"for": asking, "value": made.pk, "shown": str(getattr(made, "name", "") or made)}
    return trigger_client_event(HttpResponse(), "made-for-field", told)


def _quick(records: RecordType) -> list[str]:
    """The fields of the quick-create dialog: those declared, else the first facts."""
    if names := head_of(records.model).quick:
        return list(names)
    sections = records.facts
    names = sections[0].fields + tuple(sections[1].fields[:2] if sections[1:] else ())
    return [name for name in names if name != "owner"]


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """What was filled in; for the rest the action has its own ideas."""
    return {name: value for name, value in values.items() if value not in (None, "")}


@require_safe
@login_required
def record_timeline(request: Request, records: RecordType, pk: int) -> HttpResponse:
    return timeline_page(request, _found(request, records, pk))


@require_POST
@login_required
def action_do(request: Request, name: str, pk: int) -> HttpResponse:
    """Do an action that asks for nothing but its record."""
    action = ACTIONS.get(name)
    if action is None or not asks_for_nothing(action):
        raise Http404
    manager: Any = action.model._default_manager
    record = get_object_or_404(manager.visible_to(request.user), pk=pk)
    try:
        action(record, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        say_done(request, f"{action.label}: {record}")
    return redirect(record if manager.filter(pk=pk).exists() else _list_of(record))


def _list_of(record: Any) -> Any:
    """Where one is when the record one looked at is gone: where it hung, else its list."""
    if about := getattr(record, "about", None):
        return about
    page = f"{kind_of(type(record))}_list"
    return page if has_address(page) else "home"


def _found(request: Request, records: RecordType, pk: int) -> Any:
    manager: Any = records.model._default_manager
    return get_object_or_404(manager.visible_to(request.user), pk=pk)
