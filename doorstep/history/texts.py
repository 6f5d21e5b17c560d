"""Finding in a timeline what was written, planned or replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from doorstep.history.latest import Narrowing
from doorstep.history.models import Change, Event
from doorstep.history.related import Related
from doorstep.history.rows import by_type, images_of, model_of, records_now
from doorstep.history.sight import Sight
from doorstep.kit.journaled import BOOKKEEPING
from doorstep.kit.noting import Kind

LOOKED_THROUGH = 5_000  # changes of one record


def events_that_say(
    text: str, related: Related, sight: Sight, narrowing: Narrowing, before: int, size: int
) -> list[Event]:
    """The newest of them before a place. It reads what belongs to the timeline, and no more.

    A change is found by what was there before it, and by what it put there.
    """
    changes = [*_of_rows(text, related), *_of_texts(text, related, sight)]
    said = Q(pk__among=[event for event in _that_put(text, related) if event < before])
    for each in changes:
        said |= Q(pk__in=each.filter(event__lt=before).order_by().values("event"))
    found = Event.objects.filter(said, narrowing.of_events()) if changes else Event.objects.none()
    return list(found.order_by("-pk")[:size])


def _of_rows(text: str, related: Related) -> Iterator[QuerySet[Change]]:
    escaped = json.dumps(text)[1:-1]  # as the journal of SQLite writes what is not ASCII
    for record_type, pks in by_type([*related.own, *related.others]).items():
        rows = Change.objects.filter(record_type=record_type, record_id__among=pks)
        rows = rows.annotate(held=Cast("before", TextField()))
        yield rows.filter(Q(held__icontains=text) | Q(held__icontains=escaped))


def _that_put(text: str, related: Related) -> set[int]:
    """The events after which a field of the record itself held this text.

    The journal keeps what was there before; so what a change put there is what the next one
    replaced, or what is there now. Of a very long history the newest part is looked through.
    """
    wanted, asked = text.casefold(), Q()
    for record_type, pks in by_type(related.own).items():
        asked |= Q(record_type=record_type, record_id__among=pks)
    held = {row: dict(image) for row, image in images_of(records_now(related.own)).items()}
    rows = Change.objects.filter(asked).exclude(before={}).order_by("-pk")
    told = rows.values_list("event", "record_type", "record_id", "kind", "before")
    found: set[int] = set()
    for event, record_type, pk, kind, before in told[:LOOKED_THROUGH] if asked else ():
        now = held.setdefault((record_type, pk), {})
        names = now if kind == Kind.CREATED else before or {}
        told_here = names.keys() - _untold(record_type)
        if any(wanted in str(now.get(name) or "").casefold() for name in told_here):
            found.add(event)
        now |= before or {}
    return found


def _untold(record_type: str) -> frozenset[str]:
    """What no timeline tells of: nobody finds by it."""
    untold: frozenset[str] = getattr(model_of(record_type), "untold", frozenset())
    return BOOKKEEPING | untold


def _of_texts(text: str, related: Related, sight: Sight) -> Iterator[QuerySet[Change]]:
    about = Q()
    for record_type, pks in by_type(related.own).items():
        about |= Q(about_type=record_type, about_id__among=pks)
    for model in apps.get_models():
        said = Q()
        for path in getattr(model, "told_texts", ()):
            said |= Q(**{f"{path}__icontains": text})
        if said and (found := _within_reach(model, about & said, sight)):
            label = model._meta.label_lower
            yield Change.objects.filter(record_type=label, record_id__among=found)


def _within_reach(model: Any, said: Q, sight: Sight) -> list[int]:
    """What stands on another record, an event's subject, is found by those who see that record."""
    rows = model._base_manager.filter(said).order_by()
    if not (whole := getattr(model, "whole", "")):
        return list(rows.values_list("pk", flat=True))
    label = model._meta.get_field(whole).related_model._meta.label_lower
    ends = {pk: (label, end) for pk, end in rows.values_list("pk", whole)}
    seen = sight.within("view", ends.values(), {end: {} for end in ends.values()}, {})
    return [pk for pk, end in ends.items() if end in seen]
