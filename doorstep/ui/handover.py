"""What the next person must know of a record: a brief, put together from facts by all apps.

@brief_part("promised", _("What was promised"), order=30)
def promised(brief: Brief) -> Iterator[Line]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.history.relationship import relationship_of
from doorstep.history.rows import Row
from doorstep.history.sight import Sight
from doorstep.records.types import type_of
from doorstep.ui.looks import shown
from doorstep.users.models import User


@dataclass(frozen=True)
class Line:
    """One fact; ``label`` stands before it, ``more`` beside it; ``record`` is where it is from."""

    text: str
    label: str | Promise = ""
    more: str | Promise = ""
    at: Any = None
    record: Any = None

    @property
    def url(self) -> str:
        return self.record.get_absolute_url() if self.record is not None else ""


@dataclass(frozen=True)
class Part:
    name: str
    title: str | Promise
    lines: list[Line]


@dataclass
class Brief:
    """A record and who reads of it; the rows of its whole relationship, as far as they see."""

    record: Any
    by: User
    made_at: datetime | None = None
    parts: list[Part] = field(default_factory=list)

    @cached_property
    def sight(self) -> Sight:
        return Sight(self.by)

    @cached_property
    def rows(self) -> list[Row]:
        return relationship_of(self.record, self.sight)


Telling = Callable[[Brief], Iterable[Line]]
_parts: dict[str, tuple[int, str | Promise, type[models.Model] | None, Telling]] = {}


def brief_part(
    name: str, title: str | Promise, *, order: int = 50, of: type[models.Model] | None = None
) -> Callable[[Telling], Telling]:
    """The function tells its facts of a brief, of records of one kind if ``of`` names it. It
    shows only what the reader may see; without any line the part is left out.
    """

    def register(telling: Telling) -> Telling:
        _parts[name] = (order, title, of, telling)
        return telling

    return register


def brief_of(record: models.Model, by: User, *, at: datetime | None = None) -> Brief:
    """What ``by`` should know of a record that they take over."""
    brief = Brief(record, by, at)
    for name, (_order, title, of, telling) in sorted(_parts.items(), key=lambda p: p[1][0]):
        lines = list(telling(brief)) if of is None or isinstance(record, of) else []
        if lines:
            brief.parts.append(Part(name, title, lines))
    return brief


@brief_part("facts", _("Who and what"), order=0)
def facts(brief: Brief) -> Iterable[Line]:
    """What the record says of itself; what it does not say is left out."""
    meta = brief.record._meta
    for section in type_of(type(brief.record)).facts:
        for name in section.fields:
            if text := shown(brief.record, name):
                label = str(meta.get_field(name).verbose_name)
                yield Line(str(text), label[:1].upper() + label[1:])
