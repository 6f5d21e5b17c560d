"""Everything that points to some records, pointed to another one: whatever table it stands in.

Helpers of actions: they write, so they only work inside one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from doorstep.dedupe.refusals import NotMergeable
from doorstep.history.onces import Once, onces
from doorstep.history.rows import hangs_on_anything
from doorstep.history.turns import rewrite_in_turn
from doorstep.kit.constraints import leaves
from doorstep.kit.journaled import Journaled
from doorstep.records.models import Attached, Part


@dataclass(frozen=True)
class Pointer:
    """A column by which the rows of a table belong to a record."""

    model: Any
    column: str
    fixed: Mapping[str, str] = field(default_factory=dict)

    def rows(self, pks: Sequence[int]) -> Any:
        return self.model._base_manager.filter(**self.fixed, **{f"{self.column}__among": pks})


def pointers_to(model: type[models.Model]) -> Iterator[Pointer]:
    """Every foreign key to it, those without a way back too, and everything that hangs on it."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            key: Any = relation.field  # type: ignore[union-attr]
            yield Pointer(key.model, key.attname)
    for other in apps.get_models():
        if hangs_on_anything(other):
            yield Pointer(other, "about_id", {"about_type": model._meta.label_lower})


def move(pointer: Pointer, keep: int, gone: Sequence[int]) -> None:
    """Point its rows to ``keep``. What it has already is one row; a mark stays where it is."""
    ties = [once for once in onces(pointer.model) if pointer.column in once.columns]
    if not (ties and issubclass(pointer.model, Journaled)):
        pointer.rows(gone).update(**{pointer.column: keep})
        return
    rank = {pk: place for place, pk in enumerate([keep, *gone])}
    rows = list(pointer.rows([*rank]))
    rows.sort(key=lambda row: (rank[getattr(row, pointer.column)], row.pk))
    _Meeting(pointer, keep, rows, ties).settle()


class _Meeting:
    """Rows of several records that come to belong to one."""

    def __init__(self, pointer: Pointer, keep: int, rows: list[Any], ties: list[Once]) -> None:
        self.pointer, self.keep, self.ties = pointer, keep, ties
        self.rows = {row.pk: row for row in rows}
        self.new: dict[int, dict[str, Any]] = {row.pk: {} for row in rows}
        self.doubles: list[int] = []
        self.unmarked: dict[int, dict[str, Any]] = {}

    def settle(self) -> None:
        for once in (each for each in self.ties if not _marks(each)):
            self._collapse(once)
        for once in (each for each in self.ties if _marks(each)):
            self._leave_one_mark(once)
        manager = self.pointer.model._base_manager
        if self.doubles:
            manager.filter(pk__among=self.doubles).delete()
        for pk in self.doubles:
            del self.new[pk]
        whole = {
            pk: row | {self.pointer.column: self.keep} | self.unmarked.get(pk, {})
            for pk, row in self.new.items()
        }
        held = {pk: self.rows[pk]._image() for pk in whole}
        rewrite_in_turn(self.pointer.model, whole, held)

    def _image(self, pk: int) -> dict[str, Any]:
        image: dict[str, Any] = self.rows[pk]._image()
        return image | self.new[pk] | {self.pointer.column: self.keep}

    def _collapse(self, once: Once) -> None:
        first: dict[Any, int] = {}
        for pk in (pk for pk in self.rows if pk not in self.doubles):
            values = once.values(self.pointer.model, self._image(pk))
            if values is None or first.setdefault(values, pk) == pk:
                continue
            self._refuse_records(first[values], pk)
            self._absorb(first[values], pk)
            self.doubles.append(pk)

    def _refuse_records(self, one: int, other: int) -> None:
        is_detail = getattr(self.pointer.model, "goes_with_its_double", False)
        if not (is_detail or issubclass(self.pointer.model, (Part, Attached))):
            names = {"one": self.rows[one], "other": self.rows[other]}
            raise NotMergeable(
                _("%(one)s and %(other)s stand in the way: merge those first.") % names
            )

    def _absorb(self, into: int, pk: int) -> None:
        """What the double says more than the row that stays: marks, texts that are empty, sums."""
        kept, double = self._image(into), self._image(pk)
        for each in self.pointer.model._meta.concrete_fields:
            name = each.attname
            is_mark = isinstance(each, models.BooleanField) and name.startswith("is_")
            if (is_mark or isinstance(each, models.CharField)) and not kept[name]:
                self.new[into][name] = double[name]
        for name in getattr(self.pointer.model, "adds_up", ()):
            value = self.pointer.model._meta.get_field(name).to_python
            self.new[into][name] = value(kept[name]) + value(double[name])

    def _leave_one_mark(self, once: Once) -> None:
        """Of several with the mark the one that had it on the record that is kept."""
        flags = _marks(once)
        held = [
            (bool(self.new[pk].get(flags[0])), place, pk)
            for place, pk in enumerate(self.rows)
            if pk not in self.doubles
            and once.values(self.pointer.model, self._image(pk)) is not None
        ]
        taken: set[Any] = set()
        for _absorbed, _place, pk in sorted(held):
            values = once.values(self.pointer.model, self._image(pk))
            if values in taken:
                self.new[pk].pop(flags[0], None)
                self.unmarked.setdefault(pk, {})[flags[0]] = False
            taken.add(values)


def _marks(once: Once) -> list[str]:
    """The flags of which one row has each: "the primary one"."""
    asked = leaves(once.condition) if once.condition is not None else ()
    return [path for path, value in asked if value is True]
