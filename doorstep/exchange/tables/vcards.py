"""vCards as a table: a row a card, under the headers that an import of contacts knows."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from doorstep.exchange.cards.lines import Card, Line, cards
from doorstep.exchange.tables.entries import joined
from doorstep.exchange.tables.table import LOOKED_AT, Row, Table, UnreadableFile

NAME = ("Last name", "First name", "Middle name", "Salutation")
PLACE = ("", "Line2", "Line1", "City", "State", "Postal code", "Country")
NOT_VOICE = frozenset({"fax", "pager", "modem", "video", "textphone"})
HEADERS = [
    *("Number in the other system", "Name", *NAME, "Organisation", "Department", "Designation"),
    *("E-mail", "E-mails", "Phone", "Mobile", "Phones", *PLACE[1:], "Tags", "Note"),
]
NOTHING = ["BEGIN:VCARD", *[""] * (len(HEADERS) - 1)]  # shown of a card that says nothing


def vcard_table(path: Path) -> Table:
    """Raises UnreadableFile where there is no card in it."""
    if not any(not row.problem for row in islice(_records(path), LOOKED_AT)):
        raise UnreadableFile(_("There is no card in this file that can be read."))
    return Table(HEADERS, [], 0, partial(_records, path))


def is_card(head: bytes) -> bool:
    """By how the file begins, whatever it is called."""
    return head.removeprefix(BOM_UTF8).lstrip().upper().startswith(b"BEGIN:VCARD")


def _records(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        for card in cards(file):
            cells = _cells(card)
            found = [cells.get(header, "").replace("\0", "") for header in HEADERS]
            yield Row(card.number, found if any(found) else NOTHING, _problem(card, found))


def _problem(card: Card, found: list[str]) -> str:
    if not card.is_whole:
        return _("This card does not end.")
    return "" if any(found) else _("There is nothing in this card.")


def _cells(card: Card) -> dict[str, str]:
    cells = {
        "Number in the other system": card.first("UID"),
        "Name": _line(card.first("FN")),
        "Designation": _line(card.first("TITLE") or card.first("ROLE")),
        "Note": "\n".join(card.first("NOTE").splitlines()),
        "Tags": joined(tag for line in card.all("CATEGORIES") for tag in line.parts(",")),
    }
    named = card.all("N")
    cells |= zip(NAME, map(_line, named[0].parts()), strict=False) if named else {}
    if any(cells.get(name) for name in NAME):
        cells["Name"] = ""  # in parts it is surer than as a whole
    if firms := card.all("ORG"):
        firm, *units = map(_line, firms[0].parts())
        cells |= {"Organisation": firm, "Department": ", ".join(filter(None, units))}
    if places := card.all("ADR"):
        parts = map(_line, _preferred(places)[0].parts())
        cells |= dict(zip(PLACE, parts, strict=False))
    return cells | _emails(card) | _phones(card)


def _emails(card: Card) -> dict[str, str]:
    found = [_line(line.parts(",")[0]) for line in _preferred(card.all("EMAIL"))]
    if not found:
        return {}
    return {"E-mail": found[0], "E-mails": joined(found[1:])}


def _phones(card: Card) -> dict[str, str]:
    """The first of each kind is the primary one; all others stand in a cell of their own."""
    cells: dict[str, str] = {}
    more = []
    for line in _preferred(card.all("TEL")):
        number = _line(line.value.removeprefix("tel:"))
        if line.types & NOT_VOICE and "voice" not in line.types:
            continue
        kind = "Mobile" if line.types & {"cell", "iphone"} else "Phone"
        if kind in cells:
            more.append({"number": number, "kind": kind.lower()})
        cells.setdefault(kind, number)
    return cells | ({"Phones": joined(more)} if more else {})


def _preferred(lines: list[Line]) -> list[Line]:
    """Those marked as preferred first."""

    def rank(line: Line) -> int:
        said = line.parameters.get("pref", "")
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 101
        return 0 if "pref" in line.types else number

    return sorted(lines, key=rank)


def _line(text: str) -> str:
    return " ".join(text.split())
