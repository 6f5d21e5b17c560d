"""What stands on a sheet of paper: texts in their places, ready to be set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any
from unicodedata import category

# Marks that turn the direction of what follows: they could make an amount read backwards.
TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
LONG = re.compile(r"(\S{40})(?=\S)")
BREAK_HERE = "\u200b"
UNTOUCHED = {"untouched": True}  # addresses and files: not a sign may change


@dataclass(frozen=True)
class Column:
    """``ends``: at the end of its place, as numbers stand; one column takes the room left."""

    name: str
    ends: bool = True
    grows: bool = False


@dataclass(frozen=True)
class Row:
    """``under`` is a smaller second line of the cell ``at``; ``sum`` what all come to so far."""

    cells: Sequence[str]
    under: str = ""
    sum: str = ""
    muted: bool = False
    at: int = 0


@dataclass(frozen=True)
class Total:
    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True)
class Note:
    text: str
    head: str = ""


@dataclass(frozen=True)
class Carry:
    """What the sum of the rows so far is called at the foot of a page, and on top of the next."""

    on: str
    from_: str


@dataclass(frozen=True)
class Pay:
    """Where to pay; ``code`` is a QR code, a text of 0 and 1 a row."""

    head: str
    facts: Sequence[tuple[str, str]]
    code: Sequence[str] = ()


@dataclass(frozen=True)
class Link:
    to: str = field(metadata=UNTOUCHED)
    label: str


@dataclass(frozen=True)
class Logo:
    """``file`` is its place below the folder of attached files."""

    file: str
    kind: str


@dataclass(frozen=True)
class Enclosed:
    """A file inside the PDF."""

    name: str
    text: str
    says: str


@dataclass(frozen=True)
class Sheet:
    """``name`` is the title of the file, ``head`` and ``foot`` what the sender says of itself."""

    name: str
    title: str
    sender: str
    to: Sequence[str]
    facts: Sequence[tuple[str, str]]
    to_label: str = ""
    back: str = ""
    head: Sequence[str] = ()
    foot: Sequence[str] = ()
    intro: str = ""
    columns: Sequence[Column] = ()
    rows: Sequence[Row] = ()
    totals: Sequence[Total] = ()
    carry: Carry | None = None
    notes: Sequence[Note] = ()
    pay: Pay | None = None
    link: Link | None = None
    logo: Logo | None = field(default=None, metadata=UNTOUCHED)
    enclosed: Enclosed | None = field(default=None, metadata=UNTOUCHED)
    watermark: str = ""
    page: str = "{page} / {pages}"
    lang: str = "en"
    paper: str = "a4"
    layout: str = "classic"
    colour: str = "#0a5c5c"


def plain(value: Any) -> Any:
    """A sheet as JSON knows it, its texts fit to be set."""
    if isinstance(value, str):
        return settable(value)
    if is_dataclass(value):
        return {
            each.name.rstrip("_"): _raw(held) if "untouched" in each.metadata else plain(held)
            for each in fields(value)
            for held in (getattr(value, each.name),)
        }
    if isinstance(value, Iterable):
        return [plain(each) for each in value]
    return value


def _raw(value: Any) -> Any:
    return vars(value) if is_dataclass(value) else value


def settable(text: str) -> str:
    """Without what no font shows and what turns directions; longest words may be broken."""
    kept = text.replace("\r\n", "\n").translate(TURNS)
    shown = "".join(char for char in kept if char == "\n" or category(char) not in ("Cc", "Cs"))
    return LONG.sub(rf"\1{BREAK_HERE}", shown)
