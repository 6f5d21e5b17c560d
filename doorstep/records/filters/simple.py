"""Filters by choices, texts, numbers, and yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.records.filters.base import (
    IS_EMPTY,
    YES,
    Kind,
    Operator,
    Option,
    Scope,
    field_at,
    yes_or_no,
)

NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,6})?", re.ASCII)
ANY_OF = Operator(("",), gettext_lazy("is any of"), takes="many")
NONE_OF = Operator(("not",), gettext_lazy("is none of"), takes="many")


class Choice(Kind):
    """A fixed list: by its constant or its label, in any case."""

    operators = (ANY_OF, NONE_OF, *IS_EMPTY)
    control = "options"

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        if code == "empty":
            return self.is_empty(scope, yes_or_no(scope, values)), []
        chosen = self.chosen(scope, values)
        found = Q(**{f"{scope.path}__in": [each.key for each in chosen]})
        if code == "not":
            found = ~found | Q(**{f"{scope.path}__isnull": True})
        return found, [each.label for each in chosen]

    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        wanted, closed = text.casefold(), getattr(scope.model, "CLOSED", ())
        return [
            Option(str(value), str(label), key=value, is_closed=value in closed)
            for value, label in field_at(scope.model, scope.path).flatchoices
            if wanted in str(label).casefold() and value != ""
        ][:at_most]

    def works(self, scope: Scope) -> str:
        return _("Choose from: %s.") % ", ".join(each.label for each in self.options(scope))

    def is_empty(self, scope: Scope, is_wanted: bool) -> Q:
        return _without_text(scope.path, is_wanted)

    def chosen(self, scope: Scope, values: Sequence[str]) -> list[Option]:
        """What is meant by each value."""
        return [self._chosen(scope, value) for value in values]

    def _chosen(self, scope: Scope, value: str) -> Option:
        wanted = value.casefold()
        for each in self.options(scope, at_most=1000):
            if wanted in (each.value.casefold(), each.label.casefold(), str(each.key).casefold()):
                return each
        raise scope.refuse(value, self.works(scope))


class Text(Kind):
    """A text, whole or in part, in any case."""

    operators = (
        Operator(("contains",), gettext_lazy("contains")),
        Operator(("",), gettext_lazy("is")),
        Operator(("not",), gettext_lazy("is not")),
        *IS_EMPTY,
    )

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        match code:
            case "empty":
                return self.is_empty(scope, yes_or_no(scope, values)), []
            case "contains":
                return _any(_contains(scope.path, value) for value in values), list(values)
            case "not":
                same = _any(_equals(scope.path, value) for value in values)
                return ~same | Q(**{f"{scope.path}__isnull": True}), list(values)
        return _any(_equals(scope.path, value) for value in values), list(values)

    def is_empty(self, scope: Scope, is_wanted: bool) -> Q:
        return _without_text(scope.path, is_wanted)


class Number(Kind):
    """A number or an amount: exactly, from, up to, or between two."""

    operators = (
        Operator(("",), "="),
        Operator(("min",), "≥"),
        Operator(("max",), "≤"),
        Operator(("min", "max"), gettext_lazy("between"), takes="two"),
        Operator(("not",), "≠"),
        *IS_EMPTY,
    )
    control = "number"
    lookups = {"min": "gte", "max": "lte"}

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        if code == "empty":
            return self.is_empty(scope, yes_or_no(scope, values)), []
        numbers = [self.number(scope, value) for value in values]
        texts = [number_format(each, use_l10n=True, force_grouping=True) for each in numbers]
        if lookup := self.lookups.get(code):
            return _any(Q(**{f"{scope.path}__{lookup}": each}) for each in numbers), texts
        same = _any(Q(**{scope.path: each}) for each in numbers)
        return (~same | Q(**{f"{scope.path}__isnull": True}) if code == "not" else same), texts

    def number(self, scope: Scope, value: str) -> Decimal:
        if not NUMBER.fullmatch(value):
            raise scope.refuse(value, self.works(scope))
        return Decimal(value)

    def works(self, scope: Scope) -> str:
        return _("Write a number like 1250 or 1250.50.")


class YesNo(Kind):
    """Something that is or is not so."""

    operators = (Operator(("",), gettext_lazy("is")),)
    control = "options"
    repeats = frozenset()

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        is_so = yes_or_no(scope, values)
        return Q(**{scope.path: is_so}), [_("Yes") if is_so else _("No")]

    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        return [Option(YES, _("Yes"), key=True), Option("no", _("No"), key=False)]

    def works(self, scope: Scope) -> str:
        return _("Use yes or no.")


def _without_text(path: str, is_wanted: bool) -> Q:
    empty = Q(**{f"{path}__isnull": True}) | Q(**{path: ""})
    return empty if is_wanted else ~empty


def _contains(path: str, value: str) -> Q:
    """SQLite folds only the case of ASCII; its regular expressions are Python's and fold all."""
    if value.isascii():
        return Q(**{f"{path}__icontains": value})
    return Q(**{f"{path}__iregex": re.escape(value)})


def _equals(path: str, value: str) -> Q:
    if value.isascii():
        return Q(**{f"{path}__iexact": value})
    return Q(**{f"{path}__iregex": rf"\A{re.escape(value)}\Z"})


def _any(conditions: Any) -> Q:
    return reduce(or_, conditions)


def is_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.CharField | models.TextField)
