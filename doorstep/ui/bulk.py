"""Doing something to the rows that are ticked, or to all that match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling, retarget

from doorstep.history.action import ACTIONS
from doorstep.kit.addresses import address
from doorstep.kit.errors import Invalid, Refusal
from doorstep.kit.numbers import row_number
from doorstep.records.bulk import AT_ONCE, Chosen, Work
from doorstep.records.filters import Filter, Kind, Scope
from doorstep.records.filters.found import kind_for
from doorstep.records.many import Done
from doorstep.records.models import BulkRun
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.filtering import list_url
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, say_done
from doorstep.users.access import Reach
from doorstep.users.models import User

FIRST = 3  # offers that stand in the bar; the others are behind its last button


@dataclass(frozen=True)
class Offer:
    """Something that can be done to many: its name in the form, and what it asks for."""

    value: str
    label: str
    icon: str
    verb: str
    action: str
    field: str = ""
    together: Together | None = None


@dataclass(frozen=True)
class Together:
    """A page for some records at once: ``?ids=1&ids=2`` of the address that takes their kind."""

    page: str
    label: str | Promise
    icon: str
    verb: str
    fewest: int
    most: int

    def url(self, kind: str, pks: Sequence[int]) -> str:
        """Where it is; refused where they are too few, or too many."""
        if not self.fewest <= len(pks) <= self.most:
            says = _("Choose from %(fewest)d to %(most)d for that.")
            raise Invalid(says % {"fewest": self.fewest, "most": self.most})
        return f"{address(self.page, kind)}?{urlencode({'ids': pks}, doseq=True)}"


_together: dict[type[models.Model], list[Together]] = defaultdict(list)


def together(model: type[models.Model], page: Together) -> None:
    """Offer a page for some ticked records of a kind."""
    _together[model].append(page)


def offers(records: RecordType, user: User) -> list[Offer]:
    """What this user may do to many records of this kind."""
    found = _all_offers(records, get_language() or "")
    verbs = {each.verb for each in found}
    may = {verb for verb in verbs if user.reach(records.model, verb) != Reach.NONE}
    return [each for each in found if each.verb in may]


@require_POST
@login_required
def bulk_page(request: Request, records: RecordType) -> HttpResponse:
    """Ask what is missing, then do it: at once, or in the background where they are many."""
    chosen = _chosen(request, records)
    known = {each.value: each for each in offers(records, request.user)}
    wanted = request.POST.get("do", "")
    if wanted and wanted not in known:
        raise Http404
    offer = known.get(wanted)
    refusal = None
    if offer and (offer.together or "go" in request.POST):
        try:
            if offer.together:
                return go_to(request, offer.together.url(records.kind, chosen.pks()))
            return _do(request, chosen, offer)
        except Refusal as error:
            refusal = error
    return _form(request, chosen, offer, list(known.values()), refusal)


@require_safe
@login_required
def run_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """How far a long run is; asked every second until it is over."""
    runs = BulkRun.objects.filter(user=request.user, record_type=records.model._meta.label_lower)
    run = get_object_or_404(runs.select_related("event"), pk=pk)
    context = {"records": records, "run": run}
    if not request.htmx or request.htmx.boosted:
        return render(request, "records/run.html", context)
    response = render(request, "records/_run.html", context)
    if run.is_over:
        response.status_code = HttpResponseStopPolling.status_code
    return response


def _do(request: Request, chosen: Chosen, offer: Offer) -> HttpResponse:
    work = Work(offer.action, _values(request, offer), _says(request, offer))
    pks = chosen.pks()
    if len(pks) > AT_ONCE:
        run = work.start(chosen)
        return redirect(address(chosen.records.route("run"), run.pk))
    done = work.do(chosen.records, request.user, pks)
    say_done(request, told(chosen.records, work.says, done, len(pks) - done))
    query = ListQuery.of(request.POST.get("query", ""))
    return redirect(list_url(chosen.records, query))


def told(records: RecordType, says: str, done: Done, skipped: int) -> str:
    """ "Status Open: 12 leads. Oak Ltd: This lead is converted. 2 were left alone: …" """
    meta = records.model._meta
    name = str(meta.verbose_name if done == 1 else meta.verbose_name_plural)
    text = " ".join([f"{says}: {done:,} {name}.", *done.left.told])
    if unseen := skipped - len(done.left):
        left = ngettext(
            "%d was left alone: out of your reach, or in use.",
            "%d were left alone: out of your reach, or in use.",
            unseen,
        )
        text += f" {left % unseen}"
    return text


def _form(
    request: Request, chosen: Chosen, offer: Offer | None, known: list[Offer], refusal: Any
) -> HttpResponse:
    count = min(len(chosen.pks()), AT_ONCE) if chosen.query is None else chosen.count()
    context: dict[str, Any] = {
        "records": chosen.records,
        "offer": offer,
        "offers": known,
        "count": count,
        "ids": chosen.ids,
        "all": chosen.query is not None,
        "here": request.POST.get("query", ""),
        "back": list_url(chosen.records, ListQuery.of(request.POST.get("query", ""))),
        "refusal": refusal,
        "typed": request.POST.get("value", ""),
    }
    if offer and offer.field:
        context |= _control(chosen.records, request.user, offer.field)
    template = "records/_bulk.html" if request.htmx else "records/bulk.html"
    status = refusal.status if refusal else 200
    return retarget(render(request, template, context, status=status), "#dialog")


def _control(records: RecordType, user: User, name: str) -> dict[str, Any]:
    """What one types or chooses for a field: the same as in its filter."""
    face = records.face(name)
    target = face.target if face else name
    kind: Kind = kind_for(records.model, target)
    scope = Scope(Filter(name, path=target).on(records.model), records.model, user, name)
    options = kind.options(scope) if kind.control == "options" else []
    found = [each for each in options if each.value != "my-team"]
    return {"control": kind.control, "options": found, "may_be_empty": _may_be_empty(face)}


def _may_be_empty(face: Any) -> bool:
    return bool(face and face.field is not None and (face.field.null or face.field.blank))


def _values(request: Request, offer: Offer) -> dict[str, Any]:
    value = request.POST.get("value", "").strip()
    if offer.value in ("tag", "untag"):
        words = [word.strip() for word in value.split(",") if word.strip()]
        return {"names" if offer.value == "tag" else "without": words}
    if not offer.field:
        return {}
    if value == "me":
        value = request.user.email
    return {offer.field: value or None}


def _says(request: Request, offer: Offer) -> str:
    value = request.POST.get("value", "").strip()
    return f"{offer.label} {value}".strip() if offer.field or value else offer.label


def _chosen(request: Request, records: RecordType) -> Chosen:
    if "all" in request.POST:
        query = ListQuery.of(request.POST.get("query", ""))
        return Chosen(records, request.user, query=query)
    ids = request.POST.getlist("ids")[:AT_ONCE]
    numbers = [pk for each in ids if (pk := row_number(each)) is not None]
    return Chosen(records, request.user, numbers)


@lru_cache(maxsize=256)
def _all_offers(records: RecordType, _language: str) -> list[Offer]:
    """In the words of a language: the labels of dozens of fields, for every list."""
    fields = _fields(records)
    found = [*fields[:2], *_tags(), *_own(records), *fields[2:]]
    found += [
        Offer(f"go:{each.page}", str(each.label), each.icon, each.verb, "", "", each)
        for each in _together[records.model]
    ]
    return [*found, Offer("delete", _("Delete"), "trash-2", "delete", "*.many_deleted")]


def _fields(records: RecordType) -> list[Offer]:
    """Fields that can be set: first where they stand, then whose they are, then all others."""
    owner = getattr(records.model, "owned_by", ("owner",))[0]
    own = {each.field: each for each in records.all_bulk if each.field}
    names = [each.name for each in records.faces if not each.readonly and each.column]
    first = [name for name in (records.group_by, owner) if name in names or name in own]
    offers = []
    for name in dict.fromkeys([*first, *own, *names]):
        face = records.face(name)
        label = face.label if face else str(records.model._meta.get_field(name).verbose_name)
        icon = "user-check" if name == owner else "circle-dot" if name in own else "pencil"
        action = own[name].action if name in own else "*.many_updated"
        offers.append(
            Offer(
                f"set:{name}", _("Assign") if name == owner else label, icon, "edit", action, name
            )
        )
    return offers


def _tags() -> list[Offer]:
    return [
        Offer("tag", _("Add tag"), "tag", "edit", "*.many_tagged"),
        Offer("untag", _("Remove tag"), "tag", "edit", "*.many_tagged"),
    ]


def _own(records: RecordType) -> list[Offer]:
    return [
        Offer(f"do:{each.action}", str(made.label), each.icon, made.verb, each.action)
        for each in records.all_bulk
        if not each.field and (made := ACTIONS.get(each.action))
    ]
