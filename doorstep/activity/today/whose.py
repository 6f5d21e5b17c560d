"""Whose day is looked at: one's own, a colleague's, that of the team; as far as one may."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from doorstep.activity.calendar.spans import DAY, Span
from doorstep.activity.models import Task
from doorstep.users.colleagues import colleagues_in_reach
from doorstep.users.models import User

TEAM = "team"
MOST = 200


@dataclass(frozen=True)
class Whose:
    """``people``: whose work is shown; ``span``: the day, as clocks show it there.

    ``kept`` is for what several sources ask for.
    """

    user: User
    people: tuple[int, ...]
    chosen: str
    others: tuple[User, ...]
    span: Span
    kept: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_mine(self) -> bool:
        return not self.chosen

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be chosen; nothing, where one reaches nobody else."""
        if not self.others:
            return []
        team = _("My team") if self.user.team_id else _("Everyone")
        people = [(str(each.pk), str(each)) for each in self.others]
        return [("", _("Mine")), (TEAM, team), *people]

    def days_ago(self, days: int) -> datetime:
        return self.span.since - timedelta(days=days)


def whose(user: User, chosen: str = "") -> Whose:
    """The day of whom was chosen; whoever is out of reach is not found."""
    others = colleagues_in_reach(user, Task, MOST)
    people = {"": [user.pk], TEAM: [user.pk, *(each.pk for each in _team(user, others))]}
    people |= {str(each.pk): [each.pk] for each in others}
    if chosen not in people:
        raise Http404
    today = localdate()
    span = Span(today, today + DAY, get_current_timezone())
    return Whose(user, tuple(people[chosen]), chosen, tuple(others), span)


def _team(user: User, others: list[User]) -> list[User]:
    return [each for each in others if not user.team_id or each.team_id == user.team_id]
