"""Filters by a day or a moment: on it, before, after, between, or relative to today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.records.filters.base import IS_EMPTY, Kind, Operator, Option, Scope, yes_or_no
from doorstep.records.filters.spans import WORDS, Span, begin, known_words, span

OVERDUE = "overdue"
OFTEN = ("last-7-days", "last-30-days", "last-90-days", "next-7-days", "next-30-days")
Edge = Callable[[Any], Any]


class Day(Kind):
    """A date. A word stands for all of its days: before ``this-week`` is until last Sunday."""

    operators = (
        Operator(("",), gettext_lazy("is"), takes="many", control="options"),
        Operator(("",), gettext_lazy("is on"), control="date", alias="on"),
        Operator(("before",), gettext_lazy("is before")),
        Operator(("after",), gettext_lazy("is after")),
        Operator(("from",), gettext_lazy("is from")),
        Operator(("to",), gettext_lazy("is until")),
        Operator(("from", "to"), gettext_lazy("is between"), takes="two"),
        *IS_EMPTY,
    )
    control = "date"

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        if code == "empty":
            return self.is_empty(scope, yes_or_no(scope, values)), []
        parts = [self._part(scope, code, value) for value in values]
        return reduce(or_, (found for found, _says in parts)), [says for _found, says in parts]

    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        named = [Option(word, str(says)) for word, says in WORDS.items()]
        counted = [Option(word, found.says) for word in OFTEN if (found := span(word))]
        return [Option(OVERDUE, _("overdue")), *named, *counted]

    def works(self, scope: Scope) -> str:
        return known_words()

    def _part(self, scope: Scope, code: str, value: str) -> tuple[Q, str]:
        if value == OVERDUE and not code:
            return Q(**{f"{scope.path}__lt": self._now()}), _("overdue")
        if (found := span(value)) is None:
            raise scope.refuse(value, self.works(scope))
        return self._past(scope.path, code, found), found.says

    def _past(self, path: str, code: str, found: Span) -> Q:
        start, end = self._edge(found.start), self._edge(found.end)
        match code:
            case "before":
                return Q(**{f"{path}__lt": start})
            case "after":
                return Q(**{f"{path}__gte": end})
            case "from":
                return Q(**{f"{path}__gte": start})
            case "to":
                return Q(**{f"{path}__lt": end})
        return Q(**{f"{path}__gte": start, f"{path}__lt": end})

    def _edge(self, day: Any) -> Any:
        return begin(day).date() if hasattr(day, "hour") else day

    def _now(self) -> Any:
        return localdate()


class Moment(Day):
    """A date with a time of day; dates are days here, not in UTC."""

    def _edge(self, day: Any) -> Any:
        return begin(day)

    def _now(self) -> Any:
        return now()
