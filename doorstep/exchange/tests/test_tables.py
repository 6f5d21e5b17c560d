"""Reading files as tables: what is read, what is refused, and that nothing shifts."""

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from doorstep.exchange.tables.opening import open_table
from doorstep.exchange.tables.table import UnreadableFile


@pytest.fixture
def table(tmp_path):
    def of(content, name="leads.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_table(path)

    return of


def cells(table):
    return [row.cells for row in table.rows() if not row.problem]


def problems(table):
    return [(row.number, row.problem) for row in table.rows() if row.problem]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(table, delimiter):
    found = table(f"name{delimiter}e-mail\nAda{delimiter}ada@x.test\n")

    assert found.headers == ["name", "e-mail"]
    assert cells(found) == [["Ada", "ada@x.test"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_the_encoding_is_found(table, encoding):
    found = table("name,city\nJürgen Weiß,Köln\n".encode(encoding))

    assert cells(found) == [["Jürgen Weiß", "Köln"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(table, end):
    assert cells(table(end.join(["a,b", "1,2", "3,4"]))) == [["1", "2"], ["3", "4"]]


def test_a_quoted_cell_may_hold_lines_delimiters_and_doubled_quotes(table):
    found = table('a,b\n"one\ntwo, ""three""",4\n5,6\n')

    assert cells(found) == [['one\ntwo, "three"', "4"], ["5", "6"]]


def test_an_open_quote_costs_its_own_line_only(table):
    found = table('a,b\n1,"open\n2,fine\n3,fine\n')

    assert cells(found) == [["2", "fine"], ["3", "fine"]]
    assert problems(found) == [(2, "The quotes in this line are not in pairs.")]


def test_a_row_of_another_width_is_never_shifted(table):
    found = table("a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,\n")

    assert cells(found) == [["1", "2", "3"], ["1", "2", "3"]]
    assert [number for number, _problem in problems(found)] == [2, 4]


def test_titles_above_the_headers_are_skipped_and_said(table):
    found = table("Our leads\n\nname,e-mail,phone\nAda,ada@x.test,1\n")

    assert found.headers == ["name", "e-mail", "phone"]
    assert found.notes == ["1 line above the headers was skipped."]


def test_headers_are_made_different(table):
    found = table("Email, Email ,,x\n1,2,3,4\n")

    assert found.headers == ["Email", "Email (2)", "Column 3", "x"]


def test_a_null_character_is_a_problem_of_its_row(table):
    assert problems(table("a,b\n1,\0\n2,3\n")) == [(2, "This line holds a null character.")]


@pytest.mark.parametrize("content", [b"", b"  \n \n", b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_table_is_refused(table, content):
    with pytest.raises(UnreadableFile):
        table(content)


def test_a_file_of_open_quotes_ends_in_time(table):
    found = table("a,b\n" + '1,"x\n' * 20000)

    with pytest.raises(UnreadableFile, match="too many lines"):
        list(found.rows())


def test_a_workbook_that_is_none_is_refused(table):
    with pytest.raises(UnreadableFile, match="damaged"):
        table(b"PK\x03\x04 not a zip", name="leads.xlsx")


def test_reading_again_gives_the_same(table):
    found = table("a,b\n1,2\n")

    assert list(found.rows()) == list(found.rows())


def test_the_copy_of_a_sheet_goes_with_its_table(tmp_path):
    path = tmp_path / "leads.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("People")
        sheet.write_row(0, 0, ["name", "score"])
        sheet.write_row(1, 0, ["Ada", 7])
    found = open_table(path)
    folder = Path(found.records.args[0].name)

    assert cells(found) == [["Ada", "7"]]
    del found
    assert not folder.exists()
