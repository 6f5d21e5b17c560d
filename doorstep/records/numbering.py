"""Numbers of documents: one after the other, without a gap, per series and period."""

from __future__ import annotations

import re
from datetime import date

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.records.models import Sequence

TOKEN = re.compile(r"\{(year|yy|month|day|number)(?::(\d{1,2}))?\}")


def next_number(series: str, day: date) -> str:
    """ "SO-{year}-{number:5}" gives "SO-2026-00012". Only inside a transaction.

    The counter's row stays locked until the transaction ends: the next one waits, and a number
    whose transaction fails is given to the next.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number is taken in the transaction that uses it.")
    prefix, digits, suffix = expanded(series, day)
    row = Sequence.objects.filter(prefix=prefix)
    if not row.update(last=F("last") + 1):
        Sequence.objects.bulk_create([Sequence(prefix=prefix)], ignore_conflicts=True)
        row.update(last=F("last") + 1)
    number = row.values_list("last", flat=True).get()
    return f"{prefix}{number:0{digits}}{suffix}"


def expanded(series: str, day: date) -> tuple[str, int, str]:
    """What stands before the number on this day, how many digits it has, and what follows."""
    before, number, after = _parts(series)
    digits = int(number[2] or 1)
    known = {"year": f"{day:%Y}", "yy": f"{day:%y}", "month": f"{day:%m}", "day": f"{day:%d}"}
    texts = [TOKEN.sub(lambda token: known[token[1]], part) for part in (before, after)]
    return texts[0], digits, texts[1]


def _parts(series: str) -> tuple[str, re.Match[str], str]:
    numbers = [token for token in TOKEN.finditer(series) if token[1] == "number"]
    rest = TOKEN.sub("", series)
    if len(numbers) != 1 or "{" in rest or "}" in rest or len(series) > 50:
        works = "SO-{year}-{number:5}"
        message = _("A series is written like %s: one {number}, {year}, {yy}, {month}, {day}.")
        raise Invalid(message % works, series=works)
    number = numbers[0]
    return series[: number.start()], number, series[number.end() :]
