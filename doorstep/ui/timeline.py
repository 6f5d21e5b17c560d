"""The timeline of a record or of its whole relationship: narrowed, searched, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import CharField, Count, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.history.entries import story
from doorstep.history.relationship import has_relationship
from doorstep.history.rows import row_of
from doorstep.history.sorts import CHANGES, read_sorts, sorts
from doorstep.kit.errors import Invalid
from doorstep.ui.http import Request
from doorstep.ui.pages import moment_of

WHOLE = "relationship"
SCOPES = ("", "record", WHOLE)
KEPT = ("on", "kinds", "q", "scope")  # what the next page is asked for as well
USUAL = 50  # sorts up to this place are offered even where there are none yet


@dataclass(frozen=True)
class Pinned:
    """What stays above the timeline: a text, whose, since when, and where it is let go."""

    text: Any
    by: Any
    at: datetime
    let_go: str
    record: Any


Pinning = Callable[[Request, models.Model, bool], Iterable[Pinned]]
_pinning: list[Pinning] = []


def stays_on_top(function: Pinning) -> Pinning:
    """Pinned things of a record, of its whole relationship if the last argument says so."""
    _pinning.append(function)
    return function


def asked_of_timeline(request: Request) -> dict[str, Any]:
    """``?kinds=notes,calls&q=brass&scope=relationship&after=…`` as a timeline is asked."""
    scope = request.GET.get("scope", "")
    if scope not in SCOPES:
        says = _("Choose “record” or “relationship”.")
        raise Invalid(says, scope=says)
    return {
        "after": request.GET.get("after", ""),
        "kinds": read_sorts(",".join(request.GET.getlist("kinds"))),
        "text": request.GET.get("q", "")[:200],
        "whole": scope == WHOLE,
    }


def timeline_context(request: Request, record: models.Model) -> dict[str, Any]:
    """What happened to a record and to what belongs to it, a page at a time.

    With ``?on=`` it stops where that day, or that moment, ends.
    """
    on = request.GET.get("on", "")
    asked = asked_of_timeline(request) | {"until": moment_of(on) if on else None}
    told = story(record, by=request.user, **asked)
    kept = {name: ",".join(request.GET.getlist(name)) for name in KEPT if request.GET.get(name)}
    is_first = not (asked["after"] or asked["kinds"] or asked["text"] or on)
    return {
        "page": told.page,
        "entries": told.entries,
        "others": told.others,
        "record": record,
        "on": on,
        "is_narrowed": bool(asked["kinds"] or asked["text"]),
        "kept": urlencode(kept),
        "on_top": [each for pin in _pinning for each in pin(request, record, asked["whole"])]
        if is_first
        else [],
    }


def timeline_page(request: Request, record: models.Model) -> HttpResponse:
    return render(request, "ui/_timeline.html", timeline_context(request, record))


def timeline_tools(request: Request, record: models.Model) -> dict[str, Any]:
    """What it can be narrowed to. Others than the usual sorts are offered where there are some,
    and for the whole relationship, where there may be.
    """
    can_widen = has_relationship(type(record))
    return {
        "can_widen": can_widen,
        "is_whole": request.GET.get("scope") == WHOLE,
        "chosen_sort": request.GET.get("kinds", ""),
        "sorts": [
            (each, each.order <= USUAL or each.name == CHANGES)
            for each in sorts()
            if each.counted or each.name == CHANGES or can_widen
        ],
    }


def sort_counts(record: models.Model) -> dict[str, int]:
    """How much there is of each sort on a record: one query over the tables that hang on it."""
    about_type, about_id = row_of(record)
    parts = [
        each.counted._base_manager.filter(about_type=about_type, about_id=about_id)
        .order_by()
        .values(sort=Value(each.name, output_field=CharField()))
        .annotate(n=Count("pk"))
        .values_list("sort", "n")
        for each in sorts()
        if each.counted
    ]
    first, *others = parts
    found = dict(first.union(*others, all=True))
    return {each.name: found.get(each.name, 0) for each in sorts() if each.counted}
