"""Custom fields and tags in lists: as filters with the operators of their kind, and as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, Lookup
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.naming import kind_of
from doorstep.records import filters
from doorstep.records.columns import Column, more_columns
from doorstep.records.custom import Definition, definitions
from doorstep.records.custom_index import CustomValue
from doorstep.records.filters import Filter, Scope, more_filters
from doorstep.records.filters.base import Option, yes_or_no
from doorstep.records.filters.simple import ANY_OF, NONE_OF
from doorstep.records.models import CustomField, Record, Tag, Tagging, name_key
from doorstep.records.tagging import TagsOf

K = CustomField.Kind
PREFIX = "custom_"
CELLS = {K.CHECK: "yesno", K.CHOICE: "choice", K.NUMBER: "number"}


@dataclass(frozen=True)
class OfCustom(filters.Kind):
    """Asks what its kind asks, of the expression that the field's index is made of."""

    of: Definition

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        found, words = super().narrow(scope, code, values)
        return self._on_expression(found, scope.path), words

    def _on_expression(self, q: Q, path: str) -> Q:
        made = Q(_connector=q.connector, _negated=q.negated)
        for child in q.children:
            is_q = isinstance(child, Q)
            made.children.append(
                self._on_expression(child, path) if is_q else self._lookup(child, path)
            )
        return made

    def _lookup(self, condition: tuple[str, Any], path: str) -> Lookup[Any]:
        name, value = condition
        value_of = CustomValue(self.of.name, self.of.row.kind)
        if name.endswith("__iexact"):  # in the words of the index
            return Exact(Lower(value_of), Lower(Value(self._kept(value))))
        lookup = value_of.output_field.get_lookup(name.removeprefix(path).strip("_") or "exact")
        assert lookup is not None
        return lookup(value_of, self._kept(value))

    def _kept(self, value: Any) -> Any:
        """A value as it lies in the record."""
        if isinstance(value, date):
            return value.isoformat()
        return [self._kept(each) for each in value] if isinstance(value, list) else value


class CustomText(OfCustom, filters.Text):
    pass


class CustomNumber(OfCustom, filters.Number):
    pass


class CustomDay(OfCustom, filters.Day):
    pass


class CustomChoice(OfCustom, filters.Choice):
    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        wanted = text.casefold()
        listed = self.of.labels.items()
        return [
            Option(label, label, key=key) for key, label in listed if wanted in label.casefold()
        ]


class CustomCheck(OfCustom, filters.YesNo):
    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        """What nobody answered is not so."""
        is_so = Q(CustomValue.is_so(self.of.name))
        found = yes_or_no(scope, values)
        return (is_so, [_("Yes")]) if found else (~is_so, [_("No")])


class CustomLink(OfCustom, filters.Link):
    def _model(self, scope: Scope) -> type[models.Model]:
        return self.of.targets[0]

    def _kept(self, value: Any) -> Any:
        prefix = kind_of(self.of.targets[0])
        return [f"{prefix}:{pk}" for pk in value] if isinstance(value, list) else value


KINDS: dict[str, type[OfCustom]] = {
    K.TEXT: CustomText,
    K.NUMBER: CustomNumber,
    K.DATE: CustomDay,
    K.CHOICE: CustomChoice,
    K.CHECK: CustomCheck,
    K.LINK: CustomLink,
}


@more_filters
def custom_filters(model: type[models.Model]) -> Iterator[Filter]:
    """``?custom_room_type=Office``, ``?custom_height.min=3``."""
    for each in definitions(model) if issubclass(model, Record) else ():
        if each.row.filterable:
            kind = KINDS[each.row.kind](each)
            yield Filter(PREFIX + each.name, each.label, "custom", each.row.icon, kind)


@more_columns
def custom_columns(model: type[models.Model]) -> Iterator[Column]:
    for each in definitions(model) if issubclass(model, Record) else ():
        reads, cell = (f"custom__{each.name}",), CELLS.get(each.row.kind, "text")
        labels = tuple(each.labels.items())
        name = PREFIX + each.name
        yield Column(name, each.label, cell=cell, reads=reads, shown=False, labels=labels)


@more_columns
def tag_column(model: type[models.Model]) -> Iterator[Column]:
    if issubclass(model, Record):
        reads, collect = ("pk",), TagsOf(model)
        yield Column(
            "tags", gettext_lazy("Tags"), cell="tags", reads=reads, shown=False, collect=collect
        )


class Tagged(filters.Kind):
    """Records with one of some tags, with none of them, or without any."""

    operators = (ANY_OF, NONE_OF, *filters.base.IS_EMPTY)
    control = "options"

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        hung = Tagging.objects.filter(about_type=scope.model._meta.label_lower)
        if code == "empty":
            found = Q(pk__in=hung.values("about_id"))
            return (~found if yes_or_no(scope, values) else found), []
        tags = self._tags(scope, values)
        found = Q(pk__in=hung.filter(tag__in=tags).values("about_id"))
        return (~found if code == "not" else found), [tag.name for tag in tags]

    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        found = Tag.objects.offered()
        if text:
            found = found.filter(key__contains=name_key(text))
        return [_option(tag) for tag in found[:at_most]]

    def works(self, scope: Scope) -> str:
        return _("Choose from: %s.") % ", ".join(each.label for each in self.options(scope))

    def chosen(self, scope: Scope, values: Iterable[str]) -> list[Option]:
        return [_option(tag) for tag in self._tags(scope, values)]

    def _tags(self, scope: Scope, values: Iterable[str]) -> list[Tag]:
        wanted = {name_key(value): value for value in values}
        known = {tag.key: tag for tag in Tag.objects.filter(key__in=wanted)}
        for key, value in wanted.items():
            if key not in known:
                raise scope.refuse(value, self.works(scope))
        return [known[key] for key in wanted]


def _option(tag: Tag) -> Option:
    return Option(tag.name, tag.name, tag.tone, "", tag.pk)


@more_filters
def tag_filter(model: type[models.Model]) -> Iterator[Filter]:
    """``?tags=VIP&tags=Berlin``: any of them."""
    if issubclass(model, Record):
        yield Filter("tags", gettext_lazy("Tags"), "pk", "tag", Tagged())
