"""Undo in the API: of all that an event did, or of what is chosen field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema

from doorstep.api.journal import attribute, told_all
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.choosing import HELD, LEFT, NOW, place_of
from doorstep.history.clashes import Clash, clashes
from doorstep.history.keys import Key
from doorstep.history.models import Event
from doorstep.history.rows import model_of
from doorstep.kit.errors import Invalid
from doorstep.kit.naming import kind_of
from doorstep.kit.numbers import row_number
from doorstep.records.types import MASTERS, REGISTRY, RecordType
from doorstep.ui.answers import json_answer, once, only
from doorstep.ui.http import Request
from doorstep.ui.pages import event_or_404

router = Router(tags=["Actions and history"])
CUSTOM = "custom."
WAYS = {"before": HELD, "set": LEFT, "now": NOW}
Way = Literal["before", "set", "now"]


class UndoIn(Schema):
    """What each field is to hold after the undo: `{"lead:7": {"organisation": "before"}}`.

    `before` is what it held before the event, `set` what the event made of it, `now` what it holds
    now. What is not named is undone, and stays as it is where it was changed since.
    """

    fields: dict[str, dict[str, Way]] = {}


@router.get("/events/{int:event_id}/undo", operation_id="look_at_undo")
def look_at_undo(request: Request, event_id: int) -> HttpResponse:
    """What was changed since, and would have to be chosen: the three values of each field.

    `rest` names the fields that would be undone without a choice.
    """
    only(request)
    found = clashes(event_or_404(request, event_id), request.user)
    return json_answer({"clashes": [_told(each) for each in found.fields], "rest": found.rest})


@router.post("/events/{int:event_id}/undo", operation_id="undo_event")
def undo_event(request: Request, event_id: int, body: UndoIn | None = None) -> HttpResponse:
    """Take an event back. Undoing the event that comes back does it again.

    Where fields were changed since, `?rest=true` leaves those as they are and undoes the others,
    and a body says of each what it is to hold.
    """
    only(request, "rest")
    event = event_or_404(request, event_id)
    take = dict(_taken(body.fields, event, request)) if body else {}
    rest = bool(take) or request.GET.get("rest", "") == "true"

    def take_back(key: Key | None) -> HttpResponse:
        undo(event, by=request.user, key=key, rest=rest, take=take)
        return json_answer(told_all([last_event() or event], request.user)[0])

    return once(request, take_back)


def _taken(
    fields: dict[str, dict[str, Way]], event: Event, request: Request
) -> Iterator[tuple[str, str]]:
    """By place what was chosen for it; a place that this undo would not touch is a mistake."""
    places = clashes(event, request.user).places
    for record, ways in fields.items():
        for field, way in ways.items():
            place = _place(record, field)
            if place not in places:
                words = {"field": field[:100], "record": record[:100]}
                says = _("This event changed no “%(field)s” of “%(record)s”.") % words
                raise Invalid(says, fields=says)
            yield place, WAYS[way]


def _place(record: str, field: str) -> str:
    """ "lead:7" and "owner" as the journal says it: "parties.lead:7:owner_id"."""
    kind, _colon, number = record.partition(":")
    records = next((each for each in _types() if each.kind == kind), None)
    pk = row_number(number)
    if records is None or not pk:
        return ""
    row = (records.model._meta.label_lower, pk)
    if field.startswith(CUSTOM):
        return place_of(row, "custom", field.removeprefix(CUSTOM))
    face = records.face(field)
    return place_of(row, attribute(face)) if face and face.column else ""


def _types() -> Iterator[RecordType]:
    yield from REGISTRY.values()
    yield from MASTERS.values()


def _told(clash: Clash) -> dict[str, Any]:
    label, pk, column = clash.place.split(":", 2)
    since = clash.since
    return {
        "record": f"{kind_of(model_of(label))}:{pk}",
        "field": _public(label, column),
        "label": clash.label,
        "before": clash.held,
        "set": clash.left,
        "now": clash.now,
        "changed_by": since.by.email if since else None,
        "changed_at": since.at if since else None,
    }


def _public(label: str, column: str) -> str | None:
    """What the API calls a column; None where it has no name for it."""
    if column.startswith(CUSTOM):
        return column
    records = next((each for each in _types() if each.model._meta.label_lower == label), None)
    faces = records.faces if records else ()
    return next((each.name for each in faces if each.column and attribute(each) == column), None)
