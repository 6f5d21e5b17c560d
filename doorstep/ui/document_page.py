"""The page of a document that is read: head, journey, lines, totals, what it is linked with.

Each kind says with ``show_document`` what is its own: how far its lines are, what stands above
them, what is to be done next. The page of a draft may be another (``editor``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doorstep.history.reading import rows_then
from doorstep.records.types import RecordType
from doorstep.ui.heads import Label
from doorstep.ui.http import Request
from doorstep.ui.linked import journey, linked_with
from doorstep.ui.pages import as_it_was, moment_of
from doorstep.ui.record_page import Offer, found, head_context
from doorstep.ui.timeline import timeline_context, timeline_tools
from doorstep.users.models import User

SHOWN_WITH = ("item", "unit")
PARTS = {
    "rec": "documents/_head.html",
    "document": "documents/_document.html",
    "next": "documents/_next.html",
}
WITH_LINES = {"document", None}


@dataclass(frozen=True)
class Next:
    """What waits for somebody: in words, and where it is done. ``is_late``: it should be done."""

    text: Label
    url: str = ""
    icon: str = "arrow-right"
    how: str = "go"
    is_late: bool = False
    label: Label = ""


@dataclass(frozen=True)
class Progress:
    """A column of the lines: so much of each one's quantity (a field of the line)."""

    field: str
    label: Label
    all: str = "quantity"


@dataclass(frozen=True)
class Paper:
    """How a kind of document is read. ``above`` is a template above the lines, ``context`` what
    it needs; ``settle`` names the menu of the ``settling`` verbs beside "Make".
    """

    stage: str
    dated: Label
    progress: tuple[Progress, ...] = ()
    above: str = ""
    context: Callable[[Request, Any, list[Any]], dict[str, Any]] | None = None
    next: Callable[[Any, User], Next | None] | None = None
    settle: Label = ""
    settling: tuple[str, ...] = ()
    submit: Callable[[Any, list[Any]], str] | None = None
    has_prices: bool = True
    rail: str = ""


_papers: dict[type[models.Model], Paper] = {}


def show_document(model: type[models.Model], paper: Paper) -> None:
    _papers[model] = paper


def paper_of(model: type[models.Model]) -> Paper:
    return _papers[model]


@require_safe
@login_required
def document_page(
    request: Request,
    records: RecordType,
    pk: int,
    template: str = "documents/document.html",
) -> HttpResponse:
    """A document today, or ``?on=2026-11-21`` with its lines as they were then."""
    record = found(request, records, pk)
    on = request.GET.get("on", "")
    then = as_it_was(record, on, request.user) if on else record
    context = document_context(request, records, then, on)
    if request.htmx.target in PARTS:
        return render(request, PARTS[request.htmx.target], context)
    story = timeline_context(request, record) | timeline_tools(request, record)
    return render(request, template, story | context)


def document_context(
    request: Request, records: RecordType, record: Any, on: str = ""
) -> dict[str, Any]:
    """All that the parts of the page show."""
    paper = paper_of(records.model)
    lines = lines_of(record, on)
    linked = linked_with(record, request.user)
    context = head_context(request, records, record)
    context |= {
        "paper": paper,
        "on": on,
        "lines": lines,
        "linked": linked,
        "doors": journey(record, paper.stage, linked),
        "next": paper.next(record, request.user) if paper.next and not on else None,
        "party": record.customer_or_lead,
    }
    context |= _menus(paper, record, lines, context)
    return context | (paper.context(request, record, lines) if paper.context else {})


def lines_of(record: Any, on: str = "") -> list[Any]:
    """The lines with what they name; those of then, if a day is given."""
    if not on:
        return list(record.lines.select_related(*SHOWN_WITH))
    model = record._meta.get_field("lines").related_model
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rows = rows_then(model, moment_of(on), **{f"{model.part_of}_id": record.pk})
    found = [
        model(**{name: fields[name].to_python(row[name]) for name in row.keys() & fields.keys()})
        for row in rows
    ]
    prefetch_related_objects(found, *SHOWN_WITH)
    return sorted(found, key=lambda line: (line.position, line.pk))


def _menus(paper: Paper, record: Any, lines: list[Any], context: dict[str, Any]) -> dict[str, Any]:
    """The offers by the place where they stand: each once, and a draft is first submitted."""
    others: list[Offer] = context["more_offers"]
    submit = next((offer for offer in others if offer.verb == "submit"), None)
    settling = [offer for offer in others if offer.verb in paper.settling]
    shown = [*settling, submit]
    rest = [each for each in others if each not in shown and not _is_in_head(record, each)]
    says = paper.submit(record, lines) if submit and paper.submit else ""
    return {
        "edit": next((each for each in others if _is_in_head(record, each)), None),
        "submit": submit,
        "submit_says": says or (submit.label if submit else ""),
        "settling": settling,
        "more_offers": rest,
    }


def _is_in_head(record: Any, offer: Offer) -> bool:
    return bool(record.is_draft and offer.verb == "edit")
