"""What our own files call our records: "lead:7@9f3a2c41", the number and the install it is of.

So a file that comes back finds its records again, and one of another install never finds ours: it
is known by what it was called there, like a file of any other system.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.exchange.models import ExternalId
from doorstep.kit.naming import kind_of
from doorstep.records.kinds import Wrong
from doorstep.records.names import Names
from doorstep.users.models import User

NUMBER = re.compile(r"(?:doorstep:)?([a-z][a-z_]*):(\d{1,18})@([0-9a-f]{8})")


def mark() -> str:
    """Of this install, and of whatever was taken over from it as a whole."""
    return hashlib.sha256(User.system().password.encode()).hexdigest()[:8]


def numbered(kind: str, pk: int, mark: str) -> str:
    """What a file calls a record of ours."""
    return f"{kind}:{pk}@{mark}"


def ours_among(model: Any, numbers: Iterable[str]) -> dict[str, int]:
    """The records of our own that a file of ours speaks of, as far as they are still there."""
    here, found = mark(), {}
    for number in numbers:
        said = NUMBER.fullmatch(number)
        if said and said[1] == kind_of(model) and said[3] == here:
            found[number] = int(said[2])
    rows = model._base_manager.filter(pk__in=found.values()) if found else model.objects.none()
    there = set(rows.values_list("pk", flat=True))
    return {number: pk for number, pk in found.items() if pk in there}


class NamesInFile(Names):
    """What a row may name. ``row_is(number)`` says which, before its references are read."""

    def __init__(self, by: User) -> None:
        super().__init__(by)
        self._here, self._mark = mark(), ""

    def row_is(self, number: str) -> None:
        """By its number one knows from which install its references are."""
        said = NUMBER.fullmatch(number)
        self._mark = said[3] if said and said[3] != self._here else ""

    def record(self, value: Any, allowed: tuple[type[models.Model], ...] = ()) -> Any:
        if not self._mark:
            return super().record(value, allowed)
        model, pk = self._parsed(value, allowed)
        return self._once((model, pk, self._mark), lambda: self._elsewhere(model, pk))

    def _elsewhere(self, model: type[models.Model], pk: int) -> Any:
        number = numbered(kind_of(model), pk, self._mark)
        held = ExternalId.objects.filter(kind=kind_of(model), key=number).values("about_id")
        if record := model._default_manager.visible_to(self.by).filter(pk__in=held).first():
            return record
        raise Wrong(_("%s was not imported yet.") % f"{kind_of(model)}:{pk}")
