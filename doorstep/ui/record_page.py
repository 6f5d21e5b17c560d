"""The page of any record: head, facts, history, panels; as it is, or as it was on a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from doorstep.history.action import ACTIONS
from doorstep.kit.addresses import address, has_address
from doorstep.kit.numbers import row_number
from doorstep.kit.prepared import Prepared
from doorstep.records.models import Master
from doorstep.records.query import ListQuery
from doorstep.records.reading import one_visible
from doorstep.records.types import RecordType
from doorstep.records.veil import Unseen, veil
from doorstep.ui.composer import composed
from doorstep.ui.heads import doors_of, head_of, joined, url_to_write
from doorstep.ui.http import Request
from doorstep.ui.menus import lines_of
from doorstep.ui.offers import hint_of, how_of, made_for, offered_on, url_of
from doorstep.ui.pages import as_it_was, say_done
from doorstep.ui.timeline import timeline_context, timeline_tools
from doorstep.ui.typed import forget_typed

DANGEROUS = ("deleted", "cancelled")
PARTS = {"rec": "ui/_record_head.html", "next": "ui/_next.html"}


@dataclass(frozen=True)
class Choice:
    """A status one may move to."""

    value: Any
    label: str
    tone: str = ""
    glyph: str = ""


@dataclass(frozen=True)
class Offer:
    """An action as a line of a menu."""

    label: str
    url: str
    icon: str
    keys: str
    how: str
    is_danger: bool = False
    verb: str = ""
    says: str = ""


@require_safe
@login_required
def record_page(
    request: Request,
    records: RecordType,
    pk: int,
    template: str = "ui/record.html",
    **more: Any,
) -> HttpResponse:
    """A record, today or ``?on=2026-11-21`` as it was at the end of that day."""
    record = found(request, records, pk)
    on = request.GET.get("on", "")
    then = as_it_was(record, on, request.user) if on else record
    context = head_context(request, records, then)
    if request.htmx.target in PARTS:
        return render(request, PARTS[request.htmx.target], context | more)
    context = timeline_context(request, record) | timeline_tools(request, record) | context | more
    return render(request, template, context)


@require_safe
@login_required
def record_peek(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """A look at a record without leaving the list."""
    record = found(request, records, pk)
    context = head_context(request, records, record) | timeline_context(request, record)
    return render(request, "ui/_peek.html", context)


@require_safe
@login_required
def record_beside(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """The addresses of the records before and after it in the list that the query asks for."""
    get_object_or_404(records.model._default_manager.visible_to(request.user), pk=pk)
    query = ListQuery.parse(request.GET, looks=True).but()
    around = records.neighbours(request.user, query, pk)
    before, after = (address(records.route("detail"), each) if each else None for each in around)
    return JsonResponse({"previous": before, "next": after})


@require_POST
@login_required
def record_note(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Write a note, with the action that all kinds of records share."""
    record = found(request, records, pk)
    share = [each for text in request.POST.getlist("share") if (each := row_number(text))]
    said = {"share": share} if share else {}
    ACTIONS["*.noted"](record, by=request.user, text=request.POST.get("text", ""), **said)
    forget_typed(request)
    say_done(request, _("Note saved."))
    if not composed(request):
        return redirect(record)
    context = {"records": records, "record": record, "again": True}
    answer = render(request, "ui/_compose_note.html", context)
    return trigger_client_event(answer, "record-changed")


def found(request: Request, records: RecordType, pk: int) -> Any:
    names = joined(records)
    record = one_visible(records.model, pk, request.user, names)
    if record is None:
        raise Http404
    veil(record, request.user, names)
    return record


def head_context(request: Request, records: RecordType, record: models.Model) -> dict[str, Any]:
    head = head_of(records.model)
    offers = _offers(request, record)
    became = _became(record, head.became)
    made = _offers(request, became) if became else offers
    return {
        "records": records,
        "record": record,
        "head": head,
        "doors": doors_of(record, request.user),
        "status": _status(record, head.status),
        "became": became,
        "make": [
            *(offer for offer in made if offer.keys.startswith("m ")),
            *_made(request, became or record),
        ],
        "more_offers": [offer for offer in offers if not offer.keys.startswith("m ")],
        "menu_lines": lines_of(record, request.user),
        "write_url": url_to_write(record, request.user),
        "status_url": status_url(records, record) if head.status else "",
    }


def status_choices(record: Any, name: str) -> list[Choice]:
    """Where a record may go from here: rows of a list, or what its transitions allow."""
    field: Any = type(record)._meta.get_field(name)
    if field.is_relation and issubclass(field.related_model, Master):
        rows, here = _offered(field.related_model).records(), getattr(record, field.attname)
        return [Choice(row.pk, row.name, row.tone, row.glyph) for row in rows if row.pk != here]
    allowed = getattr(record, "transitions", {}).get(getattr(record, name), ())
    return [Choice(value, str(label)) for value, label in field.flatchoices if value in allowed]


@cache
def _offered(model: type[Master]) -> Prepared:
    return Prepared(lambda: model.objects.offered())


def _became(record: models.Model, name: str) -> Any:
    """The record that took its place, if there is one and this user may see it."""
    found = getattr(record, name) if name else None
    return None if isinstance(found, Unseen) else found


def _status(record: Any, name: str) -> Choice | None:
    if not name:
        return None
    value = getattr(record, name)
    if isinstance(value, Master):
        return Choice(
            value.pk, value.name, getattr(value, "tone", ""), getattr(value, "glyph", "")
        )
    return Choice(value, getattr(record, f"get_{name}_display")())


def status_url(records: RecordType, record: models.Model) -> str:
    page = records.route("status")
    return address(page, record.pk) if has_address(page, record.pk) else ""


def _made(request: Request, record: models.Model) -> list[Offer]:
    return [
        Offer(str(each.label), each.url(record), each.icon, each.keys, "dialog")
        for each in made_for(record, request.user)
    ]


def _offers(request: Request, record: models.Model) -> list[Offer]:
    """One line for each page: two actions may share it."""
    found: dict[str, Offer] = {}
    for action in offered_on(request.user, record):
        url = url_of(action, record)
        how = "post" if "/do/" in url else how_of(action)
        danger = action.name.rpartition(".")[2] in DANGEROUS
        says = hint_of(action, record)
        offer = Offer(
            str(action.label), url, action.icon, action.keys, how, danger, action.verb, says
        )
        found.setdefault(url, offer)
    return list(found.values())
