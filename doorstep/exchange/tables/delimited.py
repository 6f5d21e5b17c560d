"""CSV, TSV and their relatives: any usual encoding and delimiter, read as a stream.

A quote that is never closed or not doubled costs the line it stands on and nothing else:
reading goes on with the next line.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from doorstep.exchange.tables.table import Row, Table, UnreadableFile, table_of
from doorstep.kit.guarded import freed

DELIMITERS = ",;\t|"
SAMPLE = 256 * 1024  # bytes that encoding and delimiter are guessed from
LONGEST_CELL = 64 * 1024  # characters; a longer one is a quote that was never closed
MOST_BROKEN = 1000  # lines with broken quotes before the file is given up
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def delimited_table(path: Path) -> Table:
    """Raises UnreadableFile when it is no text or holds no table."""
    encoding = _encoding_of(path)
    delimiter = _delimiter_of(path, encoding)
    notes = []
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(_("Read as %s.") % encoding)
    return table_of(partial(_records, path, encoding, delimiter), notes)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    # Universal newlines: files of old Macs end their lines with \r alone.
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        broken = 0
        while True:
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                broken += 1
                if broken > MOST_BROKEN:
                    message = _("The quotes in this file are broken in too many lines.")
                    raise UnreadableFile(message) from None
                problem = _("The quotes in this line are not in pairs.")
                yield Row(lines.start, [lines.give_back()], problem)
                reader = csv.reader(lines, delimiter=delimiter, strict=True)
                continue
            yield _checked(Row(lines.start, cells), encoding)


def _checked(row: Row, encoding: str) -> Row:
    text = "\x1f".join(row.cells)
    if "'" in text:
        row = row._replace(cells=[freed(cell) for cell in row.cells])
    if "\0" in text:
        clean = [cell.replace("\0", "") for cell in row.cells]
        return Row(row.number, clean, _("This line holds a null character."))
    if "\ufffd" in text and not encoding.startswith("utf-8"):  # those were read strictly
        problem = _("This line holds a character that is not of the file's encoding.")
        return row._replace(problem=problem)
    return row


class _Lines:
    """The lines of a file, of which those behind a broken first one can be read again."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file, self._again = file, list[str]()
        self._held: list[str] = []
        self._number = 0
        self.start = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._file)
        self._number += 1
        self._held.append(line)
        return line

    def begin(self) -> None:
        self.start, self._held = self._number + 1, []

    def give_back(self) -> str:
        """Only the first line of the broken record is lost; it is returned."""
        first, *rest = self._held or [""]
        self._again.extend(reversed(rest))
        self._number -= len(rest)
        return first.rstrip("\n")


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if not head.strip():
        raise UnreadableFile(_("This file is empty."))
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return name
    if b"\0" in head and (guess := _wide(head)):
        return guess
    return "utf-8" if _is_utf8(path) else "cp1252" if _fits(head, "cp1252") else "latin-1"


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if max(odd, even) < len(head) * 0.3:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _fits(head: bytes, encoding: str) -> bool:
    try:
        head.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_of(path: Path, encoding: str) -> str:
    """The one that cuts most of the first records into the same number of cells, above one."""
    scores = {}
    for delimiter in DELIMITERS:
        rows = _records(path, encoding, delimiter)
        some = [row for row, _n in zip(rows, range(50), strict=False)]
        widths = Counter(len(row.cells) for row in some if any(row.cells) and not row.problem)
        width, often = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        scores[delimiter] = (often / max(len(some), 1) if width > 1 else 0, width)
    best = max(DELIMITERS, key=lambda each: scores[each])
    return best if scores[best][0] else ","


csv.field_size_limit(LONGEST_CELL)
