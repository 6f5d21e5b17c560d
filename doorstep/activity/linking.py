"""Tying events and tasks to the records they are about. It writes: only inside an action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from doorstep.activity.models import EventLink, RecordLink
from doorstep.kit.noting import Kind


def set_links(
    model: type[RecordLink], whole: models.Model, records: Iterable[models.Model]
) -> None:
    """It is about just these records; the link to the record whose next contact it is stays."""
    wanted = {(record._meta.label_lower, record.pk): record for record in records}
    held = {(link.about_type, link.about_id): link for link in links_of(model, whole)}
    for row in wanted.keys() - held.keys():
        model.to(wanted[row], owner=None, **{model.whole: whole}).save()
    for row in held.keys() - wanted.keys():
        if not (isinstance(held[row], EventLink) and held[row].is_next_contact):
            held[row].delete()


def tell_on_records(model: type[RecordLink], whole: models.Model) -> None:
    """What happens to it now is told on the timeline of each record it is about."""
    for link in links_of(model, whole):
        link._note(Kind.CHANGED, {})


def links_of(model: type[RecordLink], whole: models.Model) -> Any:
    return model._base_manager.filter(**{model.whole: whole}).order_by("pk")
