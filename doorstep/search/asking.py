"""What was asked for, as patterns that an entry's text has to hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from doorstep.kit.folding import fold, phone_digits

LONGEST = 200  # of what was typed; nobody means more
MOST_WORDS = 8
LONGEST_PATTERN = 60
_NUMBER = re.compile(r"[+(]?\d[\d\s()./\-–‑]*\d")

Reading = tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """``readings`` are alternatives; of one of them an entry must hold every pattern."""

    words: tuple[str, ...]
    readings: tuple[Reading, ...]

    @property
    def phrase(self) -> str:
        """All of it in a row, as a title would begin."""
        return " ".join(self.words)


def ask(text: str) -> Asked | None:
    """None when nothing was asked that could be found."""
    text = text[:LONGEST]
    words = _words(text)
    if not words:
        return None
    readings = [_reading(words)]
    if (dialled := _dialled(text)) and dialled not in readings:
        readings.append(dialled)
    return Asked(words, tuple(readings))


def asked_instead(words: list[tuple[str, ...]]) -> Asked:
    """Several wordings at once."""
    return Asked(words[0], tuple(_reading(each) for each in words))


def spaced(folded: str) -> str:
    """Two spaces between words, so that even the start of a word has three signs."""
    return folded.replace(" ", "  ")


def _words(text: str) -> tuple[str, ...]:
    folded = (fold(word)[:LONGEST_PATTERN].strip() for word in text.split())
    return tuple(dict.fromkeys(filter(None, folded)))[:MOST_WORDS]


def _reading(words: tuple[str, ...]) -> Reading:
    """Anywhere in the text from three signs on; what is shorter begins a word."""
    apart = (spaced(word) for word in words)
    return tuple(word if len(word) >= 3 else f"  {word}" for word in apart)


def _dialled(text: str) -> Reading:
    """The same with every phone number in it as its digits, without the zeros before it."""
    digits: list[str] = []

    def take(found: re.Match[str]) -> str:
        number = phone_digits(found[0]).lstrip("0")
        digits.extend([number] if len(number) > 3 else [])
        return " " if len(number) > 3 else found[0]

    emails = [word for word in text.split() if "@" in word]  # what is a number there is none
    plain = " ".join(word for word in text.split() if "@" not in word)
    rest = " ".join([_NUMBER.sub(take, plain), *emails])
    return (*_reading(_words(rest)), *digits)[:MOST_WORDS] if digits else ()
