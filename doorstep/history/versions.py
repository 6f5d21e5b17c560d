"""The versions of one record: the events that changed it, whether it is still there or not."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count

from doorstep.history.models import Change, Event
from doorstep.history.reading import changes_of, last_images, shown_as
from doorstep.history.rows import Row, model_of, records_now
from doorstep.history.sight import Sight
from doorstep.history.timeline import tell_who
from doorstep.kit.images import decode
from doorstep.kit.noting import Kind
from doorstep.users.models import User

READ = 400  # changes looked at for the versions that are shown


class Version(NamedTuple):
    """What an event made of the record, and which columns it wrote."""

    event: Event
    columns: frozenset[str]


def versions_of(row: Row, most: int = 12) -> list[Version]:
    """The newest of them, oldest first; what left the record as it was is no version."""
    changes = changes_of(*row).exclude(kind=Kind.DELETED)
    found: dict[int, frozenset[str]] = {}
    for event_id, kind, before in changes.values_list("event_id", "kind", "before")[:READ]:
        if (before or kind == Kind.CREATED) and len(found) < most:
            found[event_id] = frozenset(before or ())
    events = list(Event.objects.filter(pk__among=list(found)).order_by("pk"))
    tell_who(events)
    return [Version(event, found[event.pk]) for event in events]


def sources_of(row: Row) -> dict[str, int]:
    """How many of a record's events came in by which way."""
    touching = Change.objects.filter(record_type=row[0], record_id=row[1]).values("event")
    counted = Event.objects.filter(pk__in=touching).order_by().values("source")
    return dict(counted.values_list("source").annotate(Count("pk")))


def record_or_last(row: Row, by: User) -> tuple[Any, bool]:
    """The record as ``by`` may see it, and whether it is still there; what was deleted stays
    readable for those who could have seen it.
    """
    model = model_of(row[0])
    record = records_now([row]).get(row)
    image = None if record else last_images([row]).get(row)
    if not (record or image) or not Sight(by).among("view", [row]):
        raise model.DoesNotExist
    return record or shown_as(model, decode(model, image or {})), record is not None
