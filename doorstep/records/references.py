"""Kinds of values that stand for another row: by its name, by e-mail, or as "customer:3"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.naming import kind_of
from doorstep.records.kinds import Kind, Schema, Wrong

if TYPE_CHECKING:
    from doorstep.records.names import Names


@dataclass(frozen=True)
class Named(Kind):
    """A row of a list that people name by its name: a Master, a territory, a team."""

    name = "name"
    model: type[models.Model] = models.Model

    def read(self, value: Any, names: Names) -> Any:
        if not isinstance(value, str):
            raise Wrong(_("Write this by its name."))
        return names.named(self.model, value)

    def column(self, path: str) -> str:
        return f"{path}__name"

    def describe(self) -> Schema:
        says = _("The name of a %s.") % self.model._meta.verbose_name
        return {"type": "string", "maxLength": 200, "description": says}


@dataclass(frozen=True)
class Coded(Kind):
    """A record that people name by a code of its own, as an item; "item:3" is understood too."""

    name = "code"
    model: type[models.Model] = models.Model
    field: str = "code"

    def read(self, value: Any, names: Names) -> Any:
        return names.coded(self.model, self.field, value)

    def column(self, path: str) -> str:
        return f"{path}__{self.field}"

    def describe(self) -> Schema:
        says = _("The code of a %s.") % self.model._meta.verbose_name
        return {"type": "string", "maxLength": 200, "description": says}


@dataclass(frozen=True)
class Person(Kind):
    """A user, by e-mail."""

    name = "user"

    def read(self, value: Any, names: Names) -> Any:
        if not isinstance(value, str):
            raise Wrong(_("Name a user by e-mail."))
        return names.person(value)

    def column(self, path: str) -> str:
        return f"{path}__email"

    def describe(self) -> Schema:
        return {"type": "string", "format": "email"}


@dataclass(frozen=True)
class Reference(Kind):
    """A record, as "customer:3". With one model, its plain number is understood as well."""

    name = "record"
    models: tuple[type[models.Model], ...] = ()

    def read(self, value: Any, names: Names) -> Any:
        return names.record(value, self.models)

    def column(self, path: str) -> str:
        return f"{path}_id"

    @property
    def show(self) -> Callable[[Any], Any] | None:
        if len(self.models) != 1:
            return None
        prefix = f"{kind_of(self.models[0])}:"
        return lambda pk: f"{prefix}{pk}"

    def describe(self) -> Schema:
        kinds = "|".join(map(kind_of, self.models)) or "[a-z_]+"
        return {"type": "string", "pattern": rf"^({kinds}):\d{{1,18}}$"}
