"""What other systems write in a cell, as the public value a field takes.

A reader is made once for a column, so that a date's form or a number's comma is settled for all of
its rows together: 03/04/2021 means the same in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache, partial
from typing import Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from doorstep.exchange.tables import entries
from doorstep.records.kinds import Date, Kind, Moment, Number, Text, Whole, Wrong, YesNo
from doorstep.records.references import Reference
from doorstep.records.rows import Rows

Reader = Callable[[str], Any]

YES = {"yes", "y", "true", "t", "1", "x", "on", "ja", "oui", "si", "sí", "sim", "tak", "✓"}
NO = {"no", "n", "false", "f", "0", "off", "nein", "non", "não", "nie", "-", ""}
EMPTY = {"", "-none-", "none", "null", "n/a", "#n/a", "nan"}
SPACES = str.maketrans({"\u00a0": None, "\u202f": None, " ": None, "'": None, "’": None})
MONEY = re.compile(r"[^\d.,+\-()\s'’\u00a0\u202f]{1,4}")  # signs and codes around an amount
DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y")
MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
WORDED = ("%d %b, %Y", "%d %b %Y", "%d %B %Y", "%d %B, %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y")
ISO = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")
TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", " %H:%M:%S.%f")
SAMPLES = 500  # cells of a column that its form is found from


def reader_for(kind: Kind, samples: Sequence[str], *, day_first: bool | None = None) -> Reader:
    """How the cells of a column become public values; Wrong says what one cannot be."""
    match kind:
        case Number() | Whole():
            return partial(_number, comma=_has_comma(samples), whole=isinstance(kind, Whole))
        case Date():
            return partial(_date, forms=_forms(samples, day_first))
        case Moment():
            return partial(_moment, forms=_forms(samples, day_first), zone=get_current_timezone())
        case YesNo():
            return _yes_no
        case Rows():
            return partial(entries.read, kind)
        case Reference():
            return entries.record_in
        case _:
            return _text


def is_empty(cell: str, kind: Kind | None = None) -> bool:
    """Whether a cell only says that there is nothing: "-None-" of Zoho is no industry.

    In a text only blanks are nothing: a firm may well be called "None" or "NaN".
    """
    word = cell.strip().lower()
    return not word or word == "-none-" or (word in EMPTY and not isinstance(kind, Text))


def _text(cell: str) -> str:
    return cell.strip()


def _yes_no(cell: str) -> bool:
    word = cell.strip().lower()
    if word in YES or word in NO:
        return word in YES
    raise Wrong(_("Write yes or no."))


def _has_comma(samples: Iterable[str]) -> bool:
    """Whether the comma is what stands before the decimals: 1.234,56 or 12,5."""
    for cell in samples:
        digits = cell.strip().rstrip(")% ")
        comma, point = digits.rfind(","), digits.rfind(".")
        if comma > point >= 0:
            return True
        if point > comma >= 0 or digits.count(",") > 1:
            return False
        if comma >= 0 and len(digits) - comma - 1 != 3:
            return True
    return False


def _number(cell: str, *, comma: bool, whole: bool) -> str:
    """ "$1,773.85" → "1773.85"; "(12)" is minus twelve, as accountants write it."""
    text = MONEY.sub("", cell.strip()).translate(SPACES)
    negative = text.startswith("(") and text.endswith(")")
    text = text.strip("()")
    text = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        raise Wrong(_("This is not a number."))
    text = f"-{text}" if negative else text
    return text.removesuffix(".0").removesuffix(".00") if whole else text


def _forms(samples: Sequence[str], day_first: bool | None) -> tuple[str, ...]:
    """The forms to try, those first that fit most of the column."""
    filled = [cell.strip() for cell in samples[:SAMPLES] if not is_empty(cell)]
    if day_first is None:
        day_first = not _must_be_month_first(filled)
    days = (*ISO, *(DAY_FIRST if day_first else MONTH_FIRST), *WORDED)
    return tuple(day + time for day in days for time in TIMES)


def _must_be_month_first(cells: Iterable[str]) -> bool:
    """One date like 04/16/2021 says how all others of its column are meant."""
    for cell in cells:
        found = re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", cell)
        if found and int(found[2]) > 12:
            return True
    return False


def _date(cell: str, *, forms: tuple[str, ...]) -> str:
    return _parsed(cell.strip(), forms).date().isoformat()


def _moment(cell: str, *, forms: tuple[str, ...], zone: tzinfo) -> datetime:
    moment = _parsed(cell.strip(), forms)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


@lru_cache(maxsize=4096)
def _parsed(cell: str, forms: tuple[str, ...]) -> datetime:
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        pass
    for form in forms:
        try:
            return datetime.strptime(cell, form)
        except ValueError:
            continue
    raise Wrong(_("“%s” is not a date we can read. Write it like 2026-03-31.") % cell[:40])
