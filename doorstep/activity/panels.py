"""What activity shows on the page of any record."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from doorstep.activity.models import Note
from doorstep.history.relationship import relationship_of
from doorstep.history.rows import by_type, records_now, row_of
from doorstep.history.sight import Sight
from doorstep.kit.addresses import address
from doorstep.kit.remembered import REMEMBERED
from doorstep.ui.http import Request
from doorstep.ui.timeline import Pinned, stays_on_top

MOST = 5


@stays_on_top
def pinned_notes(request: Request, record: models.Model, is_whole: bool) -> Iterator[Pinned]:
    """Notes that stay in sight, whatever happened since."""
    found = _pinned_in_all(request, record) if is_whole else _pinned_on(record)
    others = {(note.about_type, note.about_id) for note in found} - {row_of(record)}
    names = records_now(others) if others else {}
    for note in found:
        let_go = address("action_do", "note.unpinned", note.pk)
        on = names.get((note.about_type, note.about_id))
        yield Pinned(note.text, note.owner, note.created_at, let_go, on)


def _pinned_on(record: models.Model) -> list[Note]:
    label, pk = row_of(record)

    def find(pk: int) -> models.QuerySet[Note]:
        return _topmost(Q(about_type=label, about_id=pk))

    return REMEMBERED.records(("pinned", label), find, (Note._meta.get_field("about_id"), pk))


def _pinned_in_all(request: Request, record: models.Model) -> list[Note]:
    about = Q()
    for label, pks in by_type(relationship_of(record, Sight(request.user))).items():
        about |= Q(about_type=label, about_id__in=pks)
    return list(_topmost(about))


def _topmost(about: Q) -> models.QuerySet[Note]:
    notes = Note._base_manager.filter(about, is_pinned=True).select_related("owner")
    return notes.order_by("-pk")[:MOST]
