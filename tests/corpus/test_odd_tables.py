"""Files that break readers: each gives rows or a clear refusal, in time, with no shifted cell."""

import json
import time

import pytest

from doorstep.exchange.tables.opening import open_table
from doorstep.exchange.tables.table import UnreadableFile
from tests.shared_data import DATA, needs_data

pytestmark = needs_data
FOLDERS = ("csv-xlsx-odd", "datablist-samples/broken_csv")
FILES = sorted(
    path
    for folder in FOLDERS
    for path in (DATA / folder).rglob("*")
    if path.is_file() and path.suffix != ".json" and "expected-fixed" not in path.parts
)
REFUSED = 15  # workbooks without a table, damaged ones, and ones with a password


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_an_odd_file_gives_rows_or_a_refusal(path):
    started = time.monotonic()
    table = _opened(path)
    rows = list(table.rows()) if table else []

    widths = {len(row.cells) for row in rows if not row.problem}
    assert table is None or (widths <= {len(table.headers)})
    assert table is None or len(set(table.headers)) == len(table.headers)
    assert time.monotonic() - started < 20


def test_few_are_refused():
    refused = [path.name for path in FILES if not _opened(path)]

    assert len(refused) <= REFUSED, refused


def _opened(path):
    try:
        return open_table(path)
    except UnreadableFile:
        return None


@pytest.mark.parametrize("name", ["comma_in_quotes", "json", "quotes_and_newlines", "simple"])
def test_the_torture_cases_are_read_as_expected(name):
    folder = DATA / "csv-xlsx-odd/csv-spectrum"
    expected = json.loads((folder / f"{name}.json").read_text())
    table = open_table(folder / f"{name}.csv")

    found = [dict(zip(table.headers, row.cells, strict=True)) for row in table.rows()]
    for row in expected:
        row.update({key: value.replace("\r\n", "\n") for key, value in row.items()})
    assert found == expected


@pytest.mark.parametrize(
    ("name", "kept", "refused"),
    [
        ("bom-and-whitespace-headers", 2, 0),
        ("duplicate-headers", 2, 0),
        ("missing-closing-quote", 1, 1),
        ("newline-inside-unquoted-field", 2, 1),
        ("ragged-rows-missing-columns", 1, 1),
        ("unescaped-quotes", 1, 1),
    ],
)
def test_a_broken_file_keeps_its_good_rows(name, kept, refused):
    rows = list(open_table(DATA / f"datablist-samples/broken_csv/{name}.csv").rows())

    assert [bool(row.problem) for row in rows].count(False) == kept
    assert [bool(row.problem) for row in rows].count(True) == refused
