"""What a record points to is named only to those who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.records.models import Record
from doorstep.users.access import Reach
from doorstep.users.models import User


@dataclass(frozen=True)
class Unseen:
    """Stands where a record out of reach would."""

    pk: int

    @property
    def id(self) -> int:
        return self.pk

    @property
    def name(self) -> str:
        return out_of_reach()

    def __str__(self) -> str:
        return self.name


@cache
def crossing(model: type[models.Model], path: str) -> tuple[str, Any] | None:
    """Where a path like ``customer__name`` leaves for another record: by which column, and to
    which model."""
    first, _, rest = path.partition("__")
    if not rest or first not in {each.name for each in model._meta.concrete_fields}:
        return None
    field: Any = model._meta.get_field(first)
    is_record = field.is_relation and issubclass(field.related_model, Record)
    return (field.attname, field.related_model) if is_record else None


def within_reach(target: Any, pks: Iterable[int | None], by: User) -> set[int]:
    """Those of these records that ``by`` may see."""
    known = {pk for pk in pks if pk is not None}
    if not known or Reach.ALL in by.reaches(target, "view"):
        return known
    seen = target._default_manager.visible_to(by).filter(pk__in=known)
    return set(seen.values_list("pk", flat=True))


@dataclass(frozen=True)
class SeenValues:
    """For a column of a list that shows what stands on another record."""

    model: Any
    path: str

    def __call__(self, ids: Sequence[int], by: User) -> Mapping[int, Any]:
        column, target = crossing(self.model, self.path) or ("", None)
        rows = self.model._base_manager.filter(pk__in=ids).values_list("pk", column, self.path)
        found = list(rows)
        seen = within_reach(target, (pk for _id, pk, _value in found), by)
        return {pk: value if other in seen else "" for pk, other, value in found}


def out_of_reach() -> str:
    return _("out of your reach")


def veil(record: models.Model, by: User, names: Iterable[str] = ()) -> None:
    """Put a stand-in where the record points to others that ``by`` may not see.

    Only for showing it. Costs nothing for those who see all of a kind.
    """
    for field in record._meta.concrete_fields:
        if not (field.is_relation and (not names or field.name in names)):
            continue
        target: Any = field.related_model
        pk = record.__dict__.get(field.attname)
        if pk is None or not issubclass(target, Record):
            continue
        if not within_reach(target, [pk], by):
            record._state.fields_cache[field.name] = Unseen(pk)
