"""Finds the rows people name, asking once for each: "Trade show", ana@x.test, "customer:3"."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.naming import kind_of
from doorstep.records.kinds import Wrong, there_is_no
from doorstep.records.models import Master, name_key
from doorstep.records.registry import REGISTRY
from doorstep.users.models import User

RECORD = re.compile(r"([a-z][a-z_]*):(\d{1,18})")
LISTED = 60
LONGEST_ASKED = 1000  # characters; SQLite compares no longer ones than some ten thousand


class Names:
    """What one user may name. Keep one for a whole import: every name is looked up once."""

    def __init__(self, by: User) -> None:
        self.by = by
        self._found: dict[Any, Any] = {}

    def named(self, model: type[models.Model], name: str) -> Any:
        """The row of a list with this name, ignoring case."""
        return self._once((model, name_key(name)), lambda: self._named(model, name))

    def person(self, email: str) -> User:
        """The active user with this e-mail."""
        return self._once((User, email.strip().casefold()), lambda: self._person(email))

    def record(self, value: Any, allowed: tuple[type[models.Model], ...] = ()) -> Any:
        """The record called "customer:3", if this user may see it. Without kinds: any kind."""
        model, pk = self._parsed(value, allowed)
        return self._once((model, pk), lambda: self._record(model, pk))

    def coded(self, model: type[models.Model], field: str, value: Any) -> Any:
        """The record with this code, ignoring case, if this user may see it."""
        if not isinstance(value, str) or RECORD.fullmatch(value):
            return self.record(value, (model,))
        code = value.strip()
        return self._once((model, code.casefold()), lambda: self._coded(model, field, code))

    def forget(self, model: type[models.Model]) -> None:
        """Look up rows of ``model`` again: one was added meanwhile."""
        self._found = {key: row for key, row in self._found.items() if key[0] is not model}

    def _once(self, key: Any, find: Any) -> Any:
        """What was found, or not found, the first time."""
        if key not in self._found:
            try:
                self._found[key] = find()
            except Wrong as error:
                self._found[key] = error
        if isinstance(found := self._found[key], Wrong):
            raise found
        return found

    def _named(self, model: type[models.Model], name: str) -> Any:
        rows = model._default_manager.all()
        same = {"key": name_key(name)} if issubclass(model, Master) else {"name__iexact": name}
        may_be = len(name) <= LONGEST_ASKED and "\0" not in name
        if may_be and (row := rows.filter(**same).first()):
            return row
        if issubclass(model, Master):
            if former := rows.formerly([name_key(name)]):
                return former[name_key(name)]
            rows = rows.filter(disabled=False)
        raise Wrong(there_is_no(name, rows.values_list("name", flat=True)[: LISTED + 1]))

    def _person(self, email: str) -> User:
        if "\0" not in email and (user := User.objects.by_email(email)) and user.is_active:
            return user
        raise Wrong(there_is_no(email, (), _("No user has the e-mail “%s”.")))

    def _coded(self, model: type[models.Model], field: str, code: str) -> Any:
        found = model._default_manager.visible_to(self.by)
        if "\0" not in code and (row := found.filter(**{f"{field}__iexact": code}).first()):
            return row
        kind = model._meta.verbose_name
        raise Wrong(there_is_no(code, (), _("There is no {kind} “%s”.").format(kind=kind)))

    def _parsed(self, value: Any, allowed: tuple[type[models.Model], ...]) -> tuple[Any, int]:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and len(allowed) == 1 and 0 < value < 10**18:
            return allowed[0], value
        kinds = {kind_of(model): model for model in allowed or REGISTRY}
        found = RECORD.fullmatch(value) if isinstance(value, str) else None
        if not found or int(found[2]) == 0:
            example = f"{next(iter(kinds), 'lead')}:7"
            raise Wrong(_("Name a record as “%s”.") % example)
        if found[1] not in kinds:
            raise Wrong(there_is_no(found[1], kinds, _("No record of the kind “%s” fits here.")))
        return kinds[found[1]], int(found[2])

    def _record(self, model: type[models.Model], pk: int) -> Any:
        if record := model._default_manager.visible_to(self.by).filter(pk=pk).first():
            return record
        names = {"kind": model._meta.verbose_name, "number": pk}
        raise Wrong(_("There is no %(kind)s %(number)d.") % names)
