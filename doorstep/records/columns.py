"""The parts a record type is declared with. Data, no hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst

from doorstep.kit.fields import CountryField
from doorstep.records.filters import Filter
from doorstep.records.filters.base import field_at
from doorstep.records.veil import SeenValues, crossing
from doorstep.users.models import User

__all__ = ["Bulk", "Card", "Column", "Filter", "Label", "Section", "View"]

Label = str | Promise
Collect = Callable[[Sequence[int], Any], Mapping[int, Any]]
BY_FIELD: tuple[tuple[Any, str], ...] = (
    (models.DateTimeField, "day"),
    (models.DateField, "date"),
    (models.BooleanField, "yesno"),
    (models.DecimalField, "money"),
    (models.IntegerField, "number"),
    (CountryField, "country"),
)


@dataclass(frozen=True)
class Column:
    """``cell`` is a template of ui/cells; ``reads`` are the paths it needs, in its order.

    ``collect(ids, by)`` brings the values of a page at once, in place of the id that was read.
    What is not said is what the field is: a link to a list with tones is a badge, a link to a user
    a face, another link its name.
    """

    name: str
    label: Label = ""
    sort: str = ""
    cell: str = ""
    reads: tuple[str, ...] = ()
    on_phone: str = ""
    shown: bool = True
    edits: bool = False
    labels: tuple[tuple[str, str], ...] = ()
    collect: Collect | None = None

    @property
    def is_number(self) -> bool:
        return self.cell in ("money", "sum", "number")

    def on(self, model: type[models.Model]) -> Column:
        """With everything filled in that the field knows."""
        return _filled(self, model)


More = Callable[[type[models.Model]], Iterable[Column]]
MORE_COLUMNS: list[More] = []


def more_columns(function: More) -> More:
    """Every list of a model can also show the columns this function says: custom fields."""
    MORE_COLUMNS.append(function)
    return function


@dataclass(frozen=True)
class Section:
    """Some facts of a record under one heading, edited in place."""

    label: Label
    fields: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """A list everyone starts with."""

    label: Label
    query_string: str


@dataclass(frozen=True)
class Bulk:
    """What can be done to many records beyond setting a field, assigning, tagging and deleting.

    ``action`` names an action on the model that takes ``ids``, and the value of ``field``. With a
    ``field`` of the record it takes the place of plainly setting that field.
    """

    action: str
    field: str = ""
    icon: str = "zap"


MORE_BULK: dict[type[models.Model], list[Bulk]] = {}


def more_bulk(model: type[models.Model], bulk: Bulk) -> None:
    """What an app further up does to many records of a model."""
    MORE_BULK.setdefault(model, []).append(bulk)


@dataclass(frozen=True)
class Card:
    """What a board shows of a record: the first ``title`` that is there, and paths beside it."""

    title: tuple[str, ...] = ("name",)
    sub: str = ""
    side: str = ""
    due: str = ""
    owner: str = ""


PLAIN = Card()


@lru_cache(maxsize=512)
def _filled(column: Column, model: type[models.Model]) -> Column:
    cell, reads = column.cell, column.reads
    field = None if reads and cell and column.label else field_at(model, column.name)
    if field is not None and field.is_relation:
        cell, reads = _of_link(column, field.related_model)
    elif field is not None:
        by_field = next((name for cls, name in BY_FIELD if isinstance(field, cls)), "text")
        cell = cell or ("choice" if field.flatchoices else by_field)
    label = column.label or capfirst(getattr(field, "verbose_name", column.name))
    reads, collect = reads or (column.name,), column.collect
    if collect is None and crossing(model, reads[0]):
        collect = SeenValues(model, reads[0])
    return replace(column, cell=cell, reads=reads, label=label, collect=collect)


def _of_link(column: Column, target: type[models.Model]) -> tuple[str, tuple[str, ...]]:
    if issubclass(target, User):
        return column.cell or "person_of", column.reads or (f"{column.name}__name",)
    names = {field.name for field in target._meta.fields}
    if {"tone", "glyph"} <= names:
        looks = tuple(f"{column.name}__{part}" for part in ("name", "tone", "glyph"))
        return "badge", looks
    return column.cell or "text", column.reads or (f"{column.name}__name",)
