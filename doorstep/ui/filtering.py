"""Filters on a page: a chip for each that is in force, and the small form that sets one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doorstep.kit.addresses import address
from doorstep.kit.errors import Invalid
from doorstep.records.filters import Condition, Filter, Operator, Scope
from doorstep.records.filters.base import Option
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.ui.layouts import layouts_of

COUNTED, CAP = 20_000, 1000


@dataclass(frozen=True)
class Chip:
    """A condition in force: field, operator, value, and the list without it."""

    condition: Condition
    edit: str
    without: str

    @property
    def operator(self) -> str:
        is_single = self.condition.operator.takes == "many" and len(self.condition.texts) == 1
        if not is_single:
            return str(self.condition.operator.says)
        return _("is not") if self.condition.operator.codes == ("not",) else _("is")


@dataclass(frozen=True)
class Choice:
    """Something that can be ticked, and how many records would be found by it."""

    option: Option
    is_chosen: bool
    count: str


def chips(records: RecordType, query: ListQuery, met: list[Condition], layout: str) -> list[Chip]:
    return [
        Chip(
            each,
            editor_url(records, query, layout, each.filter.name),
            list_url(records, _without(query, each), layout),
        )
        for each in met
    ]


def list_url(records: RecordType, query: ListQuery, layout: str = "list") -> str:
    """The list as a link. One that asks for nothing says so by its sort: it is not "my" list."""
    text = query.urlencode() or ListQuery(sort=records.default_sort).urlencode()
    return f"{address(records.route(layout))}?{text}"


def editor_url(records: RecordType, query: ListQuery, layout: str, name: str) -> str:
    here = urlencode({"query": query.but().urlencode(), "on": layout})
    return f"{address(records.route('filter'), name)}?{here}"


@require_safe
@login_required
def filters_page(request: Request, records: RecordType) -> HttpResponse:
    """What one can filter by."""
    query, layout = _place(request, records)
    wanted = request.GET.get("s", "").casefold()
    found = [
        (each, editor_url(records, query, layout, each.name))
        for each in records.known_filters.values()
        if wanted in str(each.label).casefold()
    ]
    context = {"records": records, "query": query, "layout": layout, "filters": found}
    template = "records/_filter_menu.html" if request.htmx else "records/filter_menu.html"
    return render(request, template, context)


@require_safe
@login_required
def filter_page(request: Request, records: RecordType, name: str) -> HttpResponse:
    """Set one filter: its operators, what can be chosen, how many would match."""
    query, layout = _place(request, records)
    if (known := records.known_filters.get(name)) is None or known.kind is None:
        raise Http404
    editor = Editor(request, records, query, layout, known)
    do = request.GET.get("do", "")
    if do == "count":
        return render(request, "records/_filter_count.html", editor.context())
    if "op" in request.GET and not do:
        return redirect(list_url(records, editor.wanted(), layout))
    template = "records/_filter.html" if request.htmx else "records/filter.html"
    return render(request, template, editor.context() | editor.choices())


class Editor:
    """One filter being set: the operator and the values are those typed, or those in force."""

    def __init__(
        self, request: Request, records: RecordType, query: ListQuery, layout: str, known: Filter
    ) -> None:
        self.request, self.records, self.query = request, records, query
        self.layout, self.filter = layout, known
        assert known.kind is not None
        self.kind = known.kind
        self.scope = Scope(known, records.model, request.user, known.name)
        asked = {
            param: values
            for param, values in query.filters.items()
            if param.partition(".")[0] == known.name
        }
        in_force = records.conditions(request.user, ListQuery(filters=asked))
        self.now = in_force[0] if in_force else None
        self.operator = self._operator()
        typed = [value for value in request.GET.getlist("v") if value]
        self.values = typed if "op" in request.GET else list(self.now.values if self.now else ())

    def wanted(self) -> ListQuery:
        """The list with this filter as it is in the form; without it, if nothing is chosen."""
        codes = self.operator.codes
        if self.operator.takes == "nothing":
            given = {self.filter.param(codes[0]): [self.operator.fixed]}
        elif self.operator.takes == "two":
            ends = [*self.request.GET.getlist("v"), "", ""] if "op" in self.request.GET else []
            pairs = zip(codes, ends or self.values, strict=False)
            given = {self.filter.param(code): [value] for code, value in pairs if value}
        else:
            given = {self.filter.param(codes[0]): self.values} if self.values else {}
        return self.query.with_filter(self.filter.name, given)

    def context(self) -> dict[str, Any]:
        count, is_capped, wrong = 0, False, ""
        try:
            count, is_capped = self.records.count(self.request.user, self.wanted())
        except Invalid as refusal:
            wrong = refusal.message
        return {
            "records": self.records,
            "query": self.query,
            "layout": self.layout,
            "filter": self.filter,
            "operator": self.operator,
            "operators": self.kind.operators,
            "control": self.operator.control or self.kind.control,
            "values": self.values,
            "says": f"{count:,}{'+' if is_capped else ''}",
            "wrong": wrong,
            "address": address(self.records.route("filter"), self.filter.name),
            "without": list_url(self.records, self.query.with_filter(self.filter.name, {})),
        }

    def choices(self) -> dict[str, Any]:
        if (self.operator.control or self.kind.control) != "options":
            return {}
        text = self.request.GET.get("s", "")
        options = self.kind.options(self.scope, text)
        counts = self._counts()
        ticked = {value.casefold() for value in self.values}
        found = [
            Choice(each, each.value.casefold() in ticked, counts.get(each.key, ""))
            for each in options
        ]
        return {"choices": found, "is_long": len(options) > 12 or bool(text), "search": text}

    def _operator(self) -> Operator:
        by_key = {each.key: each for each in self.kind.operators}
        asked = self.request.GET.get("op", "")
        now = self.now.operator.key if self.now else ""
        return by_key.get(asked) or by_key.get(now) or self.kind.operators[0]

    def _counts(self) -> dict[Any, str]:
        """How many there are of each, among as many as can be looked at in no time."""
        if self.kind.control != "options" or "__" in self.filter.path:
            return {}
        others = self.query.narrowing.with_filter(self.filter.name, {})
        found = self.records.queryset(self.request.user, others).order_by()
        some = self.records.model._default_manager.filter(pk__in=found.values("pk")[:COUNTED])
        rows = some.order_by().values_list(self.filter.path).annotate(n=Count("pk"))
        return {key: f"{CAP:,}+" if n > CAP else f"{n:,}" for key, n in rows}


def _without(query: ListQuery, condition: Condition) -> ListQuery:
    gone = set(condition.params)
    return query.but(filters={p: v for p, v in query.filters.items() if p not in gone})


def _place(request: Request, records: RecordType) -> tuple[ListQuery, str]:
    """Which list the form stands on."""
    on = request.GET.get("on", "list")
    known = {"board"} if records.group_by else set()
    known |= {each.name for each in layouts_of(records)}
    return ListQuery.of(request.GET.get("query", "")), on if on in known else "list"
