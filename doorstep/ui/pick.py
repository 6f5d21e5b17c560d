"""What a combobox finds while one types: records by their search, rows of lists, people."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doorstep.kit.addresses import address, has_address
from doorstep.kit.naming import kind_of
from doorstep.records.searching import search
from doorstep.records.types import MASTERS, REGISTRY, RecordType
from doorstep.ui.http import Request
from doorstep.users.access import Reach
from doorstep.users.models import Team, Territory, User

MOST = 8
PICKABLE: dict[str, type[models.Model]] = {"user": User, "territory": Territory, "team": Team}


def offer_pick(kind: str, model: type[models.Model]) -> None:
    """Let ``/pick/<kind>/`` find the rows of a list that every member of the staff may read."""
    PICKABLE[kind] = model


@require_safe
@login_required
def pick_page(request: Request, kind: str) -> HttpResponse:
    """``/pick/customer/?q=alder``: options a combobox shows, only of what the user may see."""
    text = request.GET.get("q", "").strip()[:100]
    records = _record_type(kind)
    model = records.model if records else _model(kind)
    found = _records(request, records, text) if records else _rows(request.user, model, text)
    context = {
        "found": list(found[:MOST]),
        "text": text,
        "square": kind in ("customer", "supplier"),
        "kind": model._meta.verbose_name,
        "create": _create_url(request.user, records) if records and text else "",
        "is_person": issubclass(model, User) or (records and records.kind in ("lead", "contact")),
    }
    return render(request, "ui/_pick_options.html", context)


def _record_type(kind: str) -> RecordType | None:
    return next((each for each in REGISTRY.values() if each.kind == kind), None)


def _model(kind: str) -> type[models.Model]:
    """People, or a list that an administrator edits; nothing else can be read here."""
    for model in MASTERS:
        if kind_of(model) == kind:
            return model
    if found := PICKABLE.get(kind):
        return found
    raise Http404


def _records(request: Request, records: RecordType | None, text: str) -> Any:
    """The best of what holds the words; with none, the newest."""
    assert records is not None
    visible: Any = records.model._default_manager.visible_to(request.user)  # type: ignore[attr-defined]
    if not text or not records.search:
        return visible.order_by("-pk")
    pks = [hit.id for hit in search(request.user, text, [records], limit=MOST)]
    found = visible.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _rows(user: User, model: type[models.Model], text: str) -> Any:
    manager: Any = model._default_manager
    rows = manager.visible_to(user) if hasattr(manager, "visible_to") else manager.get_queryset()
    names = {field.name for field in model._meta.get_fields()}
    if "disabled" in names:
        rows = rows.filter(disabled=False)
    if model is User:
        rows = rows.staff()
    searched = [name for name in ("name", "email") if name in names]
    for word in text.split():
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in searched)))
    return rows.order_by(*(["position"] if "position" in names else []), *searched)


def _create_url(user: User, records: RecordType) -> str:
    """Where one that is not there yet is made, if the user may make it."""
    name = records.route("create")
    may = user.reach(records.model, "create") != Reach.NONE
    return address(name) if may and has_address(name) else ""
