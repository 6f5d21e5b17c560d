"""What came of doing something to many records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from doorstep.history.action import attempt
from doorstep.kit.errors import Refusal

NAMED = 3


@dataclass
class Left:
    """Those that were refused: the names of the first of each reason, and how many they are."""

    first: Refusal | None = None
    names: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, refusal: Refusal) -> None:
        self.first = self.first or refusal
        why = _why(refusal)
        if len(names := self.names.setdefault(why, [])) < NAMED:
            names.append(name)
        self.counts[why] = self.counts.get(why, 0) + 1

    def __len__(self) -> int:
        return sum(self.counts.values())

    @property
    def told(self) -> Iterator[str]:
        """ "Oak Ltd, Elm Ltd and 4 more: This lead is converted: its status stays." """
        for why, names in self.names.items():
            who = ", ".join(names)
            if more := self.counts[why] - len(names):
                who = _("%(names)s and %(count)d more") % {"names": who, "count": more}
            yield f"{who}: {why}"


class Done(int):
    """To how many it was done; ``left`` are those their own rules forbade it to."""

    left: Left

    def __new__(cls, count: int, left: Left | None = None) -> Done:
        made = super().__new__(cls, count)
        made.left = left or Left()
        return made

    @classmethod
    def of(cls, count: int, left: Left) -> Done:
        """Where it was forbidden to every one, that is the answer."""
        if not count and left.first:
            raise left.first
        return cls(count, left)


def each_alone(rows: Iterable[Any], do: Callable[[Any], object]) -> Done:
    """Do it to each; who is refused is left as it was, with the reason."""
    done, left = 0, Left()
    for row in rows:
        name = str(row)
        try:
            with attempt():
                do(row)
        except Refusal as refusal:
            left.add(name, refusal)
        else:
            done += 1
    return Done.of(done, left)


def sifted(rows: Iterable[Any], check: Callable[[Any], object]) -> tuple[list[int], Left]:
    """The ids of those that pass a check in memory, and those that do not."""
    passed, left = [], Left()
    for row in rows:
        try:
            check(row)
        except Refusal as refusal:
            left.add(str(row), refusal)
        else:
            passed.append(row.pk)
    return passed, left


def _why(refusal: Refusal) -> str:
    """The reason itself, where it is said of a field."""
    return str(next(iter(refusal.fields.values()), refusal.message))
