"""The box above a timeline: a tab for each thing one may write, log or plan about a record.

A note is always there. Apps bring the others: a page that takes a kind and an id, and answers the
part of it that stands in the box when ``composed`` says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from doorstep.kit.addresses import address
from doorstep.kit.naming import kind_of
from doorstep.ui.http import Request
from doorstep.users.access import Reach
from doorstep.users.models import User

PLACE = "compose-"
May = Callable[[User, Any], bool]


@dataclass(frozen=True)
class Part:
    """``page`` names an address that takes a kind and an id."""

    page: str
    label: str | Promise
    icon: str
    verb: str
    may: May
    order: int


@dataclass(frozen=True)
class Tab:
    """A part on one record."""

    place: str
    label: str
    icon: str
    url: str


_parts: dict[type[models.Model], list[Part]] = defaultdict(list)


def compose_with(
    model: type[models.Model],
    page: str,
    label: str | Promise,
    icon: str,
    *,
    verb: str = "edit",
    may: May = lambda user, record: True,
    order: int = 50,
) -> None:
    """Offer this page as a tab on such records; a base class is all of them."""
    _parts[model].append(Part(page, label, icon, verb, may, order))


def composer_tabs(record: models.Model, user: User) -> list[Tab]:
    """Those that are for this user, in their order."""
    model = type(record)
    mine = [part for each in model.__mro__ for part in _parts.get(each, ())]
    kind = kind_of(model)
    return [
        Tab(PLACE + part.page, str(part.label), part.icon, address(part.page, kind, record.pk))
        for part in sorted(mine, key=lambda part: part.order)
        if user.reach(model, part.verb) != Reach.NONE and part.may(user, record)
    ]


def composed(request: Request) -> str:
    """The place in the box that asks; empty for a dialog or a page."""
    target = request.htmx.target or ""
    return target if target.startswith(PLACE) else ""
