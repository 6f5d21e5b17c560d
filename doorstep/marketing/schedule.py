"""On which day which letter is due. Numbers and days in, numbers and days out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

SATURDAY = 5


@dataclass(frozen=True)
class Stage:
    """A letter of a sequence, so many days after the start."""

    pk: int
    after_days: int


@dataclass(frozen=True)
class Due:
    """The next letter, and the first day on which it may go."""

    stage: Stage
    on: date


def next_due(
    stages: Sequence[Stage],
    taken: Mapping[int, date],
    starts_on: date,
    *,
    weekdays_only: bool = False,
) -> Due | None:
    """What comes next; None after the last.

    What was missed goes once, late; what follows keeps its distance to it, so that nobody gets
    two letters on one day. A letter put in front of one that has gone is not sent any more.
    """
    ordered = sorted(stages, key=lambda each: (each.after_days, each.pk))
    gone = [each for each in ordered if each.pk in taken]
    last = gone[-1] if gone else None
    open_ones = [
        each
        for each in ordered
        if each.pk not in taken and (last is None or each.after_days > last.after_days)
    ]
    if not open_ones:
        return None
    stage = open_ones[0]
    day = starts_on + timedelta(days=stage.after_days)
    if last is not None:
        day = max(day, taken[last.pk] + timedelta(days=stage.after_days - last.after_days))
    return Due(stage, next_weekday(day) if weekdays_only else day)


def last_day(stages: Sequence[Stage], starts_on: date) -> date:
    """When it is over, if nothing is late."""
    return starts_on + timedelta(days=max((each.after_days for each in stages), default=0))


def next_weekday(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def may_go_at(moment: datetime, *, from_hour: int, to_hour: int, weekdays_only: bool) -> bool:
    """Whether letters may go at this moment of the company's clock."""
    if weekdays_only and moment.weekday() >= SATURDAY:
        return False
    return from_hour <= moment.hour < to_hour
