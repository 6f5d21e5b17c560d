"""The day that a line names: a weekday, a date, or so many days from now."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from doorstep.activity.line_words import Words

FARTHEST = timedelta(days=3660)
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})?")
NUMBER = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?")
YEAR = re.compile(r"20[0-9]{2}")
NEVER = date(1, 1, 1)  # a day that was named and is none
LEAP = 8  # years until every date has come


@dataclass(frozen=True)
class Day:
    """A date, a weekday, or both, if they agree."""

    exact: date | None = None
    weekday: int | None = None

    @property
    def is_said(self) -> bool:
        return self.exact is not None or self.weekday is not None

    def on(self, day: date) -> Day:
        """Named once; a second date makes it impossible."""
        return replace(self, exact=NEVER if self.exact else day)

    def found(self, today: date) -> date | None:
        if self.exact is None:
            ahead = ((self.weekday or 0) - today.weekday() - 1) % 7 + 1
            return later(today, ahead)
        agrees = self.weekday is None or self.exact.weekday() == self.weekday
        is_near = abs(self.exact - today) <= FARTHEST
        return self.exact if agrees and is_near else None


def day_from(low: Sequence[str], known: Words, today: date, day: Day) -> tuple[Day, int]:
    """With the day that these words begin with, and how many words say so."""
    word = low[0]
    named = {"today": 0, "tomorrow": 1}.get(known.special.get(word, ""))
    if named is not None:
        return day.on(later(today, named) or NEVER), 1
    if word in known.weekdays:
        weekday = known.weekdays[word]
        return (replace(day, weekday=weekday) if day.weekday is None else day.on(NEVER)), 1
    if known.special.get(word) == "next" and len(low) > 1:
        return _next(low[1], known, today, day)
    if found := _written(low, known, today):
        return day.on(found[0]), found[1]
    return day, 0


def in_some_days(today: date, amount: int, unit: str) -> date | None:
    if unit == "months":
        return _months_later(today, amount)
    return later(today, amount * (7 if unit == "weeks" else 1))


def later(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _next(word: str, known: Words, today: date, day: Day) -> tuple[Day, int]:
    """ "next week" begins on Monday; "next Tuesday" is the next one."""
    if known.units.get(word) == "weeks":
        return day.on(later(today, 7 - today.weekday()) or NEVER), 2
    return (day, 1) if word in known.weekdays else (day, 0)


def _written(low: Sequence[str], known: Words, today: date) -> tuple[date, int] | None:
    """2026-05-12, 12.5., 12.5.2026, "12 May", "May 12", each perhaps with its year."""
    if found := ISO.fullmatch(low[0]):
        return _date(int(found[1]), int(found[2]), int(found[3])) or NEVER, 1
    if found := DOTTED.fullmatch(low[0]):
        return _coming(int(found[1]), int(found[2]), found[3], today), 1
    if len(low) == 1:
        return None
    for number, name in ((low[0], low[1]), (low[1], low[0])):
        found = NUMBER.fullmatch(number)
        if found and (month := known.months.get(name.rstrip("."))):
            year = low[2] if len(low) > 2 and YEAR.fullmatch(low[2]) else None
            return _coming(int(found[1]), month, year, today), 3 if year else 2
    return None


def _coming(number: int, month: int, year: str | None, today: date) -> date:
    """In that year, or the next time it comes."""
    if year:
        return _date(int(year), month, number) or NEVER
    dates = (_date(today.year + more, month, number) for more in range(LEAP + 1))
    return next((found for found in dates if found and found >= today), NEVER)


def _months_later(today: date, months: int) -> date | None:
    year, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + year, month + 1
    if year > date.max.year:
        return None
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
