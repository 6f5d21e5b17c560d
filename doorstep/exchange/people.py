"""Whom other systems call an owner: matched by e-mail, number or name, or let in as suspended."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.exchange.models import ImportedUser
from doorstep.records.kinds import Wrong
from doorstep.users.access import Reach
from doorstep.users.models import User

NOWHERE = (
    "imported.invalid"  # a domain that can never exist, for people of whom only a name is known
)


class People:
    """Found once each. ``make`` names those who are missing instead of refusing their rows."""

    def __init__(self, model: type[models.Model], by: User, *, make: bool) -> None:
        self.make = make
        self.missing: set[str] = set()
        self._owners = owners_within(by, model)
        self._known: dict[str, Any] = {}
        staff = list(User.objects.exclude(kind=User.Kind.PORTAL).order_by("-pk"))
        self._known |= {user.name.casefold(): user for user in staff}
        self._known |= {user.email.casefold(): user for user in staff}
        for each in ImportedUser.objects.select_related("user"):
            self._known[each.key.casefold()] = each.user

    def find(self, said: str) -> User | None:
        """None where they are still to be made. Wrong where nobody is known so."""
        name = " ".join(said.split())
        found: User | None = self._known.get(name.casefold())
        if found is None and not self.make:
            raise Wrong(_("Nobody here is called “%s”.") % said[:60])
        if found is None:
            self.missing.add(name)
        return found

    def owner(self, said: str) -> User | None:
        """Somebody to whom this user may give records."""
        found = self.find(said)
        if self._owners is not None and (found is None or found.pk not in self._owners):
            raise Wrong(_("You may not give records to “%s”.") % said[:60])
        return found


def owners_within(by: User, model: type[models.Model]) -> frozenset[int] | None:
    """To whom records may belong that this user brings in; None is anyone."""
    reaches = by.reaches(model, "import")
    if Reach.ALL in reaches:
        return None
    own = {by.pk}
    if Reach.TEAM in reaches and by.team_id:
        own |= set(User.objects.filter(team=by.team_id).values_list("pk", flat=True))
    return frozenset(own)


def address_for(name: str) -> str:
    """An address that reaches nobody, until an administrator gives the right one."""
    if "@" in name:
        return name.strip().lower()
    local = re.sub(r"[^a-z0-9]+", ".", name.casefold()).strip(".") or "someone"
    return f"{local}@{NOWHERE}"
