"""What belongs to records: rows that point to them, and rows that hang on them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Q, Value

from doorstep.history.relationship import is_center, relationship_of
from doorstep.history.rows import (
    NOBODY,
    Row,
    by_type,
    hangs_on_anything,
    images_of,
    model_of,
    records_now,
    row_of,
)
from doorstep.history.sight import Sight
from doorstep.history.told_on import is_told_on_its_record
from doorstep.kit.journaled import Journaled
from doorstep.kit.noting import Image
from doorstep.kit.prepared import Prepared

WENT_IN = "="  # before the table, where a row is one that became part of the record


class Related(NamedTuple):
    """The rows whose journal a timeline tells.

    ``own`` are the record and what it is made of: each may have a long journal. ``others`` point
    to those, have short ones, and are within reach. Of what hangs on them ``hanging`` names the
    tables: all of it is seen with the record, and what may be thousands of rows is told on it.
    """

    own: list[Row]
    others: list[Row]
    hanging: tuple[type[models.Model], ...]


def related_to(record: models.Model, sight: Sight, *, whole: bool = False) -> Related:
    """Those of one record; with ``whole`` those of all that belongs to its relationship."""
    sight.trust("view", [row_of(record)])
    roots = relationship_of(record, sight) if whole else [row_of(record)]
    found = dict.fromkeys(row for root in by_type(roots).items() for row in _pointing(*root))
    before = [(row[0][1:], row[1]) for row in found if row[0].startswith(WENT_IN)]
    rows = [row for row in found if not row[0].startswith(WENT_IN)]
    apart = _left_out[type(record)]() if type(record) in _left_out and not whole else ()
    seen = _seen([row for row in rows if row[0] not in apart], sight)
    if whole:
        roots = list(dict.fromkeys([*roots, *(row for row in seen if _is_document(row[0]))]))
        # A party that only points here, another customer with the same person, is another story.
        seen = [row for row in seen if row not in roots and not is_center(row[0])]
    hanging = tuple(each for each in _hanging() if each._meta.label_lower not in apart)
    return Related([*roots, *before], seen, hanging)


def leave_out(model: type[models.Model], which: Callable[[], Collection[str]]) -> None:
    """Which tables' rows a timeline of such a record leaves out, though they point to it."""
    _left_out[model] = which


_left_out: dict[type[models.Model], Callable[[], Collection[str]]] = {}


def _seen(rows: list[Row], sight: Sight) -> list[Row]:
    """Those within reach. Only of what hangs on a record more than its number is asked."""
    now: dict[Row, Image] = {row: {} for row in rows}
    now |= images_of(records_now(row for row in rows if hangs_on_anything(model_of(row[0]))))
    return sorted(sight.within("view", rows, now, {}))


def _is_document(record_type: str) -> bool:
    """A record with a timeline of its own that nobody else lays claim to."""
    return hasattr(model_of(record_type), "owned_by") and not is_center(record_type)


@cache
def _hanging() -> tuple[type[models.Model], ...]:
    """Tables whose rows are few on one record, and are not told on it."""
    found = (each for each in apps.get_models() if issubclass(each, Journaled))
    return tuple(
        each
        for each in found
        if hangs_on_anything(each) and not is_told_on_its_record(each._meta.label_lower)
    )


def _pointing(record_type: str, pks: list[int]) -> list[Row]:
    statement = _pointing_to(model_of(record_type))
    return statement.rows(pks) if statement else []


@cache
def _pointing_to(model: type[models.Model]) -> Prepared | None:
    """One statement over all tables with a foreign key to it, or whose rows tell of it."""
    pointers = [*_pointers(model)]
    tellers = [each for each in apps.get_models() if _tells_of(each)]
    if not pointers and not tellers:
        return None

    def query(pks: list[int]) -> Any:
        parts = [_named(related, Q(**{f"{name}__among": pks})) for related, name in pointers]
        first, *others = [*parts, *(_went_in(model, each, pks) for each in tellers)]
        return first.union(*others, all=True) if others else first

    return Prepared(query, [NOBODY])


def _pointers(model: type[models.Model]) -> Iterable[tuple[Any, str]]:
    for relation in model._meta.related_objects:
        if issubclass(relation.related_model, Journaled):
            yield relation.related_model, relation.field.name


def _tells_of(model: Any) -> str:
    """The column that names a record which became part of another, and is gone."""
    return getattr(model, "predecessor", "")


def _went_in(model: Any, other: Any, pks: list[int]) -> Any:
    """What became part of the record: its history goes on there."""
    label = Value(WENT_IN + model._meta.label_lower, output_field=models.CharField())
    rows = other._base_manager.filter(about_type=model._meta.label_lower, about_id__among=pks)
    return rows.order_by().values_list(label, other.predecessor)


def _named(model: Any, condition: Q) -> Any:
    label = Value(model._meta.label_lower, output_field=models.CharField())
    return model._base_manager.filter(condition).order_by().values_list(label, "pk")
