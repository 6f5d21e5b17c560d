"""Reading the journal: one timeline, and every row "as it was"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import DEFAULT_DB_ALIAS, models

from doorstep.history.models import Change
from doorstep.history.rows import Row, images_of, model_of, records_now, row_of
from doorstep.kit.images import decode
from doorstep.kit.journaled import Journaled
from doorstep.kit.noting import Image, Kind


class Past(Protocol):
    """A change, as far as rewinding needs to know it."""

    @property
    def kind(self) -> str: ...

    @property
    def before(self) -> Any: ...


class Then(NamedTuple):
    """A change read without making a record of it."""

    pk: int
    event_id: int
    record_type: str
    record_id: int
    kind: str
    before: Any

    @property
    def row(self) -> Row:
        return self.record_type, self.record_id


THEN = ("pk", "event_id", "record_type", "record_id", "kind", "before")


def rewind(image: Image | None, changes: Iterable[Past]) -> Image | None:
    """What a row held before ``changes``, newest first; None while it did not exist."""
    for change in changes:
        image = None if change.kind == Kind.CREATED else {**(image or {}), **change.before}
    return image


def image_now(record_type: str, record_id: int) -> Image | None:
    row = record_type, record_id
    return images_of(records_now([row])).get(row)


def last_images(rows: Iterable[Row]) -> dict[Row, Image]:
    """What rows that are gone held when they went."""
    return {
        (record_type, pk): change.before
        for record_type, pk in rows
        if (change := changes_of(record_type, pk).filter(kind=Kind.DELETED).first())
    }


def as_of(record: models.Model, moment: datetime) -> dict[str, Any] | None:
    """The field values of ``record`` at ``moment``: ``Lead(**as_of(lead, day))`` shows it."""
    row = row_of(record)
    later = list(changes_of(*row).filter(event__at__gt=moment))
    image = rewind(image_now(*row), later)
    if image is None:
        return None
    image["version"] -= sum(1 for change in later if change.kind == Kind.CHANGED and change.before)
    return decode(type(record), image)


def rows_then(model: type[Journaled], moment: datetime, **whole: Any) -> list[dict[str, Any]]:
    """The rows that belonged to something at ``moment``, as they were, in the order of their ids:
    ``rows_then(ContactEmail, moment, contact_id=7)``.
    """
    label = model._meta.label_lower
    gone = Change.objects.filter(record_type=label, event__at__gt=moment).exclude(
        kind=Kind.CREATED
    )
    gone = gone.filter(**{f"before__{column}": value for column, value in whole.items()})
    ids = {*model._base_manager.filter(**whole).values_list("pk", flat=True)}
    ids |= {*gone.values_list("record_id", flat=True)}
    images = images_of(records_now((label, pk) for pk in ids))
    since = Change.objects.filter(
        record_type=label, record_id__among=list(ids), event__at__gt=moment
    )
    later = defaultdict(list)
    for change in since.order_by("-pk") if ids else ():
        later[change.record_id].append(change)
    then = {pk: rewind(images.get((label, pk)), later[pk]) for pk in sorted(ids)}
    found = ({"id": pk} | decode(model, image) for pk, image in then.items() if image)
    return [row for row in found if all(row[name] == value for name, value in whole.items())]


def record_then(record_type: str, record_id: int, moment: datetime) -> Any:
    """A record as it was at ``moment``, also when it is gone by now. Only for showing."""
    model = model_of(record_type)
    if not issubclass(model, Journaled):
        return records_now([(record_type, record_id)]).get((record_type, record_id))
    values = as_of(model(pk=record_id), moment)
    return values and shown_as(model, values)


def shown_as(model: Any, values: dict[str, Any]) -> Any:
    """A record that holds these values, as if it had been read."""
    names = [f.attname for f in model._meta.concrete_fields if f.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])


def changes_of(record_type: str, record_id: int) -> models.QuerySet[Change]:
    changes = Change.objects.filter(record_type=record_type, record_id=record_id)
    return changes.order_by("-pk")
