"""XLSX, XLS, XLSB and ODS. The workbook is opened in a process of its own, with limits on
memory and time: some files are made to exhaust or crash whoever opens them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from doorstep.exchange.tables.table import Row, Table, UnreadableFile, table_of

SUFFIXES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
SECONDS = 120
SHEET = Path(__file__).with_name("sheet.py")  # run as a script: it loads nothing of ours


def workbook_table(path: Path, sheet: str = "") -> Table:
    """The named sheet, else the first that holds anything. Raises UnreadableFile."""
    folder = tempfile.TemporaryDirectory(prefix="doorstep-sheet-")  # gone when the table is
    told = _read_apart(path, sheet, _copy_in(folder))
    notes = [_("Read from sheet “%s”.") % told["sheet"]]
    if told["others"]:
        notes.append(_("Other sheets were left: %s.") % ", ".join(told["others"][:10]))
    return table_of(partial(_records, folder), notes, positioned=True)


def _read_apart(path: Path, sheet: str, copy: Path) -> dict[str, Any]:
    command = [sys.executable, "-I", str(SHEET), str(path), sheet, str(copy)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(_("Reading this workbook takes too long. Save it as CSV.")) from None
    if done.returncode == 0:
        told: dict[str, Any] = json.loads(done.stdout)
        return told
    raise UnreadableFile(_REASONS.get(done.returncode, _broken)())


def _copy_in(folder: tempfile.TemporaryDirectory[str]) -> Path:
    return Path(folder.name) / "rows.jsonl"


def _records(folder: tempfile.TemporaryDirectory[str]) -> Iterator[Row]:
    with _copy_in(folder).open(encoding="utf-8") as file:
        for line in file:
            number, cells = json.loads(line)
            yield Row(number, cells)


def _broken() -> str:
    return _("This workbook is damaged or too large. Open it, save it anew, or save it as CSV.")


def _locked() -> str:
    return _("This workbook is protected by a password. Save it without one.")


def _empty() -> str:
    return _("This workbook holds no table.")


def _missing() -> str:
    return _("There is no sheet of that name.")


_REASONS = {3: _locked, 4: _empty, 5: _missing}
