"""A line without a record: "call Nadia Tuesday 10", "called Kenji, loves it", "send it Friday".

What says when and how is read as on a record; the other words name somebody, or what is to be
done. Nothing is looked up here: text in, its parts out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from django.utils.translation import gettext as _

from doorstep.activity.line_words import words_now
from doorstep.activity.one_line import Line, Planned, read_line
from doorstep.activity.refusals import LineNotRead

MOST_NAMES = 6  # words that may name somebody
SHORTEST = 2


@dataclass(frozen=True)
class Said:
    """``called`` with ``text``: it was made. ``plan`` with its ``line``: somebody is to be in
    touch. ``task``: something is to be done. ``names`` are the words that may say with whom.
    """

    names: tuple[str, ...] = ()
    called: bool = False
    text: str = ""
    line: str = ""
    plan: Planned | None = None
    task: str = ""
    due_on: date | None = None
    due_time: time | None = None


def read_free(text: str, *, at: datetime, zone: tzinfo) -> Said:
    """What a line says that was written at this moment in this zone."""
    words = text.replace("\0", " ").split()
    if words and words[0].strip(",.").casefold() in words_now().called:
        return _called(text, words[0])
    line = Line(text, at.astimezone(zone))
    understood, others = line.apart()
    if line.how:
        said = " ".join(understood)
        plan = read_line(said, at=at, zone=zone)
        return Said(_names(others or plan.who.split()), line=said, plan=plan)
    return _task(line, others, at, zone, understood)


def _called(text: str, verb: str) -> Said:
    """Up to the comma whom, after it what was said; without one, the first words may be a name."""
    rest = text.strip()[len(verb) :].lstrip(" ,")
    who, comma, said = rest.partition(",")
    return Said(_names(who.split()), called=True, text=(said if comma else rest).strip())


def _task(
    line: Line, others: Sequence[str], at: datetime, zone: tzinfo, understood: Sequence[str]
) -> Said:
    known, kept = words_now(), list(others)
    while kept and kept[-1].casefold() in known.special:  # "on" of "send it on Friday"
        kept.pop()
    subject = " ".join(kept)
    subject = subject[:1].upper() + subject[1:]
    if not subject:
        says = _("With whom, or what is to be done? Write it like “call Nadia Tuesday 10”.")
        raise LineNotRead(says, line=says)
    names = _names(others)
    if line.start is None and not line.day.is_said and line.exactly is None:
        return Said(names, task=subject)
    when = read_line(" ".join(understood), at=at, zone=zone).starts_at.astimezone(zone)
    has_hour = line.start is not None or line.exactly is not None
    return Said(
        names, task=subject, due_on=when.date(), due_time=when.time() if has_hour else None
    )


def _names(words: Sequence[str]) -> tuple[str, ...]:
    """Without the words that only join others."""
    known = words_now()
    kept = [word.strip(".,!?") for word in words]
    return tuple(
        each
        for each in kept
        if len(each) >= SHORTEST and each.casefold() not in known.special | known.hows
    )[:MOST_NAMES]
