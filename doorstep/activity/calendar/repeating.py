"""When something repeats: the rules of RFC 5545, by python-dateutil, and always within bounds.

What is kept of an event is its rule ("FREQ=WEEKLY;BYDAY=MO"), or several lines ("RRULE:…",
"RDATE:…"). The rule runs on the clock of the event's zone: ten o'clock stays ten o'clock when
the clocks change; a time that the change leaves out is the one an hour later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice, takewhile
from typing import Any

from dateutil.rrule import rruleset, rrulestr

from doorstep.activity.calendar.spans import zone_named

MOST = 1000  # of one series, in what is asked for at once
MOST_EVER = 20_000  # to find where a series ends
SLACK = timedelta(hours=26)  # by which clocks differ anywhere
LINES = ("RRULE", "RDATE", "EXDATE", "EXRULE")
UNTIL = re.compile(r"\bUNTIL=(\d{8})(T\d{6})?(Z)?", re.IGNORECASE)
NEVER = re.compile(r"\bINTERVAL=0*(;|$)", re.IGNORECASE | re.MULTILINE)
ENDS = re.compile(r"\b(UNTIL|COUNT)=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """What begins at a moment and repeats by a rule."""

    starts_at: datetime
    recurrence: str = ""
    zone_name: str = ""
    all_day: bool = False

    @property
    def zone(self) -> tzinfo:
        return UTC if self.all_day else zone_named(self.zone_name)

    @property
    def is_endless(self) -> bool:
        rules = [line for line in lines_of(self.recurrence) if line.startswith("RRULE:")]
        return any(not ENDS.search(rule) for rule in rules)

    def starts(self, since: datetime, until: datetime, most: int = MOST) -> list[datetime]:
        """Those from ``since`` up to, not with, ``until``: at most so many, in order."""
        if not self.recurrence:
            return [self.starts_at] if since <= self.starts_at < until else []
        low, high = (_on_clock(each, self.zone) for each in (since, until))
        near = self.rules().xafter(low - SLACK, inc=True)
        moments = (self._moment(each) for each in takewhile(lambda it: it < high + SLACK, near))
        return list(islice((each for each in moments if since <= each < until), most))

    def all(self, most: int = MOST_EVER) -> list[datetime]:
        """From the first on, whatever it takes: for series that end."""
        if not self.recurrence:
            return [self.starts_at]
        return [self._moment(each) for each in islice(self.rules(), most)]

    def last(self) -> datetime | None:
        """Its last beginning; None where it never ends, or not within what anyone would see."""
        if self.is_endless:
            return None
        found = self.all()
        return found[-1] if found and len(found) < MOST_EVER else None

    def rules(self) -> rruleset:
        """As dateutil reads them. A rule that makes no sense is a ValueError."""
        if NEVER.search(self.recurrence):
            raise ValueError("INTERVAL=0")
        first = _on_clock(self.starts_at, self.zone)
        text = "\n".join(_normal(line, self.zone) for line in lines_of(self.recurrence))
        found: Any = rrulestr(text, dtstart=first, forceset=True, ignoretz=True)
        if text and not any(line.startswith("RRULE:") for line in text.splitlines()):
            found.rdate(first)  # dates beside the first one, without a rule
        return found

    def _moment(self, on_clock: datetime) -> datetime:
        return on_clock.replace(tzinfo=self.zone).astimezone(UTC)


def lines_of(recurrence: str) -> list[str]:
    """The lines of a rule, each with its name."""
    return [
        line if line.partition(":")[0].partition(";")[0].upper() in LINES else f"RRULE:{line}"
        for line in (each.strip() for each in recurrence.splitlines())
        if line
    ]


def rule_of(recurrence: str) -> str:
    """The rule alone, where that is all there is."""
    lines = lines_of(recurrence)
    return lines[0].partition(":")[2] if len(lines) == 1 and lines[0][:5] == "RRULE" else ""


def starts_by_turn(series: Series, wanted: datetime) -> Iterator[datetime]:
    """The beginnings before a moment, in order."""
    return takewhile(lambda each: each < wanted, map(series._moment, series.rules()))


def _normal(line: str, zone: tzinfo) -> str:
    """An end as the clock of the event shows it; a day is meant with all its hours."""

    def on_clock(found: re.Match[str]) -> str:
        day, hour, is_utc = found.groups()
        if not hour:
            return f"UNTIL={day}T235959"
        if not is_utc:
            return f"UNTIL={day}{hour}"
        moment = datetime.strptime(day + hour, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return f"UNTIL={_on_clock(moment, zone):%Y%m%dT%H%M%S}"

    return UNTIL.sub(on_clock, line)


def _on_clock(moment: datetime, zone: tzinfo) -> datetime:
    """What the clock there shows, held within what a calendar can say."""
    try:
        return moment.astimezone(zone).replace(tzinfo=None, fold=0)
    except OverflowError:
        return datetime.max if moment.year > 9000 else datetime.min
