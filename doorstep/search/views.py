"""The page of everything that was found, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doorstep.kit.addresses import address, has_address
from doorstep.records.searching import Hit, search
from doorstep.records.types import RecordType, record_type
from doorstep.ui.heads import head_of
from doorstep.ui.http import Request

SHOWN = 10  # of each kind


@dataclass
class Group:
    """The hits of one kind, and where the rest of them is."""

    label: str
    icon: str
    square: bool
    hits: list[Hit] = field(default_factory=list)
    all_url: str = ""


@require_safe
@login_required
def search_page(request: Request) -> HttpResponse:
    """All kinds of records at once: ``/search/?q=quill``."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
    hits = search(request.user, text, limit=SHOWN)
    context = {
        "text": text,
        "groups": _groups([hit for hit in hits if not hit.near], text),
        "near": _groups([hit for hit in hits if hit.near], ""),
    }
    is_part = request.htmx and request.htmx.target == "results"
    template = "search/_results.html" if is_part else "search/search.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _groups(hits: Iterable[Hit], text: str) -> list[Group]:
    """In the order of the best hit of each kind."""
    groups: dict[str, Group] = {}
    for hit in hits:
        if (records := record_type(hit.kind)) is None:
            continue
        group = groups.setdefault(hit.kind, _group(records))
        group.hits.append(hit)
        if len(group.hits) == SHOWN and text and has_address(records.route("list")):
            group.all_url = f"{address(records.route('list'))}?{urlencode({'q': text})}"
    return list(groups.values())


def _group(records: RecordType) -> Group:
    label = str(capfirst(str(records.model._meta.verbose_name_plural or _("Records"))))
    return Group(label, records.icon, head_of(records.model).square)
