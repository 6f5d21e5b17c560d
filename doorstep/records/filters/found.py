"""Which filters a list has, and what a request asks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.records.filters.base import Condition, Filter, Kind, Operator, Scope, field_at
from doorstep.records.filters.links import Link, Person
from doorstep.records.filters.simple import Choice, Number, Text, YesNo, is_text
from doorstep.records.filters.times import Day, Moment
from doorstep.users.models import User

More = Callable[[type[models.Model]], Iterable[Filter]]
MORE_FILTERS: list[More] = []
BY_FIELD: tuple[tuple[Any, type[Kind]], ...] = (
    (models.DateTimeField, Moment),
    (models.DateField, Day),
    (models.BooleanField, YesNo),
    (models.DecimalField, Number),
    (models.IntegerField, Number),
    (models.FloatField, Number),
)


def more_filters(function: More) -> More:
    """Every list of a model also has the filters this function says: custom fields, tags."""
    MORE_FILTERS.append(function)
    return function


def filters_of(model: type[models.Model], declared: Sequence[Filter]) -> dict[str, Filter]:
    """By name: those that were declared, and those that others add."""
    found = {each.name: each for each in _declared(model, tuple(declared))}
    for function in MORE_FILTERS:
        found |= {each.name: each.on(model, _kind(model, each)) for each in function(model)}
    return found


def conditions(
    model: type[models.Model],
    user: Any,
    filters: Mapping[str, Filter],
    asked: Mapping[str, list[str]],
) -> Iterator[Condition]:
    """What the parameters ask for; refused, saying what works, where one means nothing."""
    by_filter: dict[str, dict[str, list[str]]] = {}
    for param, values in asked.items():
        name, _dot, code = param.partition(".")
        _refuse_unknown(filters, param, name, code)
        if values:
            by_filter.setdefault(name, {})[code] = values
    for name, given in by_filter.items():
        yield from _conditions(Scope(filters[name], model, user), given)


def _conditions(scope: Scope, given: dict[str, list[str]]) -> Iterator[Condition]:
    kind = scope.filter.kind
    assert kind is not None
    for operator in _in_use(kind, given):
        texts: list[str] = []
        q = models.Q()
        for code in operator.codes:
            part = replace(scope, param=scope.filter.param(code))
            if code not in kind.repeats and len(given[code]) > 1:
                raise part.refuse(given[code][1], _("Give it once."))
            narrowed, words = kind.narrow(part, code, given[code])
            q, texts = q & narrowed, texts + words
        values = tuple(value for code in operator.codes for value in given[code])
        yield Condition(scope.filter, operator, values, q, tuple(texts))


def _in_use(kind: Kind, given: dict[str, list[str]]) -> Iterator[Operator]:
    """Both ends of a range are one operator; otherwise each code is its own."""
    left = dict(given)
    for operator in sorted(kind.operators, key=lambda each: -len(each.codes)):
        fits = all(code in left for code in operator.codes)
        if fits and operator.takes == "nothing":
            fits = left[operator.codes[0]][0].lower() in _spellings(operator.fixed)
        if fits and operator.control == "options":
            fits = any(not value[:1].isdigit() for value in left[operator.codes[0]])
        if fits:
            yield operator
            for code in operator.codes:
                del left[code]
    for code in left:  # a value that no operator speaks of: the kind itself refuses it
        yield Operator((code,), "")


def _spellings(fixed: str) -> tuple[str, ...]:
    return ("yes", "true", "1") if fixed == "yes" else ("no", "false", "0")


def _refuse_unknown(filters: Mapping[str, Filter], param: str, name: str, code: str) -> None:
    if name not in filters:
        works = _("These work: %s.") % ", ".join(sorted(filters))
        message = _("This list has no filter “%(name)s”. %(works)s")
        raise Invalid(message % {"name": name[:60], "works": works}, **{param[:60]: works})
    kind = filters[name].kind
    if kind and code not in kind.codes():
        names = [filters[name].param(each) for each in kind.codes()]
        works = _("These work: %s.") % ", ".join(names)
        message = _("“%(name)s” cannot be asked that way. %(works)s")
        raise Invalid(message % {"name": param[:60], "works": works}, **{param[:60]: works})


@lru_cache(maxsize=256)
def _declared(model: type[models.Model], declared: tuple[Filter, ...]) -> tuple[Filter, ...]:
    return tuple(each.on(model, _kind(model, each)) for each in declared)


def _kind(model: type[models.Model], each: Filter) -> Kind:
    """What a filter is by, if it does not say so itself: what its field is."""
    if each.kind:
        return each.kind
    return kind_for(model, each.path or each.name)


def kind_for(model: type[models.Model], path: str) -> Kind:
    """How the values of a field are read, by what the field is."""
    field = field_at(model, path)
    if field.is_relation:
        return Person() if issubclass(field.related_model, User) else Link()
    if field.flatchoices:
        return Choice()
    if is_text(field):
        return Text()
    return next(kind for cls, kind in BY_FIELD if isinstance(field, cls))()
