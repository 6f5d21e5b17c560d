"""The words of one line: what they mean in the reader's language, and in English."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, override, pgettext

from doorstep.activity.models import How

SHORTER = {"tues": 1, "thur": 3, "thurs": 3}


class Words(NamedTuple):
    """Each meaning by the words that have it, in lower case."""

    hows: dict[str, str]
    weekdays: dict[str, int]  # Monday is 0
    months: dict[str, int]
    units: dict[str, str]
    special: dict[str, str]  # "tomorrow": "tomorrow", and those that introduce something
    called: dict[str, str]  # that somebody was called


def words_now() -> Words:
    """Those of the language one reads, and the English ones."""
    return _words(get_language() or "en")


@lru_cache(maxsize=8)
def _words(language: str) -> Words:
    with override("en"):
        english = _in_this_language()
    with override(language):
        own = _in_this_language()
    return Words(*(known | mine for known, mine in zip(english, own, strict=True)))  # type: ignore[operator]


def _in_this_language() -> Words:
    weekdays = {str(name).casefold(): day for day, name in WEEKDAYS.items()}
    weekdays |= {str(name).casefold(): day for day, name in WEEKDAYS_ABBR.items()}
    months = {str(name).casefold(): number for number, name in MONTHS.items()}
    months |= {str(name).casefold(): number for number, name in MONTHS_3.items()}
    return Words(
        _each(_hows()),
        weekdays | SHORTER,
        months | {"sept": 9},
        _each(_units()),
        _each(_special()),
        _each(_called()),
    )


def _hows() -> dict[str, str]:
    return {
        How.CALL.value: pgettext("words for a call", "call phone ring telephone"),
        How.EMAIL.value: pgettext("words for an e-mail", "e-mail email mail write"),
        How.MEETING.value: pgettext("words for a meeting", "meeting meet"),
        How.VISIT.value: pgettext("words for a visit", "visit"),
    }


def _units() -> dict[str, str]:
    return {
        "minutes": pgettext("units of time", "minute minutes min mins"),
        "hours": pgettext("units of time", "hour hours h"),
        "days": pgettext("units of time", "day days"),
        "weeks": pgettext("units of time", "week weeks"),
        "months": pgettext("units of time", "month months"),
    }


def _special() -> dict[str, str]:
    return {
        "today": pgettext("in a line about when", "today"),
        "tomorrow": pgettext("in a line about when", "tomorrow"),
        "noon": pgettext("in a line about when", "noon midday"),
        "next": pgettext("in a line about when", "next"),
        "in": pgettext("in a line about when", "in"),
        "a": pgettext("one of something", "a an one"),
        "for": pgettext("for half an hour, for Ana", "for"),
        "by": pgettext("by a colleague", "by"),
        "until": pgettext("in a line about when", "until till to"),
        "with": pgettext("with somebody", "with"),
        "about": pgettext("about something", "about re"),
        "filler": pgettext("words that say nothing", "on at the this from and"),
    }


def _called() -> dict[str, str]:
    return {How.CALL.value: pgettext("words that begin a call made", "called rang phoned reached")}


def _each(meant: dict[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in meant.items() for word in words.split()}
