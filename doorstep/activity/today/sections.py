"""The sections of Today, and who fills them: a registry, so that mail adds to what calls began.

@rows_for(WAITING)
def unanswered(whose: Whose) -> Iterable[Item]: ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.activity.today.whose import Whose
from doorstep.history.rows import Row

MOST = 100  # rows of a section; there may be more, which is said
OVERDUE, TODAY, WAITING, QUIET, NEW = "overdue", "today", "waiting", "quiet", "new"


@dataclass
class Item:
    """One thing to be worked on. ``ref`` names it ("task:5"), ``abouts`` the records it is about.

    ``stands_for``: it is a record itself, shown once on the page. ``at`` is when it is due.
    """

    ref: str
    title: str
    url: str
    icon: str
    why: str = ""
    under: str = ""
    face: str = ""
    at: datetime | None = None
    due: tuple[str, str] = ("", "")
    abouts: list[Row] = field(default_factory=list)
    stands_for: Row | None = None
    can_finish: bool = False
    can_move: bool = True
    asks: str = ""  # the word on the button that plans what comes next
    about: Any = None  # the record, where it is within reach


@dataclass(frozen=True)
class Section:
    """``tone`` is "danger" or "lamp" where it presses; ``says`` what stands at its end."""

    name: str
    label: Any
    tone: str = ""
    says: Callable[[Whose], str] = lambda whose: ""


Source = Callable[[Whose], Iterable[Item]]
SECTIONS: dict[str, Section] = {
    OVERDUE: Section(OVERDUE, _("Overdue"), "danger"),
    TODAY: Section(TODAY, _("Today"), "lamp"),
    WAITING: Section(
        WAITING, _("Waiting for a reply"), says=lambda whose: str(_("We wrote last"))
    ),
    QUIET: Section(QUIET, _("Gone quiet")),
    NEW: Section(NEW, _("New leads without a next step")),
}
SOURCES: dict[str, list[Source]] = defaultdict(list)
Said = tuple[str, str, str]
_told: dict[type[Any], Callable[[Any], Said]] = {}


def rows_for(section: str) -> Callable[[Source], Source]:
    """The function gives at most ``MOST`` rows of this section, the most pressing first."""

    def register(source: Source) -> Source:
        SOURCES[section].append(source)
        return source

    return register


def said_by(section: str, says: Callable[[Whose], str]) -> None:
    """What stands at the end of a section's head: its rule, in words."""
    held = SECTIONS[section]
    SECTIONS[section] = Section(held.name, held.label, held.tone, says)


def told_today(model: type[Any], says: Callable[[Any], Said]) -> None:
    """Who a record is (whose face is shown), what stands below, and why one is in touch."""
    _told[model] = says


def told(record: Any) -> Said:
    says = _told.get(type(record))
    return says(record) if says else (str(record), str(record), "")
