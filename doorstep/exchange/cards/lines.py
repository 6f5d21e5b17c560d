"""The lines of vCards: escaped and folded on the way out, unfolded and read on the way in.

Few lines of our own: the libraries that do this bring more dependencies than they save lines, and
refuse a whole file for one bad card. Versions 2.1, 3.0 and 4.0 are read, 3.0 is written.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

FOLD = 75  # octets of a line
LONGEST = 100_000  # octets of a line worth reading: a longer one is a picture
UNREAD = (b"PHOTO", b"LOGO", b"SOUND", b"KEY")
PARAMETER = re.compile(r';([A-Za-z0-9-]+)(?:=((?:"[^"]*"|[^;:"])*))?')
NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Line(NamedTuple):
    """``EMAIL;TYPE=work:ada@x.test``. Types and other parameters are in small letters."""

    name: str
    types: frozenset[str]
    parameters: dict[str, str]
    value: str

    def parts(self, sign: str = ";") -> list[str]:
        """The value cut at a sign that is not escaped."""
        found = re.split(rf"(?<!\\)((?:\\\\)*){sign}", self.value)
        joined = [a + b for a, b in zip(found[::2], [*found[1::2], ""], strict=True)]
        return [plain(part) for part in joined]


@dataclass
class Card:
    """``number`` is the line it begins at; ``problem`` says why it cannot be trusted."""

    number: int
    lines: list[Line] = field(default_factory=list)
    problem: str = ""
    is_whole: bool = False

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name and line.value.strip()]

    def first(self, name: str) -> str:
        return next((plain(line.value) for line in self.all(name)), "")


def escaped(text: str) -> str:
    """A text as one value of a line."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return re.sub(r"\r\n|\r|\n", r"\\n", text)


def plain(text: str) -> str:
    """What ``escaped`` made, as it was."""
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def folded(line: str) -> bytes:
    """Cut after 75 octets, never through a character."""
    whole, rows, start = line.encode(), list[bytes](), 0
    while start < len(whole):
        end = start + FOLD - (1 if rows else 0)
        while end < len(whole) and whole[end] & 0xC0 == 0x80:
            end -= 1
        rows.append(whole[start:end])
        start = end
    return b"\r\n ".join(rows) + b"\r\n"


def cards(file: Iterable[bytes]) -> Iterator[Card]:
    """The cards of a file, one after the other; what stands between them is passed over."""
    card: Card | None = None
    for number, raw in _unfolded(file):
        upper = raw.strip().upper()
        if upper == b"BEGIN:VCARD":
            if card is not None:
                yield card
            card = Card(number)
        elif upper == b"END:VCARD" and card is not None:
            card.is_whole = True
            yield card
            card = None
        elif card is not None and raw.strip() and (line := read_line(raw)):
            card.lines.append(line)
    if card is not None:
        yield card


def read_line(raw: bytes) -> Line | None:
    """None for what is no line of a card, or of no use."""
    if raw.partition(b":")[0].partition(b";")[0].upper().endswith(UNREAD) or len(raw) > LONGEST:
        return None
    text = _decoded(raw)
    if not (named := NAME.match(text)):
        return None
    at, given = named.end(), []
    while found := PARAMETER.match(text, at):
        given.append((found[1].lower(), found[2]))
        at = found.end()
    if text[at : at + 1] != ":":
        return None
    value = text[at + 1 :]
    parameters = {name: (said or "").strip('"').lower() for name, said in given}
    types = {name for name, said in given if said is None}
    for name, said in given:
        if name == "type" and said:
            types |= {each.strip().lower() for each in said.replace('"', "").split(",")}
    if "quoted-printable" in (parameters.get("encoding"), *types):
        value = _printable(value, parameters.get("charset", "utf-8"))
    return Line(named[1].upper(), frozenset(types), parameters, value.strip("\r\n"))


def _unfolded(file: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Logical lines with the number of their first; the folds of a picture are not kept."""
    held, start, size, soft = list[bytes](), 0, 0, False
    for number, raw in enumerate(file, 1):
        raw = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        raw = raw.rstrip(b"\r\n")
        if held and (soft or raw[:1] in (b" ", b"\t")):
            part = raw if soft else raw[1:]
            size += len(part)
            if size <= LONGEST + FOLD:
                held.append(part)
        else:
            if held:
                yield start, b"".join(held)
            held, start, size = [raw], number, len(raw)
        soft = _goes_on(held)
        if soft:
            held[-1] = held[-1][:-1]
    if held:
        yield start, b"".join(held)


def _goes_on(held: list[bytes]) -> bool:
    """A quoted-printable line ends with "=" where it goes on."""
    head = held[0].partition(b":")[0].upper()
    return b"QUOTED-PRINTABLE" in head and held[-1].endswith(b"=")


def _printable(value: str, charset: str) -> str:
    found = quopri.decodestring(value.encode("latin-1", "replace"))
    try:
        return found.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return _decoded(found)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
