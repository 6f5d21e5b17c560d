"""Names of people: one text taken apart, or parts put together; either gives the other."""

from __future__ import annotations

from typing import NamedTuple

TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "dame"),
        *("lord", "lady", "rev", "fr", "hon", "herr", "frau", "dr.-ing", "dipl.-ing", "mag"),
        *("m", "mme", "mlle", "sr", "sra", "srta", "don", "doña", "sig", "sig.ra", "dott"),
        *("dott.ssa", "dhr", "mevr"),
    )
)


class PersonName(NamedTuple):
    """The parts of a name, in the order they are read."""

    salutation: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""


def split_name(text: str) -> PersonName:
    """ "Dr. Mia Jo Ann Roth" is Dr., Mia, Jo Ann, Roth; a single word is the first name."""
    words = text.split()
    titles = _leading_titles(words)
    rest = words[titles:]
    first, last = rest[0], rest[-1] if len(rest) > 1 else ""
    return PersonName(" ".join(words[:titles]), first, " ".join(rest[1:-1]), last)


def join_name(name: PersonName) -> str:
    """The parts that are there, with one space between them."""
    return " ".join(" ".join(name).split())


def _leading_titles(words: list[str]) -> int:
    """How many words at the start are titles; a name never consists of titles alone."""
    count = 0
    while count < len(words) - 1 and words[count].rstrip(".").lower() in TITLES:
        count += 1
    return count
