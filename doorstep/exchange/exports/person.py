"""All that is kept about one person: for whoever asks what we know of them.

A zip: ``person.json`` with what the record says, the rows of other tables that belong to it, what
happened to it in words; and the attached files.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.timezone import now

from doorstep.exchange.exports.actions import note_export
from doorstep.history.entries import Entry, story
from doorstep.kit.naming import name_of
from doorstep.records.files import place_of
from doorstep.records.models import Attachment, attached_models
from doorstep.records.types import type_of
from doorstep.users.access import allow
from doorstep.users.models import User

PAGE = 200
BOOKKEEPING = {"version", "updated_at"}


def everything_about(record: Any, path: Path, *, by: User) -> None:
    """Write it, as far as ``by`` may see it; that it was written is noted."""
    allow(by, "export", record)
    files = list(Attachment.objects.about(record).order_by("pk"))
    told = {
        "record": name_of(record),
        "made_at": now(),
        "made_by": by.email,
        "fields": type_of(type(record)).output.record(record, by),
        "rows": dict(_rows(record, by)),
        "history": list(_history(record, by)),
        "files": {_named(file): file.content_type for file in files},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("person.json", text)
        for file in files:
            if (held := place_of(file.sha256)).exists():
                archive.write(held, f"files/{_named(file)}")
    note_export(type(record), by=by, told=f"{name_of(record)}, everything")


def _rows(record: models.Model, by: User) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """By table: what points to the record, and what hangs on it."""
    for relation in record._meta.related_objects:
        manager: Any = relation.related_model._default_manager
        if hasattr(manager, "visible_to"):
            rows = manager.visible_to(by).filter(**{relation.field.name: record})
            yield from _told(relation.related_model, rows)
    for model in attached_models():
        yield from _told(model, model.objects.about(record))


def _told(model: Any, rows: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    fields = [each for each in model._meta.concrete_fields if each.name not in BOOKKEEPING]
    if found := list(rows.order_by("pk").values(*(field.attname for field in fields))):
        yield model._meta.label_lower, found


def _history(record: models.Model, by: User) -> Iterator[dict[str, Any]]:
    """Newest first, as its timeline tells it."""
    after: str | None = ""
    while after is not None:
        told = story(record, by=by, after=after, size=PAGE)
        yield from map(_entry, told.entries)
        after = told.page.next


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.event.at,
        "by": entry.event.by.email,
        "did": str(entry.action.label) if entry.action else entry.event.name,
        "told": [str(sentence) for sentence in entry.sentences],
    }


def _named(file: Attachment) -> str:
    return f"{file.pk}-{file.name}"
