"""A whole relationship: the records that belong together, from the first word to the last invoice.

An app says which of its records belong to one (``whole_relationship``). Records of other apps that
point to those, orders and invoices, belong to it as well; so their own timelines join in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from doorstep.history.rows import Row, model_of, row_of
from doorstep.history.sight import Sight

Belonging = Callable[[Any], Iterable[Row]]
_belonging: dict[type[models.Model], Belonging] = {}


def whole_relationship(model: type[models.Model]) -> Callable[[Belonging], Belonging]:
    """The function answers the rows that belong together with such a record, itself included."""

    def register(function: Belonging) -> Belonging:
        _belonging[model] = function
        return function

    return register


def has_relationship(model: type[models.Model]) -> bool:
    """Whether a record of this kind can be looked at with all that belongs to it."""
    return bool(model in _belonging or _origins(model))


def relationship_of(record: models.Model, sight: Sight) -> list[Row]:
    """The record first, then all that belongs to it and that one may see."""
    rows = dict.fromkeys([row_of(record)])
    for start in _starts(record):
        rows |= dict.fromkeys(_belonging[type(start)](start))
    return _seen(list(rows), sight)


def is_center(record_type: str) -> bool:
    """Whether its own app says what belongs to it: then nothing else draws it in."""
    return model_of(record_type) in _belonging


def _starts(record: models.Model) -> list[models.Model]:
    if type(record) in _belonging:
        return [record]
    found = (getattr(record, name) for name in _origins(type(record)))
    return [each for each in found if each is not None and type(each) in _belonging]


def _origins(model: type[models.Model]) -> list[str]:
    """The fields by which a document names whose it is."""
    relations: list[Any] = [field for field in model._meta.concrete_fields if field.is_relation]
    return [field.name for field in relations if field.related_model in _belonging]


def _seen(rows: list[Row], sight: Sight) -> list[Row]:
    visible = sight.within("view", rows, {row: {} for row in rows}, {})
    return [row for row in rows if row in visible]
