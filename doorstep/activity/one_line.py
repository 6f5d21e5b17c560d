"""A next step in one line: "call Tuesday 10", "meeting tomorrow 14:30-15:30 with Ana".

A weekday is the next one, never today. Hours from 1 to 6 without more are in the afternoon; a day
without an hour is at nine. What cannot be read is refused, with a hint; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NoReturn, TypeVar

from django.utils.translation import gettext as _

from doorstep.activity.line_days import Day, day_from, in_some_days, later
from doorstep.activity.line_words import words_now
from doorstep.activity.models import How
from doorstep.activity.refusals import LineNotRead

T = TypeVar("T")
LONGEST = 300
USUAL_HOUR = time(9)
SOON = timedelta(hours=1)
CLOCK = r"([01]?[0-9]|2[0-3])(?:[:.h]([0-5][0-9]))?\s?(am|pm)?"
AT = re.compile(CLOCK)
SPAN = re.compile(f"(?P<one>{CLOCK})-(?P<two>{CLOCK})")
MORE = re.compile(r"([0-9]{1,4})([a-z]*)")


@dataclass(frozen=True)
class Planned:
    """``who`` takes part, ``whose`` it is, as they were named. No end: as long as is usual."""

    how: str
    starts_at: datetime
    ends_at: datetime | None = None
    who: str = ""
    whose: str = ""
    about: str = ""


def read_line(text: str, *, at: datetime, zone: tzinfo, how: str = How.CALL) -> Planned:
    """What a line says that was written at this moment in this zone."""
    return Line(text, at.astimezone(zone)).read(how)


class Line:
    """Words that are taken from the front, each by the first reader that understands it."""

    def __init__(self, text: str, now: datetime) -> None:
        self.now, self.known = now, words_now()
        self.words = _words_of(text)
        self.low = [word.casefold() for word in self.words]
        self.how = self.who = self.whose = self.about = ""
        self.day = Day()
        self.start: time | None = None
        self.end: time | None = None
        self.exactly: datetime | None = None
        self.length: timedelta | None = None
        self.readers: tuple[Callable[[], int], ...] = (
            *(self._how, self._about, self._soon, self._long, self._until, self._day),
            *(self._span, self._at, self._person, self._filler),
        )

    def read(self, how: str) -> Planned:
        while self.low:
            taken = next((count for read in self.readers if (count := read())), 0)
            if not taken:
                says = _("“%s” is not understood here.") % self.words[0][:60]
                _refuse(says)
            self._take(taken)
        starts = self._starts()
        ends = self._ends(starts)
        named = {"who": self.who, "whose": self.whose, "about": self.about}
        return Planned(self.how or how, starts, ends, **named)

    def apart(self) -> tuple[list[str], list[str]]:
        """The words that say when and how, and those that say nothing of it."""
        understood: list[str] = []
        others: list[str] = []
        is_other = False
        while self.low:
            taken = next((count for read in self.readers if (count := read())), 0)
            joins = is_other and taken == 1 and self._is(0, "filler")
            is_other = not taken or joins  # "the" belongs to what it stands in
            (others if is_other else understood).extend(self.words[: taken or 1])
            self._take(taken or 1)
        return understood, others

    def _take(self, count: int) -> None:
        del self.words[:count], self.low[:count]

    def _is(self, place: int, *meanings: str) -> bool:
        return place < len(self.low) and self.known.special.get(self.low[place]) in meanings

    def _how(self) -> int:
        found = self.known.hows.get(self.low[0], "")
        if not found:
            return 0
        self.how = _once(self.how, found)
        return 1

    def _about(self) -> int:
        """The rest of the line."""
        if not self._is(0, "about") or len(self.words) == 1:
            return 0
        self.about = " ".join(self.words[1:])
        return len(self.words)

    def _soon(self) -> int:
        """ "in 3 days", "in an hour"."""
        if not self._is(0, "in"):
            return 0
        amount, unit, taken = self._amount(1)
        if not unit:
            return 0
        if unit in ("minutes", "hours"):
            then = self.now.astimezone(UTC) + timedelta(**{unit: amount})
            self.exactly = _once(self.exactly, then.replace(second=0, microsecond=0))
        else:
            found = in_some_days(self.now.date(), amount, unit)
            self.day = self.day.on(_possible(found))
        return 1 + taken

    def _long(self) -> int:
        """ "for 45 minutes"."""
        place = 1 if self._is(0, "for") else 0
        amount, unit, taken = self._amount(place)
        if unit not in ("minutes", "hours"):
            return 0
        self.length = _once(self.length, timedelta(**{unit: amount}))
        return place + taken

    def _amount(self, place: int) -> tuple[int, str, int]:
        """How many of what from ``place`` on, and how many words say so: "3 days", "2h"."""
        word = self.low[place] if place < len(self.low) else ""
        unit = self.known.units.get(self.low[place + 1], "") if place + 1 < len(self.low) else ""
        if self._is(place, "a"):
            return 1, unit, 2
        if not (found := MORE.fullmatch(word)):
            return 0, "", 0
        if found[2]:
            return int(found[1]), self.known.units.get(found[2], ""), 1
        return int(found[1]), unit, 2

    def _until(self) -> int:
        """ "until 15:30"."""
        if not self._is(0, "until") or len(self.low) == 1:
            return 0
        found = AT.fullmatch(self.low[1])
        if not found:
            return 0
        self.end = _once(self.end, _time(found[1], found[2], found[3]))
        return 2

    def _day(self) -> int:
        self.day, taken = day_from(self.low, self.known, self.now.date(), self.day)
        return taken

    def _span(self) -> int:
        """ "14:30-15:30", "2-3pm"."""
        found = SPAN.fullmatch(self.low[0])
        if not found:
            return 0
        hour, minute, half, until, past, other_half = found.group(2, 3, 4, 6, 7, 8)
        if not half and other_half == "pm" and int(hour) % 12 > int(until) % 12:
            half = "am"  # 11-1pm
        self.start = _once(self.start, _time(hour, minute, half or other_half))
        self.end = _once(self.end, _time(until, past, other_half))
        return 1

    def _at(self) -> int:
        """ "10", "10:30", "2pm", "noon"."""
        if self._is(0, "noon"):
            self.start = _once(self.start, time(12))
            return 1
        found = AT.fullmatch(self.low[0])
        if not found:
            return 0
        self.start = _once(self.start, _time(found[1], found[2], found[3]))
        return 1

    def _person(self) -> int:
        """ "with Ana Moss": as many words as say nothing else; "by", "for": whose it is."""
        if not self._is(0, "with", "by", "for"):
            return 0
        end = 1
        while end < len(self.low) and not self._means(end):
            end += 1
        name = " ".join(self.words[1:end])
        if self._is(0, "with"):
            self.who = _once(self.who, name)
        elif name:
            self.whose = _once(self.whose, name)
        return end if name else (0 if self._is(0, "with") else 1)

    def _means(self, place: int) -> bool:
        """Whether something of its own begins there."""
        word, rest = self.low[place], self.low[place:]
        is_known = word in self.known.special or word in self.known.hows
        is_time = AT.fullmatch(word) or SPAN.fullmatch(word)
        return bool(is_known or is_time or day_from(rest, self.known, self.now.date(), Day())[1])

    def _filler(self) -> int:
        return 1 if self._is(0, "filler") and len(self.low) > 1 else 0

    def _starts(self) -> datetime:
        if self.exactly:
            if self.start or self.day.is_said:
                _refuse(_("Two moments are named."))
            return self._ahead(self.exactly)
        if not self.day.is_said and self.start is None:
            _refuse(_("When?"))
        today = self.now.date()
        day = _possible(self.day.found(today)) if self.day.is_said else today
        if self.start is None and day == today:
            return self._soon_today()
        starts = self._on(day, self.start or USUAL_HOUR)
        if not self.day.is_said and starts <= self.now.astimezone(UTC):
            return self._on(_possible(later(today, 1)), self.start or USUAL_HOUR)
        return self._ahead(starts)

    def _ahead(self, starts: datetime) -> datetime:
        if starts <= self.now.astimezone(UTC):
            _refuse(_("That moment has passed."))
        return starts

    def _soon_today(self) -> datetime:
        """In an hour or a little more, at a full quarter."""
        then = self.now + SOON
        then += timedelta(minutes=-then.minute % 15)
        if then.date() != self.now.date():
            _refuse(_("Today is nearly over: say at what time."))
        return then.replace(second=0, microsecond=0).astimezone(UTC)

    def _ends(self, starts: datetime) -> datetime | None:
        if self.length:
            return starts + _once(None if self.end is None else self.end, self.length)
        if self.end is None:
            return None
        ends = self._on(starts.astimezone(self.now.tzinfo).date(), self.end)
        if ends <= starts:
            _refuse(_("It ends before it starts."))
        return ends

    def _on(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=self.now.tzinfo).astimezone(UTC)


def _words_of(text: str) -> list[str]:
    """Commas are spaces; "2 pm" and "14:30 - 15:30" are one word each."""
    if len(text) > LONGEST:
        _refuse(_("This is longer than a line."))
    text = re.sub(r"[,;\s\0]+", " ", text.replace("–", "-").replace("—", "-")).strip(" !?")
    text = re.sub(r"\b([ap])\.m\b\.?", r"\1m", text, flags=re.IGNORECASE)
    text = re.sub(
        r"(?:(?<=[^\W\d_])|(?<=:[0-9]{2}))\.(?= |$)", "", text
    )  # "Tue.", and the end of a sentence
    text = re.sub(r"(?<=[0-9]) (?=[ap]m\b)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=[0-9m]) ?- ?(?=[0-9])", "-", text)
    return text.split()


def _time(hour: str, minute: str | None, half: str | None) -> time:
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            _refuse(_("%s is no hour of half a day.") % f"{hour}{half}")
        number = number % 12 + (12 if half == "pm" else 0)
    elif minute is None and len(hour) == 1 and 1 <= number <= 6:
        number += 12  # nobody is called at three in the night
    return time(number, int(minute or 0))


def _once(held: object, value: T) -> T:
    if held:
        _refuse(_("The same is said twice."))
    return value


def _possible(day: date | None) -> date:
    if day is None:
        _refuse(_("There is no such day."))
    return day


def _refuse(says: str) -> NoReturn:
    hint = _("Write it like “call Tuesday 10” or “meeting tomorrow 14:30-15:30 with Ana”.")
    whole = f"{says} {hint}"
    raise LineNotRead(whole, line=whole)
