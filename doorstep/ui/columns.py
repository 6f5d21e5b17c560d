"""Which columns a list shows, in which order, and how close its rows stand."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.filtering import list_url
from doorstep.ui.http import Request


@require_safe
@login_required
def columns_page(request: Request, records: RecordType) -> HttpResponse:
    """Choose columns; each move of one is a link to the list it makes."""
    query = ListQuery.of(request.GET.get("query", "")).but()
    context = {
        "records": records,
        "query": query,
        "kept": hidden(query),
        "columns": _columns(records, query),
        "all_url": list_url(records, ListQuery()),
    }
    template = "records/_display.html" if request.htmx else "records/display.html"
    return render(request, template, context)


def hidden(query: ListQuery) -> list[tuple[str, str]]:
    """What a form that searches has to keep of the list it stands on."""
    pairs = [(param, value) for param, values in query.filters.items() for value in values]
    pairs += [("columns", name) for name in query.columns]
    own = (("sort", query.sort), ("density", query.density))
    return pairs + [(name, value) for name, value in own if value]


def _columns(records: RecordType, query: ListQuery) -> list[dict[str, Any]]:
    """Every column there is: shown or not, and the lists with it moved up or down."""
    shown = [column.name for column in records.shown(query)]
    labels = {each.name: str(each.on(records.model).label) for each in records.all_columns}
    rest = [name for name in labels if name not in shown]
    return [
        {
            "name": name,
            "label": labels[name],
            "is_shown": name in shown,
            "up": _moved(records, query, shown, name, -1),
            "down": _moved(records, query, shown, name, 1),
        }
        for name in [*shown, *rest]
    ]


def _moved(records: RecordType, query: ListQuery, shown: list[str], name: str, by: int) -> str:
    if name not in shown or not 0 <= (to := shown.index(name) + by) < len(shown):
        return ""
    others = [each for each in shown if each != name]
    others.insert(to, name)
    return list_url(records, query.but(columns=tuple(others)))
