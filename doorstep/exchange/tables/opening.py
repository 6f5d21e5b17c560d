"""A file of any kind we read, by what it holds and not by what it is called."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from doorstep.exchange.tables.delimited import delimited_table
from doorstep.exchange.tables.table import Table, UnreadableFile
from doorstep.exchange.tables.vcards import is_card, vcard_table
from doorstep.exchange.tables.workbooks import SUFFIXES, workbook_table

LARGEST = 512 * 1024 * 1024  # bytes
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def open_table(path: Path, name: str = "", sheet: str = "") -> Table:
    """The table in a file. ``name`` is what its owner calls it. Raises UnreadableFile."""
    if path.stat().st_size > LARGEST:
        raise UnreadableFile(_("This file is larger than %d MB.") % (LARGEST >> 20))
    with path.open("rb") as file:
        head = file.read(64)
    if is_card(head):
        return vcard_table(path)
    if head[:4] in (ZIP, OLE) or Path(name or path.name).suffix.lower() in SUFFIXES:
        return workbook_table(path, sheet)
    if head.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")):
        raise UnreadableFile(
            _("This is no table. CSV, XLSX, ODS and vCard files can be imported.")
        )
    return delimited_table(path)
