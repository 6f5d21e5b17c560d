"""Duplicates in the API."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from doorstep.dedupe.finding import Likeness, duplicates_of
from doorstep.dedupe.merging import MOST
from doorstep.dedupe.queue import Two, known_as
from doorstep.dedupe.records import merge_records
from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.kit.naming import kind_of
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.ui.answers import json_answer, once, only, public
from doorstep.ui.http import Request

Number = Annotated[int, Field(ge=1, lt=2**63)]


class MergeIn(Schema):
    """``take`` says of which record a field's value is taken: ``{"phone": 5}``. ``versions`` are
    those that were compared, by id: a record that moved on since is a conflict."""

    keep: Number
    merge: Annotated[list[Number], Field(min_length=1, max_length=MOST)]
    take: dict[str, Number] = {}
    versions: dict[Number, Number] = {}


def merging(model: Any, plural: str) -> Router:
    """The router of a kind whose records can be merged."""
    router = Router(tags=[plural.capitalize()])

    @router.post("/merge", operation_id=f"merge_{plural}", summary=f"Merge {plural}")
    def merge(request: Request, body: MergeIn) -> HttpResponse:
        only(request)
        visible = model._default_manager.visible_to(request.user)
        keep = get_object_or_404(visible, pk=body.keep)
        found = {each.pk: each for each in visible.filter(pk__in=body.merge)}
        if missing := [pk for pk in body.merge if pk not in found]:
            says = _("There is no record %d to merge.") % missing[0]
            raise Invalid(says, merge=says)
        others = [found[pk] for pk in body.merge]

        def do(key: Key | None) -> HttpResponse:
            said = {"merge": others, "take": body.take, "seen": body.versions, "key": key}
            kept = merge_records(keep, by=request.user, **said)
            return json_answer(public(kept, request.user))

        return once(request, do)

    @router.get(
        "/{int:pk}/duplicates",
        operation_id=f"list_{plural}_like_it",
        summary="Who may be the same",
    )
    def duplicates(request: Request, pk: int) -> HttpResponse:
        only(request)
        record = get_object_or_404(model._default_manager.visible_to(request.user), pk=pk)
        alike = [_told(each) for each in duplicates_of(record, request.user)]
        known = [_known(each, record) for each in known_as(record, request.user)]
        return json_answer({"items": alike, "known_as": known})

    return router


def _told(each: Likeness) -> dict[str, Any]:
    return {
        "record": f"{kind_of(type(each.record))}:{each.record.pk}",
        "name": each.record.name,
        "percent": each.percent,
        "reasons": list(each.reasons),
    }


def _known(two: Two, record: Any) -> dict[str, Any]:
    other = two.other if two.one == record else two.one
    return _told(Likeness(other, two.percent, two.reasons))


ROUTERS = {
    "leads": merging(Lead, "leads"),
    "contacts": merging(Contact, "contacts"),
    "customers": merging(Customer, "customers"),
}
