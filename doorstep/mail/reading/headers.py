"""Headers of messages, however badly they were written."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message as Parsed
from email.utils import getaddresses, parsedate_to_datetime
from quopri import decodestring

from doorstep.mail.reading.charsets import clean, text_of_bytes
from doorstep.mail.reading.letter import Person

WORD = re.compile(r"=\?([^?\s]{1,60})\?([bqBQ])\?([^?]*)\?=")
BETWEEN = re.compile(r"(\?=)\s+(=\?)")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,490}>")
ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]+")
MOST_PEOPLE = 500
MOST_IDS = 100


def raw_header(parsed: Parsed, name: str) -> str:
    """All that stands under this name, unfolded and not decoded."""
    found = [str(value) for key, value in parsed.raw_items() if key.lower() == name]
    return " ".join(" ".join(each.split()) for each in found[:20])


def words_of(raw: str) -> str:
    """A header as a person reads it: encoded words and raw bytes made letters."""
    raw = text_of_bytes(raw.encode("utf-8", "surrogateescape"), "utf-8")
    joined = BETWEEN.sub(r"\1\2", raw)
    return " ".join(clean("".join(_decoded(joined))).split())


def people_in(parsed: Parsed, name: str) -> tuple[Person, ...]:
    """Everybody whom a header names with an address, each once."""
    raw = raw_header(parsed, name)
    try:
        pairs = getaddresses([raw])
    except (ValueError, IndexError, TypeError):
        pairs = []
    found = [(words_of(shown), _bare(address)) for shown, address in pairs if "@" in address]
    if not found and "@" in raw:
        found = [("", _bare(each)) for each in ADDRESS.findall(words_of(raw))]
    people = {address.lower(): Person(shown[:200], address) for shown, address in found if address}
    return tuple(people.values())[:MOST_PEOPLE]


def ids_in(parsed: Parsed, name: str) -> tuple[str, ...]:
    """The Message-IDs in a header; one without brackets is given them."""
    raw = clean(raw_header(parsed, name).encode("utf-8", "surrogateescape").decode("latin-1"))
    found = MESSAGE_ID.findall(raw)
    if not found and "@" in raw and name == "message-id":
        found = [f"<{raw.strip('<> ')[:490]}>"]
    return tuple(dict.fromkeys(found))[-MOST_IDS:]


def moment_in(parsed: Parsed, name: str) -> datetime | None:
    """When it says it was; None where that cannot be, or is out of all reason."""
    raw = raw_header(parsed, name)
    try:
        at = parsedate_to_datetime(raw)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        at = at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return at if 1980 <= at.year <= 2100 else None


def _bare(address: str) -> str:
    shown = clean(address.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return words_of(shown).strip(" <>'\"")[:254]


def _decoded(text: str) -> Iterator[str]:
    """Neighbours of one charset are joined as bytes: some cut a letter in two."""
    place, charset, held = 0, "", b""
    for found in WORD.finditer(text):
        between = text[place : found.start()]
        named = found[1].partition("*")[0].lower()
        if held and (between or named != charset):
            yield text_of_bytes(held, charset)
            held = b""
        yield between
        charset, held, place = named, held + _bytes(found[2], found[3]), found.end()
    if held:
        yield text_of_bytes(held, charset)
    yield text[place:]


def _bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return decodestring(raw.replace(b"_", b" "), header=False)
    try:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        return b64decode(kept + b"=" * (-len(kept) % 4))
    except (Base64Error, ValueError):
        return b64decode(kept[: len(kept) // 4 * 4])
