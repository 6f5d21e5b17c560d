"""What stands above a record: declared beside its record type, drawn by one template for all.

A type says what it looks like (``show_head``); apps that know more say which doors of the journey
are open (``@door``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.naming import kind_of
from doorstep.records.types import RecordType
from doorstep.users.models import User

Label = str | Promise
A_NAME_IS_ENOUGH = _("A name is enough; the rest can follow.")
JOURNEY: dict[str, Label] = {
    "lead": _("Lead"),
    "customer": _("Customer"),
    "opportunity": _("Opportunity"),
    "quotation": _("Quotation"),
    "order": _("Order"),
    "delivery": _("Delivery"),
    "invoice": _("Invoice"),
}


@dataclass(frozen=True)
class Said:
    """A fact in the line under the name. A user is shown with a face, a record as a link."""

    path: str
    icon: str = ""
    label: Label = ""
    only_wide: bool = False


@dataclass(frozen=True)
class Head:
    """``square``: an organisation. ``icon``: a tile instead of initials. ``status``, ``score``,
    ``next_contact`` name the fields that hold them; ``quick`` those of the quick-create dialog.
    ``plan`` and ``done`` name the pages on which the next contact is set, and done.
    ``quick_says`` what that dialog asks for.
    ``became`` names the record that took its place: what is made from now on is made for that.
    """

    square: bool = False
    icon: str = ""
    status: str = ""
    score: str = ""
    next_contact: str = ""
    plan: str = ""
    done: str = ""
    became: str = ""
    tags: tuple[str, ...] = ()
    says: tuple[Said, ...] = ()
    quick: tuple[str, ...] = ()
    quick_says: Label = A_NAME_IS_ENOUGH


@dataclass(frozen=True)
class Door:
    """One stage of the journey as it stands: ``done``, ``now`` or ``next``."""

    label: Label
    more: str = ""
    state: str = "next"
    url: str = ""


May = Callable[[User, Any], bool]
Tell = Callable[[Any, User], Door]
_heads: dict[type[models.Model], Head] = {}
_writers: dict[type[models.Model], tuple[str, May]] = {}
_doors: dict[tuple[type[models.Model], str], Tell] = {}


def show_head(model: type[models.Model], head: Head) -> None:
    _heads[model] = head


def head_of(model: type[models.Model]) -> Head:
    return _heads.get(model, Head())


def write_with(model: type[models.Model], page: str, may: May) -> None:
    """Where one writes to whoever such a record is: a page that takes a kind and an id."""
    _writers[model] = page, may


def url_to_write(record: models.Model, user: User) -> str:
    """Nothing where this user writes with a program of their own."""
    page, may = _writers.get(type(record), ("", None))
    if not may or not may(user, record):
        return ""
    return address(page, kind_of(type(record)), record.pk)


def door(model: type[models.Model], stage: str) -> Callable[[Tell], Tell]:
    """The decorated function says how far a ``model`` is with that stage of the journey."""

    def register(tell: Tell) -> Tell:
        _doors[model, stage] = tell
        return tell

    return register


def doors_of(record: models.Model, user: User) -> list[Door]:
    """The journey of a record; nothing for kinds that have none."""
    if not any(model is type(record) for model, _stage in _doors):
        return []
    told = {stage: _doors.get((type(record), stage)) for stage in JOURNEY}
    return [tell(record, user) if tell else Door(JOURNEY[stage]) for stage, tell in told.items()]


@lru_cache(maxsize=64)
def joined(records: RecordType) -> tuple[str, ...]:
    """The relations that a page about such a record shows, to be read along in one query."""
    head = head_of(records.model)
    names = [name for section in records.facts for name in section.fields]
    names += [head.status, head.became, "owner", "territory", *(said.path for said in head.says)]
    known = {field.name: field for field in records.model._meta.get_fields()}
    related = (name for name in names if name in known and known[name].many_to_one)
    return tuple(dict.fromkeys(related))
