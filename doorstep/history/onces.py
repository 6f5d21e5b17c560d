"""What may be there once: the unique constraints of a table, as far as they can be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from doorstep.kit.checks import surely_broken
from doorstep.kit.constraints import leaves, words_of
from doorstep.kit.images import value_of
from doorstep.kit.noting import Image


@dataclass(frozen=True)
class Once:
    """Columns whose values may be there once; ``folded`` are those that ignore case."""

    columns: tuple[str, ...]
    folded: frozenset[str] = frozenset()
    condition: Q | None = None
    message: Any = ""

    @property
    def tied(self) -> frozenset[str]:
        """All columns that decide: those of the condition too."""
        asked = leaves(self.condition) if self.condition is not None else ()
        return frozenset(self.columns) | {path.partition("__")[0] for path, _value in asked}

    def values(self, model: Any, image: Image) -> tuple[Any, ...] | None:
        """What a row with this image would hold; None where nothing counts or is known."""
        if not image.keys() >= {*self.columns}:
            return None
        fields = {field.attname: field for field in model._meta.concrete_fields}
        known = {name: value_of(fields[name], image[name]) for name in image if name in fields}
        if None in (held := [known[name] for name in self.columns]):
            return None
        if self.condition is not None and surely_broken(self.condition, known):
            return None
        pairs = zip(self.columns, held, strict=True)
        return tuple(value.lower() if name in self.folded else value for name, value in pairs)

    def rows(self, manager: Any, firsts: Iterable[Any]) -> Any:
        """The ids and values of the rows whose first column is among these."""
        keys = {
            f"key{number}": Lower(name) if name in self.folded else F(name)
            for number, name in enumerate(self.columns)
        }
        rows = manager.order_by().annotate(**keys).filter(key0__among=list(firsts))
        if self.condition is not None:
            rows = rows.filter(self.condition)
        return rows.values_list("pk", *keys)


@cache
def onces(model: type[models.Model]) -> tuple[Once, ...]:
    """Those of the table; a constraint over anything but columns is left to the database."""
    return (*_of_fields(model), *_of_constraints(model))


def _of_fields(model: type[models.Model]) -> Iterator[Once]:
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield Once((field.attname,))


def _of_constraints(model: type[models.Model]) -> Iterator[Once]:
    for each in model._meta.constraints:
        if not isinstance(each, models.UniqueConstraint):
            continue
        parts = [*each.fields, *each.expressions]
        named = [_column(model, part) for part in parts]
        if all(named):
            folded = frozenset(
                n for n, part in zip(named, parts, strict=True) if isinstance(part, Lower)
            )
            yield Once(tuple(named), folded, each.condition, words_of(each))


def _column(model: type[models.Model], part: Any) -> str:
    """The column behind a name, ``F("name")`` or ``Lower("name")``."""
    if isinstance(part, Lower):
        (part,) = part.get_source_expressions()
    if isinstance(part, F):
        part = vars(part)["name"]
    field: Any = model._meta.get_field(part) if isinstance(part, str) else None
    return getattr(field, "attname", "")
