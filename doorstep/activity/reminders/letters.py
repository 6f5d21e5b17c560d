"""What a reminder says: of one plan, and each morning of all that waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.activity.models import Task
from doorstep.activity.reminders.people import Person, as_they_see_it
from doorstep.activity.today.page import rows_of
from doorstep.activity.today.sections import OVERDUE, TODAY, Item
from doorstep.activity.today.whose import TEAM, whose
from doorstep.kit.addresses import address
from doorstep.kit.origin import origin
from doorstep.records.models import Company
from doorstep.ui.looks import weekday

MOST = 30


@dataclass(frozen=True)
class Letter:
    """``title`` and ``says`` are for where there is little room; ``path`` is where it leads."""

    title: str
    says: str
    path: str
    body: str

    @property
    def subject(self) -> str:
        return " ".join(f"{self.title}: {self.says}".split())[:200]


def letter_about(plan: Any, for_at: datetime) -> Letter:
    """Of one task or event."""
    says = when_of(plan, for_at)
    place = getattr(plan, "location", "")
    path = plan.get_absolute_url()
    lines = [str(plan), says, place, plan.details, origin() + path, _choose()]
    return Letter(str(plan), says, path, _paragraphs(lines))


def when_of(plan: Any, for_at: datetime) -> str:
    """ "in 15 minutes, at 10:00"."""
    is_whole_day = plan.due_time is None if isinstance(plan, Task) else plan.all_day
    if is_whole_day:
        return _("due today") if isinstance(plan, Task) else _("today, all day")
    clock = f"{localtime(for_at):%H:%M}"
    minutes = round((for_at - now()).total_seconds() / 60)
    if minutes > 90:
        return _("%(day)s at %(clock)s") % {"day": weekday(localtime(for_at)), "clock": clock}
    if minutes > 0:
        soon = ngettext("in %d minute, at %%s", "in %d minutes, at %%s", minutes) % minutes
        return soon % clock
    return _("now, at %s") % clock if minutes > -5 else _("it was at %s") % clock


def morning_of(person: Person) -> Letter | None:
    """What is late and what is for today; nothing, where nothing waits."""
    with as_they_see_it(person):
        mine, _day = rows_of(whose(person.user), others=False)
        late, due = mine[OVERDUE], mine[TODAY]
        team = _late_in_the_team(person) if person.choice.team_overdue else []
        if not (late or due or team):
            return None
        counts = {"due": len(due), "late": len(late) + len(team)}
        parts = [
            _part(_("Overdue"), late),
            _part(_("Today"), due),
            _part(_("Overdue in the team"), team),
        ]
        path = address("today")
        greeting = _("Good morning, %s") % person.user.name
        body = _paragraphs([greeting, *parts, origin() + path, _choose()])
        says = _("%(due)d for today, %(late)d overdue") % counts
        return Letter(_("Your day at %s") % Company.current(), says, path, body)


def _late_in_the_team(person: Person) -> list[Item]:
    """Of everyone else whose work they may look at."""
    asked = whose(person.user, TEAM)
    if not asked.others:
        return []
    others = tuple(pk for pk in asked.people if pk != person.user.pk)
    theirs = type(asked)(person.user, others, TEAM, asked.others, asked.span)
    return rows_of(theirs, others=False)[0][OVERDUE]


def _part(title: str, items: list[Item]) -> str:
    if not items:
        return ""
    lines = [f"{title} ({len(items)})", *(f"- {_line(item)}" for item in items[:MOST])]
    return "\n".join(lines)


def _line(item: Item) -> str:
    said = f"{item.title}, {item.due[1]}" if item.due[1] else item.title
    return " ".join(said.split())


def _choose() -> str:
    page = origin() + address("reminder_settings")
    return _("How you are reminded: %s") % page


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
