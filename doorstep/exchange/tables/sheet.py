"""One sheet of a workbook as lines of JSON: run as a script, in a process with limits.

    python sheet.py WORKBOOK SHEET OUT

Prints {"sheet": name, "others": [names]}. Exit status: 3 password, 4 nothing in it,
5 no such sheet, anything else: it could not be read.
"""

import datetime
import json
import resource
import sys

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

MEMORY = 1536 * 1024 * 1024  # bytes
SECONDS = 90
LOCKED, EMPTY, MISSING = 3, 4, 5


def main(path: str, wanted: str, out: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError:
        return LOCKED
    kinds = {each.name: each.typ for each in book.sheets_metadata}
    names = [name for name in book.sheet_names if kinds.get(name) == SheetTypeEnum.WorkSheet]
    if wanted and wanted not in names:
        return MISSING
    for name in [wanted] if wanted else names:
        if _write(book, name, out):
            print(json.dumps({"sheet": name, "others": [n for n in names if n != name]}))
            return 0
    return EMPTY


def _write(book: CalamineWorkbook, name: str, out: str) -> bool:
    """Whether the sheet holds at least one filled row."""
    sheet = book.get_sheet_by_name(name)
    found = False
    top = sheet.start[0] if sheet.start else 0
    with open(out, "w", encoding="utf-8") as file:  # noqa: PTH123 - runs without our own code
        for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            cells = [_text(value) for value in row]
            if any(cells):
                found = True
                file.write(json.dumps([number, cells]) + "\n")
    return found


def _text(value: object) -> str:
    """As a person would type it: 3 not 3.0, 2026-11-21 not a serial number."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return repr(round(value, 10))
        case datetime.datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return "" if value is None else str(value).replace("\0", "")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
