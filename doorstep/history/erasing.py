"""Taking values out of the past: of the rows in the journal, and of what the open action noted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from doorstep.history.journal import journal
from doorstep.history.models import Change, Event
from doorstep.history.reading import changes_of
from doorstep.history.rows import Row
from doorstep.kit.errors import Invalid
from doorstep.kit.images import ERASED
from doorstep.kit.journaled import BOOKKEEPING, Journaled

Own = list[tuple[str, str]]  # column, and a key in it where it holds several values


def own_fields(model: type[Journaled], names: Collection[str]) -> Own:
    """The columns behind these names; an unknown one is refused."""
    columns = {field.name: field.attname for field in model._meta.concrete_fields}
    columns |= {field.attname: field.attname for field in model._meta.concrete_fields}
    own, unknown = [], {}
    for name in names:
        first, _dot, key = name.partition(".")
        if first not in columns or columns[first] in (BOOKKEEPING | {model._meta.pk.attname}):
            unknown[name] = _("There is no such field.")
        else:
            own.append((columns[first], key))
    if unknown or not own:
        raise Invalid(_("Name the fields to be erased."), **unknown)
    return own + [(column, "") for column in _following(model, [name for name, _key in own])]


def _following(model: type[Journaled], columns: list[str]) -> list[str]:
    """What is derived from these columns says the same once more."""
    found, latest = list(columns), list(columns)
    while latest:
        latest = [n for each in latest for n in model.derives.get(each, ()) if n not in found]
        found += dict.fromkeys(latest)
    return found[len(columns) :]


def erase(row: Row, own: Own) -> None:
    """Take the values out of every image of the row, and the words that were said beside them."""
    for note in journal().notes:
        if (note.write.record_type, note.write.record_id) == row and note.write.before:
            _blank(note.write.before, own)
    touched = [
        change for change in changes_of(*row) if change.before and _blank(change.before, own)
    ]
    Change.objects.bulk_update(touched, ["before"], batch_size=200)
    record_type, record_id = row
    told = Event.objects.filter(subject_type=record_type, subject_id=record_id)
    told.exclude(detail="").exclude(name__endswith=".redacted").update(detail="")


def _blank(image: dict[str, Any], own: Own) -> bool:
    """Whether there was something to take out."""
    before = dict(image)
    for column, key in own:
        held = image.get(column)
        if not key and held not in (None, ""):
            image[column] = ERASED
        elif isinstance(held, dict) and held.get(key) not in (None, ""):
            image[column] = {**held, key: ERASED}
    return image != before
