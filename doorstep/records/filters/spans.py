"""Days and moments as one writes them: a date, a moment, or words like ``last-7-days``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, is_naive, localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

DAY = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"[12]\d{3}-\d\d-\d\d[T ]\d\d:\d\d.*", re.ASCII)
COUNTED = re.compile(r"(last|next)-(\d{1,4})-days", re.ASCII)
ONE_DAY = timedelta(days=1)
WORDS = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this-week": gettext_lazy("this week"),
    "last-week": gettext_lazy("last week"),
    "next-week": gettext_lazy("next week"),
    "this-month": gettext_lazy("this month"),
    "last-month": gettext_lazy("last month"),
    "next-month": gettext_lazy("next month"),
    "this-quarter": gettext_lazy("this quarter"),
    "last-quarter": gettext_lazy("last quarter"),
    "next-quarter": gettext_lazy("next quarter"),
    "this-year": gettext_lazy("this year"),
    "last-year": gettext_lazy("last year"),
    "next-year": gettext_lazy("next year"),
}


@dataclass(frozen=True)
class Span:
    """From ``start`` until, and without, ``end``; days, or moments where one was written."""

    start: date | datetime
    end: date | datetime
    says: str


def span(text: str) -> Span | None:
    """What a text means today; None if it means nothing."""
    if text in WORDS:
        return Span(*_named(text), says=str(WORDS[text]))
    if counted := COUNTED.fullmatch(text):
        return _counted(counted[1], int(counted[2]))
    try:
        if DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return Span(day, day + ONE_DAY, date_format(day, "j M Y"))
        if MOMENT.fullmatch(text) and (moment := parse_datetime(text.replace(" ", "+"))):
            moment = make_aware(moment) if is_naive(moment) else moment
            local = moment.astimezone(get_current_timezone())
            return Span(
                moment, moment + timedelta(microseconds=1), date_format(local, "j M Y, H:i")
            )
    except (ValueError, OverflowError):
        return None
    return None


def begin(day: date | datetime) -> datetime:
    """A day begins at its midnight here; a moment is itself."""
    return day if isinstance(day, datetime) else make_aware(datetime.combine(day, time.min))


def _counted(which: str, number: int) -> Span | None:
    """``last-7-days`` ends with today, ``next-7-days`` begins with it."""
    if not number:
        return None
    today = localdate()
    if which == "last":
        says = ngettext("the last day", "the last %d days", number)
        first = today - timedelta(days=number - 1)
    else:
        says = ngettext("the next day", "the next %d days", number)
        first = today
    return Span(first, first + timedelta(days=number), says % number if "%d" in says else says)


def _named(word: str) -> tuple[date, date]:
    today = localdate()
    days = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if word in days:
        day = today + timedelta(days=days[word])
        return day, day + ONE_DAY
    which, unit = word.split("-")
    steps = {"last": -1, "this": 0, "next": 1}[which]
    start = STARTS[unit]
    return start(today, steps), start(today, steps + 1)


def _week(today: date, steps: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=steps)


def _months(length: int) -> Callable[[date, int], date]:
    def start(today: date, steps: int) -> date:
        months = today.year * 12 + today.month - 1
        months = (months // length + steps) * length
        return date(months // 12, months % 12 + 1, 1)

    return start


STARTS = {"week": _week, "month": _months(1), "quarter": _months(3), "year": _months(12)}


def known_words() -> str:
    """What one may write, for a refusal and for the documentation."""
    return _(
        "Write a date like 2026-11-21, or today, yesterday, tomorrow, this-week, last-month, "
        "next-quarter, this-year, last-7-days, next-30-days."
    )
