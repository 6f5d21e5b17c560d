"""The public face of a record type: its fields, as API, import, export and forms name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst

from doorstep.records.kinds import (
    Choice,
    Date,
    Email,
    Kind,
    LongText,
    Moment,
    Number,
    Schema,
    Text,
    Url,
    Whole,
    YesNo,
)
from doorstep.records.references import Named, Person, Reference

Label = str | Promise
Collect = Callable[[Sequence[int], Any], Mapping[int, Any]]
WIDEST = {
    models.SmallIntegerField: 2**15,
    models.PositiveSmallIntegerField: 2**15,
    models.BigIntegerField: 2**63,
    models.PositiveBigIntegerField: 2**63,
}


@dataclass(frozen=True)
class Field:
    """One public field, declared with its record type.

    ``path`` is the model's own name where it differs, or a path to read along (then it is read
    only). ``kind`` follows from the model's field unless said otherwise. ``collect(ids, by)``
    brings the values of a whole page at once, for what stands in other tables; when written, such
    a value goes to the type's own action as it is, under the public name.
    """

    name: str
    path: str = ""
    label: Label = ""
    kind: Kind | None = None
    readonly: bool = False
    required: bool | None = None
    collect: Collect | None = None
    help: Label = ""
    by_label: bool = False


@dataclass(frozen=True)
class Bound:
    """A declared field with what the model knows of it."""

    declared: Field
    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.declared.name

    @property
    def target(self) -> str:
        """What actions call it: the model field, or the public name where there is none."""
        return self.declared.path or self.declared.name

    @cached_property
    def field(self) -> Any:
        """The model's field at the end of the path; None for what is collected."""
        if self.declared.collect:
            return None
        model, found = self.model, None
        for name in self.target.split("__"):
            found = model._meta.get_field(name)
            model = found.related_model  # type: ignore[assignment]
        return found

    @property
    def label(self) -> str:
        if self.declared.label:
            return str(self.declared.label)
        words = self.field.verbose_name if self.field else self.name.replace("_", " ")
        return str(capfirst(str(words)))

    @cached_property
    def kind(self) -> Kind:
        found = self.declared.kind or kind_for(self.field, by_label=self.declared.by_label)
        if self.readonly and "__" in self.target and self.field:
            return kind_for(self.field, by_label=self.declared.by_label, null=True)
        return found

    @cached_property
    def readonly(self) -> bool:
        fixed = self.field is not None and ("__" in self.target or not self.field.editable)
        return self.declared.readonly or fixed

    @cached_property
    def required(self) -> bool:
        """Whether a new record needs it said."""
        if self.declared.required is not None or self.readonly or self.field is None:
            return bool(self.declared.required)
        return not (self.field.blank or self.field.null or self.field.has_default())

    @cached_property
    def column(self) -> str:
        """The path that is read; empty for what is collected."""
        return "" if self.declared.collect else self.kind.column(self.target)

    def schema(self, *, written: bool = False) -> Schema:
        """As it is read; ``written``: as it is taken, where null may stand for an empty text."""
        says = {"title": self.label}
        if self.declared.help:
            says["description"] = str(self.declared.help)
        return (self.kind.taken() if written else self.kind.schema()) | says


def kind_for(field: Any, *, by_label: bool = False, null: bool | None = None) -> Kind:
    """The kind of value that a model's field holds."""
    null = field.null if null is None else null
    if field.is_relation:
        return _kind_of_relation(field.related_model, null)
    if field.choices:
        choices = tuple((str(value), label) for value, label in field.flatchoices)
        return Choice(choices, field.blank, by_label, null=null)
    for model_field, make in _KINDS:
        if isinstance(field, model_field):
            return make(field, null)
    raise TypeError(f"Say which kind of value {field} holds: Field(…, kind=…).")


def _whole(field: Any, null: bool) -> Whole:
    most = WIDEST.get(type(field), 2**31)
    return Whole(0 if "Positive" in type(field).__name__ else -most, most - 1, null=null)


def _kind_of_relation(model: Any, null: bool) -> Kind:
    if issubclass(model, get_user_model()):
        return Person(null=null)
    if hasattr(model, "owner"):
        return Reference((model,), null=null)
    return Named(model, null=null)


_KINDS: tuple[tuple[Any, Callable[[Any, bool], Kind]], ...] = (
    (models.DecimalField, lambda f, null: Number(f.max_digits, f.decimal_places, null=null)),
    (models.IntegerField, _whole),
    (models.DateTimeField, lambda f, null: Moment(null=null)),
    (models.DateField, lambda f, null: Date(null=null)),
    (models.BooleanField, lambda f, null: YesNo(null=null)),
    (models.EmailField, lambda f, null: Email(f.max_length, null=null)),
    (models.URLField, lambda f, null: Url(f.max_length, null=null)),
    (models.CharField, lambda f, null: Text(f.max_length, null=null)),
    (models.TextField, lambda f, null: LongText(f.max_length or 100_000, null=null)),
)
