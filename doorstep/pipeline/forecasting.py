"""What is expected to come in, and when: of what is open, and what was won already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate, now

from doorstep.kit.money import money
from doorstep.pipeline.models import Opportunity, Stage, StageChange
from doorstep.pipeline.sums import Amounts, month_of, next_month, summed
from doorstep.users.models import User

AHEAD = 6  # months, with this one
LATELY = timedelta(days=7)
MOVES = 8


@dataclass(frozen=True)
class Line:
    """One row of the forecast. ``key`` is a month, a stage, a user, or None: nobody, no day."""

    key: Any
    amounts: Amounts


@dataclass(frozen=True)
class Move:
    """A change of stage, and what it did to the weighted sum."""

    change: StageChange
    amount: Decimal


@dataclass
class Forecast:
    """``found`` is what somebody may see and has narrowed it to."""

    found: QuerySet[Opportunity]
    today: date = field(default_factory=localdate)

    @cached_property
    def month(self) -> date:
        return month_of(self.today)

    @cached_property
    def stages(self) -> dict[int, Stage]:
        return {stage.pk: stage for stage in Stage._base_manager.all()}

    @cached_property
    def _open(self) -> list[tuple[date | None, int, Amounts]]:
        """By month and stage: everything below but the owners is added up of these."""
        rows = summed(
            self.found.filter(status__in=Opportunity.ACTIVE),
            *("month", "stage"),
            month=TruncMonth("expected_close"),
        )
        return [(group["month"], group["stage"], amounts) for group, amounts in rows]

    @cached_property
    def whole(self) -> Amounts:
        return _sum(amounts for _month, _stage, amounts in self._open)

    @cached_property
    def won(self) -> dict[date, Amounts]:
        """What was won, by month: of this one and the one before."""
        since = next_month(self.month, -1)
        over = self.found.filter(status=Opportunity.Status.CONVERTED, closed_on__gte=since)
        rows = summed(over, "month", month=TruncMonth("closed_on"))
        return {group["month"]: amounts for group, amounts in rows}

    @cached_property
    def months(self) -> list[date]:
        return [next_month(self.month, count) for count in range(AHEAD)]

    def by_month(self) -> list[Line]:
        """What is overdue stands before this month, what has no day last."""
        sums: dict[Any, list[Amounts]] = defaultdict(list)
        for month, _stage, amounts in self._open:
            sums[self._named(month)].append(amounts)
        keys = ["overdue", *self.months, "later", None]
        usual = {*self.months}
        return [Line(key, _sum(sums[key])) for key in keys if key in sums or key in usual]

    def by_stage(self) -> list[Line]:
        sums: dict[int, list[Amounts]] = defaultdict(list)
        for _month, stage, amounts in self._open:
            sums[stage].append(amounts)
        order = sorted(sums, key=lambda pk: (self.stages[pk].position, pk))
        return [Line(self.stages[pk], _sum(sums[pk])) for pk in order]

    def by_owner(self) -> list[Line]:
        """The largest first; what belongs to nobody last."""
        open_ones = self.found.filter(status__in=Opportunity.ACTIVE)
        rows = [(group["owner"], each) for group, each in summed(open_ones, "owner")]
        people = User.objects.in_bulk([pk for pk, _each in rows if pk])
        rows.sort(key=lambda row: (row[0] is None, -row[1].weighted, row[0] or 0))
        return [Line(people.get(pk), each) for pk, each in rows]

    def columns(self) -> list[tuple[date, list[tuple[Decimal, str]], Decimal]]:
        """For each month what was won, then the weighted parts by how far they are."""
        parts: dict[date, dict[str, Decimal]] = {
            month: defaultdict(Decimal) for month in self.months
        }
        for month, stage, amounts in self._open:
            if month in parts:
                parts[month][self.shade(stage)] += amounts.weighted
        if self.month in self.won:
            parts[self.month]["1"] += self.won[self.month].amount
        return [
            (month, [(held[shade], shade) for shade in "123" if held[shade]], sum(held.values()))
            for month, held in parts.items()
        ]

    def shade(self, pk: int) -> str:
        """1 for the last open stage, 2 for the one before, 3 for all others."""
        return self._shades.get(pk, "3")

    @cached_property
    def last_stages(self) -> list[Stage]:
        """The open ones, the last first."""
        still = [stage for stage in self.stages.values() if stage.is_open and not stage.disabled]
        return sorted(still, key=lambda stage: (-stage.position, -stage.pk))

    @cached_property
    def _shades(self) -> dict[int, str]:
        return {stage.pk: str(at) for at, stage in enumerate(self.last_stages[:2], start=1)}

    def expected(self) -> Decimal:
        """This month: what is won, and the weighted rest of what should close in it."""
        won = self.won.get(self.month, Amounts()).amount
        due = (each.weighted for month, _stage, each in self._open if month == self.month)
        return won + sum(due, Decimal(0))

    def moves(self) -> list[Move]:
        """What changed the weighted sum in the last days, the latest first."""
        changes = StageChange._base_manager.filter(
            at__gte=now() - LATELY, opportunity__in=self.found
        )
        rows = changes.select_related("opportunity", "stage", "before").order_by("-at", "-pk")
        return [Move(change, _gain(change)) for change in rows[:MOVES]]

    def _named(self, month: date | None) -> Any:
        if month is None or month in self.months:
            return month
        return "overdue" if month < self.month else "later"


def _gain(change: StageChange) -> Decimal:
    before = change.before.probability if change.before else 0
    gained = change.stage.probability - before
    return money((change.opportunity.base_amount or Decimal(0)) * gained / 100)


def _sum(all_of_them: Iterable[Amounts]) -> Amounts:
    return sum(all_of_them, Amounts())
