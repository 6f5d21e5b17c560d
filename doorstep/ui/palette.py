"""The command palette: records by name, what can be done here, what can be made, where to go.

``>`` asks for commands only, ``@`` for people, ``#`` for documents.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doorstep.kit.addresses import address
from doorstep.kit.naming import kind_of
from doorstep.kit.numbers import row_number
from doorstep.records.searching import Hit, search
from doorstep.records.types import RecordType, record_type
from doorstep.ui.heads import head_of
from doorstep.ui.http import Request
from doorstep.ui.navigation import creations, places
from doorstep.ui.offers import has_page, offered_on, url_of
from doorstep.ui.record_page import status_choices, status_url
from doorstep.ui.settings_pages import settings_of

MODES = {">": "commands", "@": "people", "#": "documents"}
PEOPLE = ("lead", "contact")
MOST, RECENT = 4, 5


@dataclass(frozen=True)
class Option:
    """One line of the palette. ``how``: go there, open a dialog, post, or click something here."""

    label: str
    url: str
    icon: str = "zap"
    detail: str = ""
    end: str = ""
    keys: str = ""
    how: str = "go"
    record: str = ""  # "lead:7": Tab asks what can be done with it
    square: bool = False
    values: str = ""  # JSON that is posted along


@require_safe
@login_required
def palette_page(request: Request) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:100]
    mode = MODES.get(typed[:1], "")
    text = typed[1:].strip() if mode else typed
    groups = [(label, options) for label, options in _groups(request, mode, text) if options]
    template = "ui/_palette_options.html" if request.htmx else "ui/palette.html"
    return render(request, template, {"groups": groups, "text": text, "typed": typed})


def _groups(request: Request, mode: str, text: str) -> list[tuple[str, list[Option]]]:
    if mode in ("people", "documents"):
        return [(_("People") if mode == "people" else _("Documents"), _found(request, mode, text))]
    found = _found(request, "", text) if not mode else []
    commands = [
        *_doing(request, found, text),
        (_("Create"), _makings(request, text)),
        (_("Go to"), _matching(_goings(request), text)),
        (_("Settings"), _matching(_settings(request), text) if text else []),
        (_("Search"), _everything(text)),
    ]
    if mode == "commands":
        return commands[:-1]
    return [(_("Records"), found) if text else (_("Recent"), _recent(request)), *commands]


def _doing(request: Request, found: list[Option], text: str) -> list[tuple[str, list[Option]]]:
    """What can be done with the record that is open; else with the first that was found."""
    record = _named(request, request.GET.get("on", ""))
    moves = _moves(record) if text else []
    options = _matching([*_doings(request, record), *moves], text)
    if found and not options:
        record = _named(request, found[0].record)
        options = _doings(request, record)[:MOST]
    return [(_("Do something with %s") % _name(record), options)] if record else []


def _found(request: Request, mode: str, text: str) -> list[Option]:
    """The first few of each kind of record that hold the words, and where the others are."""
    shown = [place.records for place in places(request.user) if place.records]
    kinds = [records for records in shown if _belongs(records, mode)]
    hits = search(request.user, text, kinds, limit=MOST) if text else []
    return [_of_hit(hit) for hit in hits]


def _everything(text: str) -> list[Option]:
    """The page of search, where the palette shows only the best."""
    query = urlencode({"q": text})
    label = _("Everything about “%s”") % text
    return [Option(label, f"{address('search')}?{query}", "search")] if text else []


def _of_hit(hit: Hit) -> Option:
    records = record_type(hit.kind)
    assert records is not None
    kind = capfirst(str(records.model._meta.verbose_name))
    return Option(
        hit.title,
        hit.url,
        hit.icon,
        detail=f"{kind} · {hit.detail}" if hit.detail else kind,
        end=_("close") if hit.near else "",
        record=hit.record,
        square=head_of(records.model).square,
    )


def _belongs(records: RecordType, mode: str) -> bool:
    if mode == "people":
        return records.kind in PEOPLE
    return mode != "documents" or records.model._meta.app_label not in ("parties", "catalog")


def _recent(request: Request) -> list[Option]:
    """What was open last, as the browser remembers it by name: ``?recent=lead:7``."""
    options = []
    for name in request.GET.getlist("recent")[:RECENT]:
        if (record := _named(request, name)) and (records := record_type(name.split(":")[0])):
            options.append(_option(records, record))
    return options


def _named(request: Request, name: str) -> Any:
    """The record called "lead:7", if the user may see it."""
    kind, _colon, pk = name.partition(":")
    records = record_type(kind)
    if records is None or row_number(pk) is None:
        return None
    manager: Any = records.model._default_manager
    return manager.visible_to(request.user).filter(pk=pk).first()


def _name(record: Any) -> str:
    return str(getattr(record, "name", "") or record)


def _option(records: RecordType, record: Any) -> Option:
    kind = capfirst(str(record._meta.verbose_name))
    name = _name(record)
    beside = "" if str(record) == name else f" · {record}"
    square = head_of(records.model).square
    return Option(
        name,
        record.get_absolute_url(),
        records.icon,
        detail=f"{kind}{beside}",
        record=f"{kind_of(records.model)}:{record.pk}",
        square=square,
    )


def _doings(request: Request, record: Any) -> list[Option]:
    """The actions on the record that is open, or that was asked about with Tab."""
    return [
        Option(
            str(action.label),
            url_of(action, record),
            action.icon,
            keys=action.keys.upper(),
            how="dialog" if has_page(action, record) else "post",
        )
        for action in (offered_on(request.user, record) if record else ())
    ]


def _moves(record: Any) -> list[Option]:
    """Each status the record may be moved to."""
    records = record_type(kind_of(type(record))) if record else None
    name = head_of(records.model).status if records else ""
    url = status_url(records, record) if records and name else ""
    return [
        Option(
            _("Move to “%s”") % choice.label,
            url,
            "circle-dot",
            how="post",
            values=json.dumps({"status": choice.value}),
        )
        for choice in (status_choices(record, name) if url else ())
    ]


def _makings(request: Request, text: str) -> list[Option]:
    """Each kind that can be made; what was typed and names no kind becomes its name."""
    made = [(each, Option(each.label, each.url, "plus")) for each in creations(request.user)]
    named = _matching([option for _each, option in made], text)
    if named or not text:
        return [_dialog(each.label, each.url) for each in named]
    return [
        _dialog(_("%(new)s “%(text)s”") % {"new": each.label, "text": text}, each.url, text)
        for each, _option in made[:2]
    ]


def _dialog(label: str, url: str, name: str = "") -> Option:
    query = f"?{urlencode({'name': name})}" if name else ""
    return Option(label, f"{url}{query}", "plus", how="dialog")


def _goings(request: Request) -> list[Option]:
    found = places(request.user)
    lists = [Option(place.label, place.url, place.icon) for place in found]
    boards = [
        Option(_("%s, as a board") % place.label, f"{place.url}board/", "kanban")
        for place in found
        if place.records and place.records.group_by
    ]
    return lists + boards


def _settings(request: Request) -> list[Option]:
    pages = [
        Option(str(each.label), each.url, each.icon, detail=str(group))
        for group, pages in settings_of(request.user)
        for each in pages
    ]
    return [
        *pages,
        Option(_("Switch between light and dark"), "theme-toggle button", "moon", how="click"),
        Option(_("All shortcuts"), address("shortcuts"), "keyboard", keys="?", how="dialog"),
        Option(_("Sign out"), address("logout"), "log-out", how="post"),
    ]


def _matching(options: list[Option], text: str) -> list[Option]:
    words = text.lower().split()
    return [o for o in options if all(word in f"{o.label} {o.detail}".lower() for word in words)]
