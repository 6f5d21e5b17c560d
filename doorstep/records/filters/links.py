"""Filters by what a record points to: people by e-mail, lists by name, records by "kind:id"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.kit.naming import kind_of
from doorstep.kit.numbers import row_number
from doorstep.kit.prepared import Prepared
from doorstep.records.filters.base import (
    IS_EMPTY,
    Kind,
    Option,
    Scope,
    field_at,
    yes_or_no,
)
from doorstep.records.filters.simple import ANY_OF, NONE_OF
from doorstep.records.models import Master, Record, name_key
from doorstep.users.models import User

LOOKS = ("tone", "glyph")


class Link(Kind):
    """A record of another table; what may be chosen is what the user may see."""

    operators = (ANY_OF, NONE_OF, *IS_EMPTY)
    control = "options"

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        if code == "empty":
            return self.is_empty(scope, yes_or_no(scope, values)), []
        found, texts = self._any_of(scope, list(values))
        if code == "not":
            found = ~found | Q(**{f"{scope.path}__isnull": True})
        return found, texts

    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        rows = self._rows(scope)
        if text:
            rows = rows.filter(self._called(rows.model, text))
        return [self._option(row) for row in rows[:at_most]]

    def works(self, scope: Scope) -> str:
        model = self._model(scope)
        if not (name := name_of(model)):
            return _("Use an id, like %(kind)s:7.") % {"kind": kind_of(model)}
        names = list(self._rows(scope).values_list(name, flat=True)[:30])
        return _("Choose from: %s.") % ", ".join(map(str, names))

    def _any_of(self, scope: Scope, values: list[str]) -> tuple[Q, list[str]]:
        chosen = self.chosen(scope, values)
        keys: Any = [each.key for each in chosen]
        if below := getattr(self._model(scope)._default_manager.all(), "below", None):
            keys = below(*keys)  # a place stands for all that lies in it
        return Q(**{f"{scope.path}__in": keys}), [each.label for each in chosen]

    def chosen(self, scope: Scope, values: list[str]) -> list[Option]:
        """The rows that are meant, in one query; refused if one is not there."""
        if not values:
            return []
        model = self._model(scope)
        name, ids = name_of(model), _ids(model, values)
        by_name: dict[str, Option] = {}
        by_id: dict[int | None, Option] = {}
        for row in self._named(scope, name, values, list(ids.values())):
            option = self._option(row)
            by_name[name_key(option.value)], by_id[row.pk] = option, option
        found = [by_name.get(name_key(v)) or by_id.get(ids.get(v)) for v in values]
        if None in found and issubclass(model, Master):
            former = model.objects.formerly(map(name_key, values))
            found = [
                each or (self._option(former[key]) if (key := name_key(v)) in former else None)
                for each, v in zip(found, values, strict=True)
            ]
        for value, option in zip(values, found, strict=True):
            if option is None:
                raise scope.refuse(value, self.works(scope))
        return [option for option in found if option]

    def _named(self, scope: Scope, name: str, values: list[str], ids: list[int]) -> Iterable[Any]:
        model = self._model(scope)
        if issubclass(model, Master):
            return _masters(model).records([name_key(value) for value in values], ids)
        wanted = Q(pk__in=ids)
        return self._rows(scope).filter(wanted | _called_so(name, values) if name else wanted)

    def _rows(self, scope: Scope) -> models.QuerySet[Any]:
        model = self._model(scope)
        rows = model._default_manager.all()
        if issubclass(model, Record):
            rows = rows.visible_to(scope.user)
        names = {field.name for field in model._meta.fields}
        order = [name for name in ("position", "name") if name in names]
        return rows.order_by(*order, "pk")

    def _called(self, model: type[models.Model], text: str) -> Q:
        names = {field.name for field in model._meta.fields}
        known = [name for name in ("name", "email", "number") if name in names]
        return reduce(or_, (Q(**{f"{name}__icontains": text}) for name in known), Q(pk__in=()))

    def _option(self, row: Any) -> Option:
        name = name_of(type(row))
        value = str(getattr(row, name)) if name else str(row.pk)
        tone, glyph = (getattr(row, each, "") for each in LOOKS)
        is_closed = bool(getattr(row, "is_closed", False))
        return Option(value, str(row), tone, glyph, row.pk, is_closed)

    def _model(self, scope: Scope) -> type[models.Model]:
        model: type[models.Model] = field_at(scope.model, scope.path).related_model
        return model


class Person(Link):
    """A user: by e-mail, or ``me``, or ``my-team``."""

    words = ("me", "my-team")

    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        own = [Option("me", _("Me"), key=scope.user.pk)]
        if scope.user.team_id:
            own.append(Option("my-team", _("My team")))
        people = User.objects.staff().order_by("name")
        if text:
            people = people.filter(self._called(User, text))
        return ([] if text else own) + [self._option(each) for each in people[:at_most]]

    def works(self, scope: Scope) -> str:
        return _("Use an e-mail address, me, or my-team.")

    def _any_of(self, scope: Scope, values: list[str]) -> tuple[Q, list[str]]:
        named = [value for value in values if value not in self.words]
        found, texts = Q(), []
        if "me" in values:
            found, texts = Q(**{scope.path: scope.user.pk}), [_("Me")]
        if "my-team" in values:
            found |= self._in_team(scope)
            texts.append(_("My team"))
        if named:
            others, names = super()._any_of(scope, named)
            found, texts = found | others, texts + names
        return found, texts

    def _in_team(self, scope: Scope) -> Q:
        own = Q(**{scope.path: scope.user.pk})
        if not scope.user.team_id:
            return own
        mates = User.objects.filter(team=scope.user.team_id).values("pk")
        return own | Q(**{f"{scope.path}__in": mates})

    def _option(self, row: Any) -> Option:
        return Option(row.email, str(row), key=row.pk)


@lru_cache(maxsize=128)
def name_of(model: type[models.Model]) -> str:
    """The field whose text names a row without doubt, if there is one."""
    if issubclass(model, User):
        return "email"
    if issubclass(model, Master):
        return "name"
    if "name" not in {field.name for field in model._meta.fields}:
        return ""
    alone = any(
        isinstance(each, models.UniqueConstraint)
        and (each.fields == ("name",) or [str(e) for e in each.expressions] == ["Lower(F(name))"])
        for each in model._meta.constraints
    )
    return "name" if alone or model._meta.get_field("name").unique else ""


def _ids(model: type[models.Model], values: Iterable[str]) -> dict[str, int]:
    """ "7" and "customer:7" are ids, as far as they fit into a column."""
    found = {}
    for value in values:
        number = row_number(value.removeprefix(f"{kind_of(model)}:"))
        if number is not None:
            found[value] = number
    return found


def _called_so(name: str, values: Iterable[str]) -> Q:
    return reduce(or_, (Q(**{f"{name}__iexact": value}) for value in values))


@cache
def _masters(model: type[Master]) -> Prepared:
    """What lists are asked for most: a status, a source."""

    def query(keys: list[str], ids: list[int]) -> Any:
        rows = model._default_manager.filter(Q(key__among=keys) | Q(pk__among=ids))
        return rows.order_by("position", "name", "pk")

    return Prepared(query, ["no key is this"], [10**17 + 3])
