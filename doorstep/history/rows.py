"""Rows by name, read in one prepared query a table, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Q

from doorstep.kit.constraints import leaves, words_of
from doorstep.kit.journaled import Journaled
from doorstep.kit.noting import Image
from doorstep.kit.prepared import Prepared

Row = tuple[str, int]  # ("parties.lead", 7)
NOBODY = 10**12 + 7  # an example that no row has


def row_of(record: models.Model) -> Row:
    return record._meta.label_lower, record.pk


@cache
def model_of(record_type: str) -> Any:
    return apps.get_model(record_type)


def records_of(model: type[models.Model], pks: Iterable[int]) -> dict[int, Any]:
    """Those that are there, by their ids."""
    found = {record.pk: record for record in _by_ids(model).records(list(pks))}
    return found


def records_now(rows: Iterable[Row], known: Iterable[models.Model] = ()) -> dict[Row, Any]:
    """The records behind these rows that are still there; ``known`` are in hand already."""
    found: dict[Row, Any] = {row_of(record): record for record in known}
    for record_type, pks in by_type(row for row in rows if row not in found).items():
        records = records_of(model_of(record_type), pks)
        found |= {(record_type, pk): record for pk, record in records.items()}
    return found


def images_of(records: Mapping[Row, Any]) -> dict[Row, Image]:
    return {
        row: record._image() if isinstance(record, Journaled) else {}
        for row, record in records.items()
    }


def by_type(rows: Iterable[Row]) -> dict[str, list[int]]:
    """Their ids, table by table."""
    found: dict[str, list[int]] = defaultdict(list)
    for record_type, pk in dict.fromkeys(rows):
        found[record_type].append(pk)
    return found


@cache
def _by_ids(model: type[models.Model]) -> Prepared:
    return Prepared(lambda pks: model._base_manager.filter(pk__among=pks), [NOBODY])


def hangs_on_anything(model: type[models.Model]) -> bool:
    """A note, a tag, a file: it names the record it is about instead of pointing to it."""
    return hasattr(model, "about_type") and hasattr(model, "about_id")


@cache
def kept_by(model: type[models.Model]) -> tuple[Any, ...]:
    """The foreign keys whose target it goes with: a line's order, a link's contact; and what it
    is part of, even if that cannot go while it is there, as a customer with an account."""
    relations: list[Any] = [field for field in model._meta.concrete_fields if field.is_relation]
    return tuple(
        field
        for field in relations
        if (
            field.remote_field.on_delete is models.CASCADE
            or field.name == getattr(model, "part_of", "")
        )
        and issubclass(field.related_model, Journaled)
    )


@cache
def pointers_of(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """Its foreign keys: column, and the table that it points to."""
    relations: list[Any] = [field for field in model._meta.concrete_fields if field.is_relation]
    return tuple((f.attname, f.related_model._meta.label_lower) for f in relations)


class Check(NamedTuple):
    """A check constraint, and the columns it speaks of."""

    condition: Q
    columns: frozenset[str]
    fields: dict[str, Any]
    message: Any


@cache
def checks_of(model: type[models.Model]) -> tuple[Check, ...]:
    fields: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    fields |= {field.attname: field for field in model._meta.concrete_fields}
    found = []
    for each in model._meta.constraints:
        if isinstance(each, models.CheckConstraint) and isinstance(each.condition, Q):
            names = {path.partition("__")[0] for path, _value in leaves(each.condition)}
            if names <= fields.keys():
                columns = frozenset(fields[name].attname for name in names)
                found.append(Check(each.condition, columns, fields, words_of(each)))
    return tuple(found)
