"""Custom fields at work: what may be written to them, and how they are shown.

Definitions are read for every record that is shown or written, and change once in a while: they
are kept in memory for a moment, and read again when one is changed here or a name is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from time import monotonic
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from doorstep.history.telling import Part, told_in_parts
from doorstep.kit.naming import kind_of, name_of
from doorstep.kit.noting import Write, after_writing
from doorstep.records.custom_index import CustomValue
from doorstep.records.kinds import (
    Choice,
    Date,
    Kind,
    Number,
    Schema,
    Text,
    Wrong,
    YesNo,
    there_is_no,
)
from doorstep.records.models.custom import CustomField
from doorstep.records.names import Names
from doorstep.records.references import Reference
from doorstep.records.uses import CAP, CountOf

FRESH_FOR = 5.0  # seconds until a change made by another process is seen


@dataclass(frozen=True)
class Plain(Number):
    """A number with as many places as were written."""

    digits: int = 24
    places: int = 6

    @property
    def show(self) -> Any:
        return str


@dataclass(frozen=True)
class Definition:
    """A custom field as it is used; ``row`` is the one in the database."""

    row: CustomField

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def label(self) -> str:
        return self.row.label

    @cached_property
    def value(self) -> Kind:
        """The kind of its values, as public fields know them."""
        match self.row.kind:
            case CustomField.Kind.NUMBER:
                return Plain()
            case CustomField.Kind.DATE:
                return Date()
            case CustomField.Kind.CHECK:
                return YesNo()
            case CustomField.Kind.LINK:
                return Reference(self.targets)
            case CustomField.Kind.CHOICE:
                return Choice(tuple(self.labels.items()), by_label=True)
            case _:
                return Text(500)

    @cached_property
    def labels(self) -> dict[str, str]:
        return {each["key"]: each["label"] for each in self.row.choices}

    @cached_property
    def targets(self) -> tuple[type[models.Model], ...]:
        """What a link may point to."""
        return tuple(each for each in apps.get_models() if kind_of(each) == self.row.links_to)[:1]

    def take(self, value: Any, names: Names) -> Any:
        """A public value as it is kept in JSON; an empty text is no value."""
        read = self.value.take(value, names)
        if isinstance(read, date):
            return read.isoformat()
        if isinstance(read, Decimal):
            return format(read.normalize(), "f")
        if isinstance(read, models.Model):
            return name_of(read)
        return None if read == "" else read

    def public(self, kept: Any) -> Any:
        return self.labels.get(kept, kept) if kept is not None else None

    def said(self, kept: Any) -> str:
        """A kept value as people read it."""
        match self.row.kind, kept:
            case _, None:
                return "–"
            case CustomField.Kind.CHECK, _:
                return _("Yes") if kept else _("No")
            case CustomField.Kind.DATE, str():
                return date_format(date.fromisoformat(kept), "SHORT_DATE_FORMAT")
            case CustomField.Kind.NUMBER, str():
                number = number_format(Decimal(kept), use_l10n=True, force_grouping=True)
                return f"{number} {self.row.unit}".rstrip()
            case _:
                return str(self.public(kept))

    def schema(self) -> Schema:
        found = self.value.schema() | {"title": self.label}
        return found | ({"description": self.row.help} if self.row.help else {})


_known: dict[str, tuple[float, tuple[Definition, ...]]] = {}


def definitions(model: type[models.Model], *, archived: bool = False) -> list[Definition]:
    """The custom fields of a kind of record, in their order."""
    label, now = model._meta.label_lower, monotonic()
    since, found = _known.get(label, (0.0, ()))
    if not since or now - since > FRESH_FOR:
        rows = CustomField.objects.filter(record_type=label).order_by("position", "pk")
        found = tuple(Definition(row) for row in rows)
        _known[label] = now, found
    return [each for each in found if archived or not each.row.archived]


def forget_definitions() -> None:
    """Read them again when next asked for."""
    _known.clear()


@after_writing
def keep_definitions_fresh(writes: Sequence[Write]) -> None:
    """Whoever changes a field sees it at once."""
    if any(write.record_type == CustomField._meta.label_lower for write in writes):
        forget_definitions()
        transaction.on_commit(forget_definitions)


@dataclass(frozen=True)
class CustomOf(Kind):
    """All custom fields of a record as one public field: ``{"room_type": "Office"}``."""

    model: type[models.Model] = models.Model

    def take(self, value: Any, names: Names) -> dict[str, Any]:
        return {} if value is None else self.read(value, names)

    def read(self, value: Any, names: Names) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Wrong(_("Write the custom fields by their names."))
        found, wrong = {}, {}
        for name, each in value.items():
            try:
                found[name] = self._one(name).take(each, names)
            except Wrong as error:
                wrong[str(name)[:60]] = error.message
        if wrong:
            raise Wrong(_("Please correct the marked fields."), wrong)
        return found

    @property
    def show(self) -> Any:
        return lambda kept: self.show_page()(kept)

    def show_page(self) -> Any:
        known = definitions(self.model)
        return lambda kept: {each.name: each.public(kept.get(each.name)) for each in known}

    def schema(self) -> Schema:
        fields = {each.name: each.schema() for each in definitions(self.model)}
        return {"type": "object", "properties": fields, "additionalProperties": False}

    def _one(self, name: Any) -> Definition:
        for _turn in range(2):
            known = {each.name: each for each in definitions(self.model)}
            if name in known:
                return known[name]
            forget_definitions()
        raise Wrong(there_is_no(name, known, _("There is no custom field “%s”.")))


def complete(model: type[models.Model], values: dict[str, Any], *, is_new: bool) -> dict[str, str]:
    """Fill in what a new record gets by itself; what is required and missing, in words."""
    wrong, custom = {}, values.get("custom", {})
    for each in definitions(model):
        if is_new and each.name not in custom and each.row.default is not None:
            custom = values.setdefault("custom", custom)
            custom[each.name] = each.row.default
        is_told = is_new or each.name in custom
        if each.row.required and is_told and custom.get(each.name) is None:
            wrong[f"custom.{each.name}"] = _("This field is needed.")
    return wrong


@told_in_parts("custom")
def changes(
    model: type[models.Model], old: dict[str, Any] | None, new: dict[str, Any] | None
) -> Iterator[Part]:
    """Each custom field that differs, as people read it."""
    old, new = old or {}, new or {}
    for each in definitions(model, archived=True):
        was, is_ = old.get(each.name), new.get(each.name)
        if was != is_:
            yield Part(each.name, each.label, each.said(was), each.said(is_))


def filled(field: CustomField) -> models.QuerySet[Any]:
    """The records that hold a value of it."""
    rows = apps.get_model(field.record_type)._base_manager.all()
    value = CustomValue(field.name, field.kind)
    return rows.alias(custom_value=value).filter(custom_value__isnull=False)


def filled_count(field: CustomField) -> int:
    """How many there are of them."""
    return filled(field).count()


def filled_counts(fields: Sequence[CustomField]) -> dict[int, int]:
    """The same for several fields in one query, counted no further than anyone wants to know."""
    if not fields:
        return {}
    found = [CountOf(filled(each).order_by().values("pk")[: CAP + 1]) for each in fields]
    row = CustomField.objects.filter(pk=fields[0].pk).values_list(*found).get()
    return dict(zip((each.pk for each in fields), row, strict=True))
