"""Lines in the menu of a record that apps contribute: a page about that record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from doorstep.kit.addresses import address, has_address
from doorstep.kit.naming import kind_of
from doorstep.users.access import Reach
from doorstep.users.models import User

May = Callable[[User, Any], bool]


@dataclass(frozen=True)
class Line:
    """``page`` names an address that takes a kind and an id, or one that every kind has: "assign"
    is ``lead_assign``. ``how``: "dialog", "file", or "go"."""

    page: str
    label: str | Promise
    icon: str
    verb: str
    may: May
    how: str


_lines: dict[type[models.Model], list[Line]] = defaultdict(list)


def in_menu(
    model: type[models.Model],
    page: str,
    label: str | Promise,
    icon: str,
    *,
    verb: str = "view",
    may: May = lambda user, record: True,
    how: str = "dialog",
) -> None:
    """Put the page of this URL name into the menu of such records; a base class is all of them."""
    _lines[model].append(Line(page, label, icon, verb, may, how))


def lines_of(record: models.Model, user: User) -> list[tuple[str, str, str, str]]:
    """Label, address, icon and how it opens, of each that is for this user."""
    mine = [line for model in type(record).__mro__ for line in _lines.get(model, ())]
    kind = kind_of(type(record))
    return [
        (str(line.label), _address(line.page, kind, record.pk), line.icon, line.how)
        for line in mine
        if user.reach(type(record), line.verb) != Reach.NONE and line.may(user, record)
    ]


def _address(page: str, kind: str, pk: int) -> str:
    own = f"{kind}_{page}"
    return address(own, pk) if has_address(own, pk) else address(page, kind, pk)
