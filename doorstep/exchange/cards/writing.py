"""Contacts as vCards 3.0, the version that every address book reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from doorstep.exchange.cards.lines import escaped, folded

READ = (
    *("id", "salutation", "first_name", "middle_name", "last_name", "name", "organisation"),
    *("department", "designation", "emails", "phones", "tags", "updated_at"),
)
Row = Mapping[str, Any]
CONTENT_TYPE = "text/vcard; charset=utf-8"


def card(row: Row) -> bytes:
    """Of a contact as ``Output`` gives it, with the fields in READ."""
    return b"".join(map(folded, _lines(row)))


@contextmanager
def vcf_file(path: Path, title: str) -> Any:
    """A file of cards: each row is one, and stands in its only cell."""
    with path.open("wb") as file:
        yield lambda cells: file.write(cells[0])


def _lines(row: Row) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"UID:doorstep:{row['id']}")
    parts = ("last_name", "first_name", "middle_name", "salutation")
    yield f"N:{_joined(row[part] for part in parts)};"
    yield f"FN:{escaped(row['name'])}"
    if row["organisation"]:
        units = (row["organisation"], row["department"])
        yield f"ORG:{_joined(filter(None, units))}"
    if row["designation"]:
        yield f"TITLE:{escaped(row['designation'])}"
    for each in row["emails"]:
        yield f"EMAIL;TYPE=INTERNET{_preferred(each)}:{escaped(each['email'])}"
    for each in row["phones"]:
        kind = "CELL" if each["kind"] == "mobile" else "WORK,VOICE"
        yield f"TEL;TYPE={kind}{_preferred(each)}:{escaped(each['number'])}"
    if row["tags"]:
        yield f"CATEGORIES:{','.join(map(escaped, row['tags']))}"
    yield from (f"REV:{_moment(row['updated_at'])}", "END:VCARD")


def _joined(parts: Iterable[str]) -> str:
    return ";".join(map(escaped, parts))


def _preferred(row: Row) -> str:
    return ",PREF" if row["is_primary"] else ""


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
