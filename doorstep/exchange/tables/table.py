"""What any file becomes: headers, rows of text, and the rows that were refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.kit.errors import Invalid

LOOKED_AT = 50  # records that the shape of a table is guessed from
PREAMBLE = 20  # lines above the headers that are looked through


class UnreadableFile(Invalid):
    """The file as a whole cannot be read; the message says what would work."""

    code = "unreadable_file"


class Row(NamedTuple):
    """One record. ``problem`` says why it cannot be trusted; its cells are then as found."""

    number: int  # of the line it starts on in the file, or of its row in the sheet
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A file with its headers found. ``rows()`` reads it from the start, each time anew."""

    headers: list[str]
    notes: list[str]
    header_row: int
    records: Callable[[], Iterator[Row]] = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """Rows as wide as the headers; a row of another width is a problem, never shifted."""
        width = len(self.headers)
        for row in self.records():
            if row.number <= self.header_row or not any(row.cells):
                continue
            yield row if row.problem else _fitted(row, width)


def table_of(
    records: Callable[[], Iterator[Row]], notes: Sequence[str] = (), *, positioned: bool = False
) -> Table:
    """Find the headers among the first records. Raises UnreadableFile where there are none.

    ``positioned``: the cells of a sheet know their column, so one without header is only unnamed.
    """
    first = [row for row, _n in zip(_filled(records()), range(LOOKED_AT), strict=False)]
    header = _header_of(first)
    below = [row for row in first if row.number > header.number] if positioned else []
    names, told = _named(header.cells, max(map(_reach, below), default=0))
    skipped = [row for row in first if row.number < header.number]
    if skipped:
        above = ngettext(
            "%d line above the headers was skipped.",
            "%d lines above the headers were skipped.",
            len(skipped),
        )
        told.insert(0, above % len(skipped))
    return Table(names, [*notes, *told], header.number, records)


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if any(cell.strip() for cell in row.cells))


def _header_of(first: list[Row]) -> Row:
    """The first record as wide as most are: above it stand titles and remarks."""
    trusted = [row for row in first if not row.problem]
    if not trusted:
        raise UnreadableFile(_("There is no table in this file: it has no readable row."))
    widths = Counter(_width(row) for row in trusted)
    usual = max(widths, key=lambda width: (widths[width], width))
    for row in trusted[:PREAMBLE]:
        if _width(row) >= max(usual * 0.6, min(usual, 2)):
            return row
    return trusted[0]


def _width(row: Row) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _reach(row: Row) -> int:
    """The place of the last cell that is filled, from one."""
    return max((place for place, cell in enumerate(row.cells, 1) if cell.strip()), default=0)


def _named(cells: list[str], width: int) -> tuple[list[str], list[str]]:
    """Headers that are all different and none empty, and what had to be changed for that."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    names: list[str] = []
    notes: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\ufeff", "").split())[:200]
        if not name:
            name = _("Column %d") % place
            notes.append(_("Column %d has no header.") % place)
        if name in names:
            notes.append(_("The header “%s” is there more than once.") % name)
            name = _free(name, names)
        names.append(name)
    return names, notes


def _free(name: str, taken: list[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _fitted(row: Row, width: int) -> Row:
    """Exactly ``width`` cells. Only empty cells may be missing from or added to the end."""
    cells = row.cells
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        text = _("This row has %(found)d cells, the headers are %(wanted)d.")
        return row._replace(problem=text % {"found": len(cells), "wanted": width})
    if len(cells) < width:
        text = _("This row ends after %(found)d of %(wanted)d cells.")
        return row._replace(problem=text % {"found": len(cells), "wanted": width})
    return row._replace(cells=cells[:width])
