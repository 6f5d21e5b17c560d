"""The list of any record type: views, filters as chips, rows a page at a time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doorstep.kit.keyset import Page
from doorstep.records.filters import Condition
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.bulk import FIRST, offers
from doorstep.ui.columns import hidden
from doorstep.ui.counts import count_of, said
from doorstep.ui.filtering import chips, list_url
from doorstep.ui.headings import collected, headings, reads
from doorstep.ui.http import Request
from doorstep.ui.rows import render_rows
from doorstep.ui.tabs import Tabs

PARTS = {
    "rows": "records/_rows.html",
    "more": "records/_rows.html",
    "list": "records/_list.html",
}
CAP = 1000


@require_safe
@login_required
def list_page(request: Request, records: RecordType) -> HttpResponse:
    """The list of any record type; only the part that htmx asks for."""
    template = PARTS.get(request.htmx.target or "", "records/list.html")
    query, tabs = ListQuery.parse(request.GET, looks=True), None
    if template not in PARTS.values() or not request.GET:
        tabs = Tabs.of(request, records)
        if not request.GET and tabs.default:
            return redirect(list_url(records, ListQuery.of(tabs.default)))
    met = records.conditions(request.user, query)
    context = rows_context(request, records, query, met)
    if template != PARTS["rows"]:
        context |= list_context(request, records, query, met, tabs)
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def rows_context(
    request: Request, records: RecordType, query: ListQuery, met: list[Condition]
) -> dict[str, Any]:
    """The rows of a page as HTML, and the ways to those before and after."""
    columns = headings(records, query)
    fields = [*reads(columns), *filter(None, [records.email])]
    user = request.user
    page = records.rows(user, query, fields, met)
    words = {"edit": _("Edit %s"), "select": _("Select"), "write": _("E-mail")}
    return {
        "records": records,
        "query": query,
        "columns": columns,
        "width": len(columns) + 1 + bool(records.email),
        "is_empty": not page.items,
        "rows": render_rows(records, columns, collected(columns, page.items, user), words),
        "shown": len(page.items),
        **_ways(query, page),
    }


def list_context(
    request: Request,
    records: RecordType,
    query: ListQuery,
    met: list[Condition],
    tabs: Tabs | None = None,
    layout: str = "list",
) -> dict[str, Any]:
    """What surrounds the rows, or the cards of a board."""
    return {
        "layout": layout,
        "tabs": tabs,
        "here": query.urlencode(),
        "narrowing": query.narrowing.urlencode(),
        "chips": chips(records, query, met, layout),
        "kept": hidden(query),
        "all_url": list_url(records, ListQuery(), layout),
        "bulk_offers": offers(records, request.user)[:FIRST] if layout == "list" else [],
    }


@require_safe
@login_required
def counts_fragment(request: Request, records: RecordType) -> HttpResponse:
    """How many match, what they add up to, and how many each view holds: after the page."""
    query = ListQuery.parse(request.GET, looks=True)
    user = request.user
    matching, total = _sums(records, user, query)
    tabs = Tabs.of(request, records)
    counts = {tab.key: count_of(user, records, tab.query) for tab in tabs.countable}
    context = {
        "records": records,
        "all": said(*records.count(user, ListQuery())),
        "matching": matching,
        "total": total,
        "counts": counts,
    }
    return render(request, "records/_counts.html", context)


@require_safe
@login_required
def count_fragment(request: Request, records: RecordType) -> HttpResponse:
    """How many match, up to a thousand."""
    query = ListQuery.parse(request.GET, looks=True)
    return HttpResponse(said(*records.count(request.user, query)))


def _sums(records: RecordType, user: Any, query: ListQuery) -> tuple[str, Any]:
    met = records.conditions(user, query)
    number, is_capped = records.count(user, query, met)
    if is_capped or not records.total:
        return said(number, is_capped), None
    sums = records.queryset(user, query, met).order_by().aggregate(total=Sum(records.total))
    return said(number, is_capped), sums["total"]


def _ways(query: ListQuery, page: Page) -> dict[str, str]:
    after = query.but(after=page.next).urlencode() if page.next else ""
    before = query.but(before=page.previous).urlencode() if page.previous else ""
    return {"next": f"?{after}" if after else "", "previous": f"?{before}" if before else ""}
