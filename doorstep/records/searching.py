"""Searching: the door through which lists, pickers, the palette and the API ask the index.

The index itself lies above (``doorstep.search``) and registers itself here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from doorstep.records.types import RecordType
    from doorstep.users.models import User

PATHS: dict[Any, Sequence[str]] = {}


@dataclass(frozen=True)
class Hit:
    """A record that was found, with what a line of results shows of it.

    ``near``: not what was typed, but what may have been meant.
    """

    kind: str
    id: int
    title: str
    detail: str
    url: str
    icon: str
    near: bool = False

    @property
    def record(self) -> str:
        """Its name as everyone writes it: "lead:7"."""
        return f"{self.kind}:{self.id}"


class Index(Protocol):
    """What answers."""

    def search(
        self, user: User, text: str, kinds: Collection[RecordType] | None, limit: int
    ) -> list[Hit]: ...

    def holds(self, model: Any) -> bool: ...

    def narrow(self, records: QuerySet[Any], text: str, nearly: bool = False) -> QuerySet[Any]: ...


_index: list[Index] = []


def search_by(index: Index) -> None:
    """Let this index answer."""
    _index[:] = [index]


def search(
    user: User, text: str, kinds: Collection[RecordType] | None = None, limit: int = 5
) -> list[Hit]:
    """At most ``limit`` records of each kind that ``user`` may see, best first."""
    return _index[0].search(user, text, kinds, limit) if _index else []


def search_filter(queryset: QuerySet[Any], text: str, *, nearly: bool = False) -> QuerySet[Any]:
    """The rows that match each word of the text; where there are none and ``nearly`` is asked
    for, those that match what may have been meant."""
    if not text.strip():
        return queryset
    if _index and _index[0].holds(queryset.model):
        return _index[0].narrow(queryset, text, nearly)
    return _look_everywhere(queryset, text)


def _look_everywhere(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Without an index, for short lists: every word somewhere in the declared paths."""
    for word in text.replace("\0", " ").split():
        paths = PATHS.get(queryset.model) or ("pk",)
        queryset = queryset.filter(reduce(or_, (Q(**{f"{p}__icontains": word}) for p in paths)))
    return queryset
