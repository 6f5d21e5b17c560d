"""What Outlook wraps into winmail.dat, taken out again: the files, and a body where none is.

The format is TNEF ([MS-OXTNEF]): attributes one after the other, each with its length; two of them
hold lists of MAPI properties. Anybody may write anything into it: lengths are believed only where
the bytes are there, and of everything there is a most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct

from doorstep.mail.reading.charsets import clean, text_of_bytes
from doorstep.mail.reading.letter import File
from doorstep.mail.reading.rtf_packed import unpacked

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_ATTRIBUTES, MOST_PROPERTIES, MOST_VALUES = 2_000, 2_000, 1_000
OF_MESSAGE, OF_FILE = 1, 2  # what an attribute is of
DEEPEST = 3  # messages in messages
TITLE, CONTENT, BEGINS, ATTACHMENT = 0x8010, 0x800F, 0x9002, 0x9005
BODY, PROPERTIES, CODEPAGE = 0x800C, 0x9003, 0x9007
P_BODY, P_HTML, P_RTF, P_SUBJECT = 0x1000, 0x1013, 0x1009, 0x0037
P_DATA, P_METHOD, P_NAME, P_LONG_NAME, P_KIND, P_ID = (
    *(0x3701, 0x3705, 0x3704, 0x3707),
    *(0x370E, 0x3712),
)
P_SHOWN_NAME = 0x3001
IN_MESSAGE = 5  # how a message that was sent along is attached
WIDTHS = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8}
WIDTHS |= {0x40: 8, 0x48: 16, 0x01: 0}
TEXT, UNICODE, OBJECT, BINARY, MANY = 0x1E, 0x1F, 0x0D, 0x102, 0x1000
HEAD, WORD, HALF = Struct("<BII"), Struct("<I"), Struct("<HH")
Property = tuple[int, int, bytes]  # number, type, value


class Odd(Exception):
    """It does not go on as it should: what was read so far holds."""


@dataclass
class Winmail:
    """``is_whole``: all of it was understood."""

    subject: str = ""
    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)
    is_whole: bool = True


@dataclass
class _Parcel:
    """A file on its way out."""

    name: str = ""
    content: bytes = b""
    kind: str = ""
    cid: str = ""
    is_message: bool = False


def is_winmail(raw: bytes) -> bool:
    return raw.startswith(SIGNATURE)


def read_winmail(raw: bytes, deep: int = 1) -> Winmail:
    """Take it apart; whatever is wrong in it, what stands before that is there."""
    reader = _Reader(deep)
    try:
        for number, content in _attributes(raw):
            reader.take(number, content)
    except Odd:
        reader.found.is_whole = False
    return reader.done()


class _Reader:
    def __init__(self, deep: int) -> None:
        self.deep, self.charset = deep, "cp1252"
        self.found, self.parcels = Winmail(), list[_Parcel]()
        self.rtf = b""

    def take(self, number: int, content: bytes) -> None:
        if number == CODEPAGE and len(content) >= 4:
            self.charset = f"cp{WORD.unpack_from(content)[0]}"
        elif number == BODY:
            self.found.text = self.found.text or self._words(content)
        elif number == PROPERTIES:
            for each in _properties(content):
                self._take_of_message(*each)
        elif number == BEGINS:
            self.parcels.append(_Parcel())
        elif self.parcels:
            self._take_with(self.parcels[-1], number, content)

    def _take_with(self, parcel: _Parcel, number: int, content: bytes) -> None:
        if number == TITLE:
            parcel.name = parcel.name or self._words(content)
        elif number == CONTENT:
            parcel.content = content
        elif number == ATTACHMENT:
            for each in _properties(content):
                self._take_of_file(parcel, *each)

    def done(self) -> Winmail:
        found = self.found
        for parcel in self.parcels:
            found.files += self._files(parcel)
        if self.rtf and not (found.text or found.html):
            found.files.append(File("message.rtf", self.rtf, "application/rtf"))
        return found

    def _take_of_message(self, number: int, kind: int, value: bytes) -> None:
        if number == P_BODY:
            self.found.text = self._words(value, kind) or self.found.text
        elif number == P_HTML:
            self.found.html = self._words(value, kind)
        elif number == P_SUBJECT:
            self.found.subject = self._words(value, kind)
        elif number == P_RTF:
            self.rtf = unpacked(value)

    def _take_of_file(self, parcel: _Parcel, number: int, kind: int, value: bytes) -> None:
        if number == P_DATA:
            parcel.content = value[16:] if kind == OBJECT else value
        elif number == P_METHOD:
            parcel.is_message = value[:4] == WORD.pack(IN_MESSAGE)
        elif number == P_LONG_NAME or (number in (P_NAME, P_SHOWN_NAME) and not parcel.name):
            parcel.name = self._words(value, kind) or parcel.name
        elif number == P_KIND:
            parcel.kind = self._words(value, kind)[:100]
        elif number == P_ID:
            parcel.cid = self._words(value, kind).strip("<> ")[:200]

    def _files(self, parcel: _Parcel) -> list[File]:
        """Of a message that was sent along its files, and what it says as one more."""
        if parcel.is_message and is_winmail(parcel.content) and self.deep < DEEPEST:
            inner = read_winmail(parcel.content, self.deep + 1)
            self.found.is_whole &= inner.is_whole
            named = (inner.subject or parcel.name or "message")[:100]
            said = File(f"{named}.txt", inner.text.encode(), "text/plain")
            page = File(f"{named}.html", inner.html.encode(), "text/html")
            body = [page] if inner.html else [said] if inner.text else []
            return [*body, *inner.files]
        if not parcel.content:
            return []
        return [File(parcel.name[:200] or "file.bin", parcel.content, parcel.kind, parcel.cid)]

    def _words(self, value: bytes, kind: int = TEXT) -> str:
        charset = "utf-16-le" if kind == UNICODE else self.charset
        return clean(text_of_bytes(value, charset).partition("\0")[0]).strip()


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each, without what its upper half says of its type."""
    place = 6  # after the signature and a key that nobody needs
    for _turn in range(MOST_ATTRIBUTES):
        if not raw[place:].strip(b"\0"):  # some are filled up to a round length
            return
        if place + HEAD.size > len(raw):
            break
        level, name, length = HEAD.unpack_from(raw, place)
        if level not in (OF_MESSAGE, OF_FILE):
            break
        content, place = _cut(raw, place + HEAD.size, length)
        yield name & 0xFFFF, content
        place += 2  # a sum for checking, which many get wrong
    raise Odd


def _properties(raw: bytes) -> Iterator[Property]:
    """The first value of each: what has many is nothing we look for."""
    count, place = _word(raw, 0)
    if count > MOST_PROPERTIES:
        raise Odd
    for _turn in range(count):
        if place + HALF.size > len(raw):
            raise Odd
        kind, number = HALF.unpack_from(raw, place)
        place += HALF.size
        if number >= 0x8000:
            place = _after_name(raw, place)
        values, place = _values(raw, place, kind)
        yield number, kind & ~MANY, values[0] if values else b""


def _after_name(raw: bytes, place: int) -> int:
    """Some are called by a name: it is passed over."""
    kind, place = _word(raw, place + 16)
    if kind == 0:
        return place + 4
    length, place = _word(raw, place)
    return _cut(raw, place, length)[1] + -length % 4


def _values(raw: bytes, place: int, kind: int) -> tuple[list[bytes], int]:
    one = kind & ~MANY
    is_long = one in (TEXT, UNICODE, OBJECT, BINARY)
    if not is_long and one not in WIDTHS:
        raise Odd
    count = 1
    if is_long or kind & MANY:
        count, place = _word(raw, place)
    if count > MOST_VALUES:
        raise Odd
    values = []
    for _turn in range(count):
        length = WIDTHS.get(one, 0)
        if is_long:
            length, place = _word(raw, place)
        value, place = _cut(raw, place, length)
        place += -length % 4
        values.append(value)
    return values, place


def _word(raw: bytes, place: int) -> tuple[int, int]:
    if place + 4 > len(raw):
        raise Odd
    return int(WORD.unpack_from(raw, place)[0]), place + 4


def _cut(raw: bytes, place: int, length: int) -> tuple[bytes, int]:
    if place + length > len(raw):
        raise Odd
    return raw[place : place + length], place + length
