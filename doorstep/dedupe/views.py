"""The pages of duplicates."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.dedupe.actions import tell_apart
from doorstep.dedupe.comparing import compare, heads
from doorstep.dedupe.finding import similar_to
from doorstep.dedupe.grouping import LARGEST
from doorstep.dedupe.models import Apart, Merged
from doorstep.dedupe.queue import decided, pairs_of, told, waiting
from doorstep.dedupe.records import merge_records
from doorstep.dedupe.traits import KINDS
from doorstep.kit.addresses import address
from doorstep.kit.errors import Invalid, Refusal
from doorstep.kit.naming import kind_of
from doorstep.records.types import type_of
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, safe_next, say_done

ASKED = ("name", "organisation", "email", "phone", "mobile")
LONGEST = 200
FEWEST, MOST = 2, 5
DECIDED: dict[str, Any] = {"merged": Merged, "apart": Apart}


@require_safe
@login_required
def similar(request: Request, model: Any) -> HttpResponse:
    """While a record is being typed: those there are that may be the same."""
    said = {name: request.GET.get(name, "")[:LONGEST].replace("\0", "") for name in ASKED}
    found = similar_to(said, model, request.user, limit=3) if any(said.values()) else []
    return render(request, "dedupe/_similar.html", {"found": found})


@require_safe
@login_required
def queue_page(request: Request) -> HttpResponse:
    """What may be the same, and what was decided: ``?show=merged``, ``?show=apart``."""
    show, after = request.GET.get("show", ""), request.GET.get("after", "")
    if show and show not in DECIDED:
        raise Http404
    page = decided(DECIDED[show], request.user, after) if show else waiting(request.user, after)
    here = address("duplicates")
    tabs = [
        (_("To decide"), here, ""),
        (_("Merged"), f"{here}?show=merged", ""),
        (_("Never the same"), f"{here}?show=apart", ""),
    ]
    context = {"page": page, "show": show, "tabs": tabs, "told": told, "most": MOST}
    return render(request, "dedupe/queue.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def merge_page(request: Request, kind: str) -> HttpResponse:
    """From two to five records side by side: what stays is chosen, then they become one."""
    said = request.POST if request.method == "POST" else request.GET
    records, refusal = _records(request, _kind(kind), said.getlist("ids")), None
    keep, take = _number(said.get("keep", "")), _taken(said)
    if request.method == "POST":
        try:
            return _merge(request, records, keep, take)
        except Refusal as error:
            refusal = error
    found = compare(records, request.user, take, keep)
    back = safe_next(request) if posted(request) else request.GET.get("next", "")
    context = {
        "records": type_of(type(found.keep)),
        "found": found,
        "heads": heads(found),
        "kind": kind,
        "refusal": refusal,
        "back": back,
        "without": _each_left_out(kind, records, back),
    }
    return render(request, "dedupe/merge.html", context, status=refusal.status if refusal else 200)


@require_POST
@login_required
def apart_page(request: Request, kind: str) -> HttpResponse:
    """Say that two, or any two of a group, are never the same."""
    group = _records(request, _kind(kind), request.POST.getlist("ids"), most=LARGEST)
    one, other, *among = group
    tell_apart(one, by=request.user, other=other, among=among)
    names = {"all": ", ".join(str(each) for each in group[:-1]), "last": group[-1]}
    say_done(request, _("%(all)s and %(last)s are never the same.") % names)
    return redirect(safe_next(request))


@require_http_methods(["GET", "POST"])
@login_required
def merge_with_page(request: Request, kind: str, pk: int) -> HttpResponse:
    """The dialog that asks with which other record one is to be compared."""
    record = get_object_or_404(_kind(kind)._default_manager.visible_to(request.user), pk=pk)
    context = {"record": record, "kind": kind, "found": [], "error": ""}
    if request.method == "POST":
        other = _number(request.POST.get("other", ""))
        if other and other != pk:
            return go_to(request, merge_url(kind, [pk, other]))
        context["error"] = _("Choose another record.")
    context["found"] = pairs_of(record, request.user)
    template = "dedupe/_merge_with.html" if request.htmx else "dedupe/merge_with.html"
    return render(request, template, context, status=422 if context["error"] else 200)


def merge_url(kind: str, pks: list[int], back: str = "") -> str:
    said = {"ids": pks} | ({"next": back} if back else {})
    return f"{address('merge', kind)}?{urlencode(said, doseq=True)}"


def _each_left_out(kind: str, records: list[Any], back: str) -> dict[int, str]:
    """Of a group for each record the page of the others."""
    pks = [record.pk for record in records]
    if len(pks) <= FEWEST:
        return {}
    return {pk: merge_url(kind, [each for each in pks if each != pk], back) for pk in pks}


def _merge(request: Request, records: list[Any], keep: int, take: dict[str, int]) -> HttpResponse:
    kept = next((record for record in records if record.pk == keep), None)
    if kept is None:
        raise Invalid(_("Say which record stays."))
    others = [record for record in records if record is not kept]
    seen = {record.pk: _number(request.POST.get(f"seen-{record.pk}", "")) for record in records}
    merged = merge_records(kept, by=request.user, merge=others, take=take, seen=seen)
    names = {"others": ", ".join(str(each) for each in others), "kept": merged}
    say_done(request, _("%(others)s went into %(kept)s.") % names)
    target = safe_next(request)
    return go_to(request, merged if target == "home" else target)


def _records(request: Request, kind: Any, ids: list[str], most: int = MOST) -> list[Any]:
    """The records that are meant, in the order in which they were named; all of them visible."""
    pks = list(dict.fromkeys(filter(None, map(_number, ids))))
    if not FEWEST <= len(pks) <= most:
        raise Invalid(_("Choose from two to five records to merge."))
    seen = kind._default_manager.visible_to(request.user).in_bulk(pks)
    if len(seen) < len(pks):
        raise Http404
    return [seen[pk] for pk in pks]


def _kind(name: str) -> Any:
    for kind in KINDS:
        if kind_of(kind) == name:
            return kind
    raise Http404


def _taken(said: QueryDict) -> dict[str, int]:
    """``take-phone=5``: of which record a field's value stays."""
    found = {name[5:]: _number(said[name]) for name in said if name.startswith("take-")}
    return {name: pk for name, pk in found.items() if pk}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
