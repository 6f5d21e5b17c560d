"""What was done, in words and in values; and what can be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from doorstep.history.action import ACTIONS
from doorstep.history.entries import Entry, entries
from doorstep.history.in_sight import newest_seen
from doorstep.history.models import Change, Event
from doorstep.history.replay import Step, replay
from doorstep.history.sorts import CHANGES
from doorstep.history.timeline import page_number
from doorstep.kit.images import decode
from doorstep.kit.keyset import keyset_page
from doorstep.kit.naming import kind_of
from doorstep.records.fields import Bound
from doorstep.records.types import RecordType
from doorstep.ui.answers import json_answer, limit_of, only, page_answer
from doorstep.ui.http import Request
from doorstep.ui.offers import described
from doorstep.ui.pages import event_or_404
from doorstep.users.models import User

router = Router(tags=["Actions and history"])


@router.get("/actions", operation_id="list_actions")
def list_actions(request: Request) -> HttpResponse:
    """All that can be done, by name."""
    only(request)
    return json_answer([described(action) for _name, action in sorted(ACTIONS.items())])


@router.get("/events", operation_id="list_events")
def list_events(request: Request) -> HttpResponse:
    """What was done to what one may see, newest first."""
    only(request, "after", "limit")
    after = request.GET.get("after", "")
    before = page_number(after) if after else None
    done = Event.objects.filter(cause=None)
    page = newest_seen(done, request.user, before=before, size=limit_of(request))
    return page_answer(page, told_all(page.items, request.user))


@router.get("/events/{int:event_id}", operation_id="read_event")
def read_event(request: Request, event_id: int) -> HttpResponse:
    """One event, in words as well."""
    only(request)
    return json_answer(told_all([event_or_404(request, event_id)], request.user)[0])


def told_all(events: Collection[Event], by: User) -> list[dict[str, Any]]:
    return [told(entry) for entry in entries(events, by=by)]


def read_history(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """What each event changed on a record itself, field by field, newest first."""
    only(request, "after", "limit")
    record = get_object_or_404(records.model._default_manager.visible_to(request.user), pk=pk)
    label, size = record._meta.label_lower, limit_of(request)
    own = Change.objects.filter(record_type=label, record_id=pk).values("event")
    page = keyset_page(
        Event.objects.filter(pk__in=own).select_related("by"),
        sort="-id",
        after=request.GET.get("after", ""),
        size=size,
    )
    steps = {
        step.change.event_id: step
        for step in replay(page.items, about=record).steps
        if (step.change.record_type, step.change.record_id) == (label, pk)
    }
    shown = _Shown(records, steps.values())
    items = [_changed(event, steps[event.pk], shown) for event in page.items if event.pk in steps]
    return page_answer(page, items)


def told(entry: Entry) -> dict[str, Any]:
    """An event as the API tells it; ``undo`` is what to undo, where it can be taken back."""
    return _head(entry.event) | {
        "label": str(entry.action.label) if entry.action else "",
        "kind": entry.sort.name if entry.sort else CHANGES,
        "told": [str(sentence) for sentence in entry.sentences],
        "text": entry.body,
        "undo": entry.reverse.pk if entry.reverse else None,
        "is_undone": entry.is_undone,
    }


def _head(event: Event) -> dict[str, Any]:
    subject = None
    if event.subject_type and event.subject_id is not None:
        subject = f"{kind_of(apps.get_model(event.subject_type))}:{event.subject_id}"
    by = event.by.email
    return {"id": event.pk, "name": event.name, "at": event.at, "by": by, "subject": subject}


def _changed(event: Event, step: Step, shown: _Shown) -> dict[str, Any]:
    return _head(event) | {"kind": step.change.kind, "fields": dict(shown.changes(step))}


class _Shown:
    """Images of a record under its public names; who they point to is read a model at a time."""

    def __init__(self, records: RecordType, steps: Collection[Step]) -> None:
        self.records = records
        self.faces = {attribute(face): face for face in records.faces if face.column}
        self.targets = self._read([i for step in steps for i in (step.before, step.after) if i])

    def changes(self, step: Step) -> Iterator[tuple[str, dict[str, Any]]]:
        names = (step.after or {}) if step.change.before is None else step.change.before
        for name in sorted(names):
            face = self.faces.get(name)
            if face and face.name != "version":
                old, new = (self._public(face, name, image) for image in (step.before, step.after))
                yield face.name, {"label": face.label, "old": old, "new": new}

    def _public(self, face: Bound, name: str, image: dict[str, Any] | None) -> Any:
        value = decode(self.records.model, image or {}).get(name)
        if value is not None and "__" in face.column:
            target = self.targets.get((face.field.related_model, value))
            value = getattr(target, face.column.rpartition("__")[2], None)
        return face.kind.show(value) if face.kind.show and value is not None else value

    def _read(self, images: list[dict[str, Any]]) -> dict[Any, Any]:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for name, face in self.faces.items():
            if "__" in face.column:
                wanted[face.field.related_model] |= {image.get(name) for image in images} - {None}
        return {
            (model, row.pk): row
            for model, pks in wanted.items()
            if pks
            for row in model._base_manager.filter(pk__in=pks)
        }


def attribute(face: Bound) -> str:
    """What an image calls it: "owner_id"."""
    return str(face.field.attname) if face.field is not None else face.column
