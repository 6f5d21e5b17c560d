"""An entry made of a record's values."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from doorstep.kit.folding import fold, phone_digits
from doorstep.search.asking import spaced
from doorstep.search.sources import Source, Values

LONGEST_TEXT = 4000
LONGEST_TITLE = 200
LONGEST_KEY = 120
DETAILS = 3
BEYOND = "\U0010ffff"  # sorts after everything that is ever written


class Line(NamedTuple):
    """A row of the index."""

    id: int
    title: str
    detail: str
    key: str
    text: str


def line_of(source: Source, pk: int, values: Values) -> Line:
    """Shown is the first value of each search path, as far as there is room; found by all."""
    shown = [each[0] for each in values if each]
    title = shown[0] if shown else ""
    return Line(
        source.base + pk,
        _kept(title),
        _kept(" · ".join(shown[1 : 1 + DETAILS])),
        key_of(source, fold(title)),
        text_of(list(chain.from_iterable(values))),
    )


def key_of(source: Source, folded: str) -> str:
    return f"{source.records.kind}:{folded}"[:LONGEST_KEY]


def text_of(values: list[str]) -> str:
    """Every value folded, and phone numbers a second time as they would be dialled."""
    text = fold("\n".join(values))
    for value in values:
        if not value[0].isalpha() and (digits := phone_digits(value)) and digits not in text:
            text = f"{text} {digits}"
    return f"  {spaced(text[:LONGEST_TEXT])}  "


def _kept(text: str) -> str:
    return text[:LONGEST_TITLE].replace("\0", "")
