"""The forms a table can leave in: CSV, XLSX, ODS. Each is written row by row, as a stream."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from doorstep.exchange.cards.writing import CONTENT_TYPE, vcf_file
from doorstep.exchange.exports.cells import Cell
from doorstep.kit.errors import Invalid
from doorstep.kit.guarded import guarded

Write = Callable[[Sequence[Cell]], None]
MOST_ROWS, LONGEST, EXACT = 1_048_576, 32_767, 15  # what a sheet of XLSX holds
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Form:
    """``open(path, title)`` gives a function that writes a row; ``kinds`` are all it is for."""

    name: str
    label: str
    content_type: str
    open: Callable[[Path, str], Any]
    kinds: tuple[str, ...] = ()


def forms_for(kind: str) -> dict[str, Form]:
    """The forms that records of a kind can take, by their suffixes."""
    return {name: form for name, form in FORMS.items() if not form.kinds or kind in form.kinds}


def form_of(name: str, kind: str) -> Form:
    """The form of this suffix."""
    known = forms_for(kind)
    if name not in known:
        says = _("“%(name)s” is no form we write this in. These are: %(known)s.")
        raise Invalid(says % {"name": name[:20], "known": ", ".join(known)})
    return known[name]


@contextmanager
def csv_file(path: Path, title: str) -> Any:
    """UTF-8 with a mark, so that spreadsheet programs do not guess. Text stands in quotes."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        yield lambda cells: writer.writerow([_plain(cell) for cell in cells])


@contextmanager
def xlsx_file(path: Path, title: str) -> Any:
    """Numbers, days and moments as such; a text is a text, whatever it begins with."""
    book = Workbook(path, {"constant_memory": True, "strings_to_urls": False})
    sheet = _Sheet(book, title)
    yield sheet.write
    sheet.finish()
    book.close()


@contextmanager
def ods_file(path: Path, title: str) -> Any:
    """An OpenDocument sheet: a zip of which one part is the table, written as a stream."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as part:
            part.write(f'{HEAD}<table:table table:name="{_safe(title)}">'.encode())
            yield lambda cells: part.write(_ods_row(cells).encode())
            part.write(TAIL.encode())


class _Sheet:
    """The one sheet of a workbook."""

    def __init__(self, book: Any, title: str) -> None:
        self.sheet = book.add_worksheet(_title(title))
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.row, self.width = 0, 0
        self.sheet.freeze_panes(1, 0)

    def write(self, cells: Sequence[Cell]) -> None:
        if self.row >= MOST_ROWS:
            raise Invalid(_("A sheet holds %d rows. Choose CSV.") % MOST_ROWS)
        for place, cell in enumerate(cells):
            self._one(self.row, place, cell)
        self.row, self.width = self.row + 1, len(cells)

    def finish(self) -> None:
        if self.row and self.width:
            self.sheet.autofilter(0, 0, self.row - 1, self.width - 1)

    def _one(self, row: int, place: int, cell: Cell) -> None:
        match cell:
            case None | "":
                pass
            case bool():
                self.sheet.write_boolean(row, place, cell)
            case int() | Decimal() if _is_exact(cell):
                self.sheet.write_number(row, place, cell)
            case datetime():
                self.sheet.write_datetime(row, place, _second(cell), self.moment)
            case date():
                self.sheet.write_datetime(row, place, cell, self.day)
            case _:
                text = str(cell)
                if len(text) > LONGEST:
                    raise Invalid(_("A cell holds %d characters. Choose CSV.") % LONGEST)
                self.sheet.write_string(row, place, text, self.bold if row == 0 else None)


def _is_exact(number: int | Decimal) -> bool:
    """Whether a spreadsheet's floating number can hold it; what it cannot is written as text."""
    return len(Decimal(number).normalize().as_tuple().digits) <= EXACT


def _second(moment: datetime) -> datetime:
    """The second that it falls in: a sheet shows no finer, and rounds what it is given."""
    return moment.replace(tzinfo=None, microsecond=0)


def _plain(cell: Cell) -> Any:
    """As it stands in CSV."""
    match cell:
        case bool():
            return YES if cell else NO
        case None:
            return ""
        case datetime():
            return cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case str():
            return guarded(cell)
        case _:
            return cell


def _ods_row(cells: Iterable[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    match cell:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            typed = f'"boolean" office:boolean-value="{str(cell).lower()}"'
        case int() | Decimal() if _is_exact(cell):
            typed = f'"float" office:value="{cell:f}"'
        case datetime():
            typed = f'"date" office:date-value="{_second(cell).isoformat()}"'
        case date():
            typed = f'"date" office:date-value="{cell.isoformat()}"'
        case _:
            typed = '"string"'
    return f"<table:table-cell office:value-type={typed}>{_lines(cell)}</table:table-cell>"


def _lines(cell: Cell) -> str:
    """Each line a paragraph; spaces and tabs by the signs that ODF has for them."""
    text = cell if isinstance(cell, str) else str(_plain(cell))
    return "".join(f"<text:p>{_paragraph(line)}</text:p>" for line in text.splitlines() or [""])


def _paragraph(line: str) -> str:
    marked = SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', _safe(line))
    return marked.replace("\t", "<text:tab/>")


def _safe(text: str) -> str:
    """For XML, which holds no control characters."""
    return escape(CONTROL.sub("\ufffd", text))


def _title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "1"


CARDS = "vcf"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = re.compile(r"^ +|  +| +$")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_URN = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
    f'xmlns:office="{_URN}:office:1.0" xmlns:table="{_URN}:table:1.0" '
    f'xmlns:text="{_URN}:text:1.0"><office:body><office:spreadsheet>'
)
TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {
    each.name: each
    for each in (
        Form("csv", "CSV", "text/csv; charset=utf-8", csv_file),
        Form("xlsx", "Excel (XLSX)", XLSX, xlsx_file),
        Form("ods", "OpenDocument (ODS)", ODS, ods_file),
        Form(CARDS, "vCard", CONTENT_TYPE, vcf_file, ("contact",)),
    )
}
