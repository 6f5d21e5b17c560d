"""The versions of a record: who did what, how it was then, and taking one field or all back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from doorstep.history.actions import revert
from doorstep.history.entries import Entry, story
from doorstep.history.reading import record_then
from doorstep.history.source import Source
from doorstep.history.versions import Version, record_or_last, sources_of, versions_of
from doorstep.kit.addresses import address
from doorstep.kit.errors import Refusal
from doorstep.kit.numbers import row_number
from doorstep.records.doing import doing
from doorstep.records.types import RecordType
from doorstep.records.veil import veil
from doorstep.ui.http import Request
from doorstep.ui.pages import event_or_404, say_done

PEOPLE = (Source.PAGE, Source.PORTAL, Source.MAIL, Source.DAV)
RULES = (Source.RULE, Source.SYSTEM)
PROGRAMS = (Source.API, Source.IMPORT, Source.CLI, Source.MCP)


@require_safe
@login_required
def history_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """All versions of a record, also of one that was deleted; ``?at=`` is the event of one."""
    row = records.model._meta.label_lower, pk
    try:
        record, is_there = record_or_last(row, request.user)
    except records.model.DoesNotExist as error:  # type: ignore[attr-defined]
        raise Http404 from error
    shown = request.GET.get("show", "")
    told = story(
        record,
        by=request.user,
        after=request.GET.get("after", ""),
        sources=_groups().get(shown, ("", ()))[1],
        alone=True,
    )
    context = {"records": records, "record": record, "is_there": is_there, "shown": shown}
    context |= {"page": told.page, "entries": told.entries, "did": did}
    if request.htmx.target == "earlier":
        return render(request, "ui/_versions.html", context | _chosen(request, row))
    context |= _chosen(request, row) | {"shares": _shares(row)}
    return render(request, "ui/history.html", context)


@require_POST
@login_required
def restore_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Give the facts of a record what they said in another version; its status stays."""
    record = _found(request, records, pk)
    event = event_or_404(request, row_number(request.POST.get("at", "")) or 0)
    then = record_then(record._meta.label_lower, pk, event.at)
    if then is None:
        raise Http404
    values = {
        name: value for name, value in _facts(records, then) if getattr(record, name) != value
    }
    try:
        if values:
            doing(records.model, "updated")(record, by=request.user, **values)
    except Refusal as refusal:
        messages.error(request, "; ".join([refusal.message, *refusal.fields.values()]))
    else:
        say_done(request, _("The facts are those of %s again.") % _moment(event.at))
    return redirect(address(records.route("history"), pk))


@require_POST
@login_required
def revert_page(request: Request, records: RecordType, pk: int, event: int) -> HttpResponse:
    """Take back one field of what an event changed."""
    record = _found(request, records, pk)
    name = request.POST.get("field", "")
    try:
        revert(record, by=request.user, event=event_or_404(request, event), field=name)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        say_done(request, _("Taken back: %s.") % records.model._meta.get_field(name).verbose_name)
    return redirect(address(records.route("history"), pk))


def did(entry: Entry) -> str:
    """What somebody did, after their name: "changed the phone"."""
    event, labels = entry.event, [each.label for each in entry.sentences if each.label]
    if event.undoes_id:
        return _("took something back")
    if entry.action and entry.action.told:
        return str(entry.action.told)
    if len(labels) == 1:
        return _("changed: %s") % labels[0]
    if labels:
        return ngettext("changed %(n)d field", "changed %(n)d fields", len(labels)) % {
            "n": len(labels)
        }
    return str(entry.action.label) if entry.action else event.name


def _found(request: Request, records: RecordType, pk: int) -> Any:
    manager: Any = records.model._default_manager
    return get_object_or_404(manager.visible_to(request.user), pk=pk)


def _facts(records: RecordType, then: models.Model) -> list[tuple[str, Any]]:
    """What the facts said then; those nobody may type are left alone."""
    names = [name for section in records.facts for name in section.fields]
    fields = [then._meta.get_field(name) for name in names]
    editable: list[Any] = [f for f in fields if f.concrete and getattr(f, "editable", False)]
    return [(field.name, getattr(then, field.name)) for field in editable]


def _groups() -> dict[str, tuple[str, tuple[Source, ...]]]:
    return {
        "": (_("All"), ()),
        "people": (_("People"), PEOPLE),
        "rules": (_("Rules"), RULES),
        "programs": (_("Programs"), PROGRAMS),
    }


def _shares(row: tuple[str, int]) -> list[tuple[str, str, int]]:
    """The tabs: what each shows, and how many that are."""
    counts = sources_of(row)
    return [
        (name, label, sum(counts.get(s, 0) for s in sources) if sources else sum(counts.values()))
        for name, (label, sources) in _groups().items()
    ]


def _chosen(request: Request, row: tuple[str, int]) -> dict[str, Any]:
    """The version that is shown, and those beside it on the slider."""
    versions = versions_of(row)
    at = request.GET.get("at", "")
    number = next((n for n, each in enumerate(versions) if str(each.event.pk) == at), -1)
    chosen = versions[number] if versions else None
    if number == -1 and (pk := row_number(at)):
        event = event_or_404(request, pk)
        chosen = Version(event, frozenset())
        versions = sorted([*versions[1:], chosen], key=lambda each: each.event.pk)
        number = versions.index(chosen)
    if then := chosen and record_then(*row, chosen.event.at):
        veil(then, request.user)
    return {
        "versions": versions,
        "number": number if number >= 0 else len(versions) - 1,
        "chosen": chosen,
        "then": then,
        "is_past": bool(at and versions) and chosen is not versions[-1],
        "moment": _moment,
        "brief": _brief,
    }


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "l j F Y, H:i")


def _brief(at: datetime) -> str:
    """ "20 Nov, 16:05", or "Today 12:48"."""
    local = localtime(at)
    clock = date_format(local, "H:i")
    if local.date() == localdate():
        return _("Today %s") % clock
    return f"{date_format(local, 'j M' if local.year == localdate().year else 'j M Y')}, {clock}"
