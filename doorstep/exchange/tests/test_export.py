"""Lists into files: what is in them, who may take them, and what is written down about it."""

import csv
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.cli import main
from doorstep.exchange.exports.forms import FORMS, forms_for
from doorstep.exchange.exports.making import Export
from doorstep.exchange.tables.entries import read, written
from doorstep.exchange.tables.opening import open_table
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.kit.guarded import freed, guarded
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Contact, Lead
from doorstep.parties.testing import make_contact, make_lead
from doorstep.records.kinds import Text, YesNo
from doorstep.records.query import ListQuery
from doorstep.records.rows import Rows
from doorstep.records.types import REGISTRY, type_of
from doorstep.users.access import Reach
from doorstep.users.models import User
from doorstep.users.testing import grant, make_role, make_user

EVERY_FORM = pytest.mark.parametrize("form", forms_for("lead"))
EVERY_TYPE = pytest.mark.parametrize("records", REGISTRY.values(), ids=lambda r: r.kind)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"))
RISKY = st.tuples(st.sampled_from(["", "=", "+", "-", "@", "'", "\t", "'=", "''+"]), WORDS)


@pytest.fixture
def boss(db):
    return User.system()


@pytest.fixture
def exported(tmp_path, boss):
    """The rows of an export as dicts by their headers, read as an import reads them."""

    def made(model=Lead, query="", form="csv", by=None, only_shown=False):
        path = tmp_path / f"out.{form}"
        Export(type_of(model), by or boss, ListQuery.of(query), form, only_shown).write(path)
        table = open_table(path)
        return [dict(zip(table.headers, row.cells, strict=True)) for row in table.rows()]

    return made


def there_and_back(form, path, cells):
    with FORMS[form].open(path, "Test") as write:
        write(["Number", "Text"])
        for cell in cells:
            write(["lead:1", cell])
    return [row.cells[1] for row in open_table(path).rows()]


@EVERY_FORM
def test_every_field_is_in_it_under_its_label(exported, form):
    make_lead(name="Ada Byron", email="ada@x.test", value=Decimal("1250.50"), unsubscribed=True)

    [row] = exported(form=form)

    assert row["Doorstep number"].startswith("lead:")
    assert row["Name"] == "Ada Byron"
    assert row["E-mail"] == "ada@x.test"
    assert Decimal(row["Value"]) == Decimal("1250.5")
    assert row["Unsubscribed"] == "yes"


def test_only_what_matches_the_filters_goes_out_in_the_order_of_the_list(exported):
    for name in ("Bo", "Ada", "Cleo"):
        make_lead(name=name, email=f"{name}@x.test")

    rows = exported(query="name.not=Cleo&sort=name")

    assert [row["Name"] for row in rows] == ["Ada", "Bo"]


def test_the_columns_that_the_list_shows_can_be_taken_alone(exported):
    make_lead(name="Ada Byron", organisation="Engines", email="ada@x.test")

    [row] = exported(query="columns=name&columns=status", only_shown=True)

    assert row == {"Name": "Ada Byron", "Organisation": "Engines", "Status": "Open"}


@EVERY_TYPE
def test_each_column_of_a_list_is_in_its_file(records, boss):
    query = ListQuery(columns=tuple(column.name for column in records.all_columns))
    for column in records.all_columns:
        made = Export(records, boss, query.but(columns=(column.name,)), only_shown=True)

        assert made.columns, column.name


@EVERY_TYPE
def test_the_headers_are_all_different(records, boss):
    headers = [column.header.casefold() for column in Export(records, boss, ListQuery()).columns]

    assert len(headers) == len(set(headers))


def test_more_than_a_part_of_rows_are_all_there_once(
    exported, boss, django_assert_max_num_queries
):
    with unrecorded():
        first = make_lead(name="Lead 0")
        Lead.objects.bulk_create(
            Lead(name=f"Lead {n}", status=first.status, owner=first.owner) for n in range(1, 2100)
        )

    with django_assert_max_num_queries(30):
        rows = exported()

    assert len({row["Doorstep number"] for row in rows}) == 2100


def test_what_is_out_of_reach_never_leaves(exported, alice, carol):
    make_lead(name="Mine", owner=alice)
    make_lead(name="Hers", owner=carol)

    assert [row["Name"] for row in exported(by=alice)] == ["Mine"]


def test_what_one_may_see_but_not_take_stays(exported, north, carol):
    role = make_role("Takes", Reach.OWN)
    grant(role, Lead, view=Reach.ALL)
    taker = make_user("dora@example.org", roles=[role])
    make_lead(name="Hers", owner=carol)
    make_lead(name="Mine", owner=taker)

    assert [row["Name"] for row in exported(by=taker)] == ["Mine"]


def test_who_was_not_granted_it_may_not(exported):
    role = make_role("Looks")
    grant(role, Lead, view=Reach.ALL)
    looker = make_user("eve@example.org", roles=[role])

    with pytest.raises(Forbidden):
        exported(by=looker)

    assert not Event.objects.filter(name="lead.exported").exists()


def test_it_is_written_down_who_took_what(exported, alice):
    make_lead(owner=alice)

    exported(by=alice, query="status=Open")

    event = Event.objects.get(name="lead.exported")
    assert event.by == alice
    assert event.detail == "1 lead, CSV, status=Open"


def test_a_filter_that_does_not_exist_is_refused(exported):
    with pytest.raises(Invalid):
        exported(query="password=x")


def test_a_number_and_a_moment_are_no_texts_in_a_workbook(exported, boss):
    at = datetime(2026, 3, 31, 14, 30, tzinfo=UTC)
    make_lead(name="Ada", value=Decimal("0.10"), created_at=at)

    [row] = exported(form="xlsx")

    assert row["Value"] == "0.1"
    assert row["Created"].endswith("14:30:00")


def test_rows_of_rows_stand_in_one_cell_each(exported):
    contact = make_contact(name="Ada", email="ada@x.test", phone="+44 20 7946 0018")
    assert Contact.objects.get().pk == contact.pk

    [row] = exported(Contact)

    assert row["E-mails"] == "ada@x.test, is_primary"
    assert row["Phones"] == "+44 20 7946 0018, kind=phone, is_primary"


@EVERY_FORM
@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_formula_is_text_and_comes_back_as_it_was(form, text, tmp_path):
    assert there_and_back(form, tmp_path / f"x.{form}", [text]) == [text]


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_no_cell_of_a_csv_begins_like_a_formula(text, tmp_path):
    there_and_back("csv", path := tmp_path / "x.csv", [text])

    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][1] == f"'{text}"


def test_a_phone_number_in_a_csv_stays_what_it_is():
    assert guarded("+49 30 1234567") == "+49 30 1234567"


@settings(max_examples=50, deadline=None)
@given(RISKY)
def test_what_is_guarded_is_freed(parts):
    assert freed(guarded("".join(parts))) == "".join(parts)


@EVERY_FORM
@settings(max_examples=3, deadline=None)
@given(st.lists(RISKY, min_size=20, max_size=100))
def test_any_text_comes_back_from_any_form(form, tmp_path_factory, texts):
    """Tabs and a last line end are beyond the reader of ODS sheets."""
    whole = ["".join(parts).replace("\t", " " if form == "ods" else "\t") for parts in texts]
    texts = [text.rstrip("\n") if form == "ods" else text for text in whole if text.strip()]
    path = tmp_path_factory.mktemp("x") / f"x.{form}"

    assert there_and_back(form, path, texts) == texts


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(WORDS.filter(bool), WORDS, st.booleans())))
def test_entries_of_a_cell_come_back(entries):
    kind = Rows({"email": Text(0), "role": Text(0), "is_primary": YesNo()}, insists=("email",))
    value = [{"email": e, "role": r, "is_primary": p} for e, r, p in entries]

    said = [{"role": "", "is_primary": False} | each for each in read(kind, written(kind, value))]

    assert said == value


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS.filter(bool)))
def test_words_of_a_cell_come_back(words):
    assert read(Rows(Text(0)), written(Rows(Text(0)), words)) == words


@pytest.mark.django_db
def test_the_command_writes_a_file_of_the_form_its_name_says(tmp_path, capsys):
    make_lead(name="Ada")
    make_lead(name="Bo")

    status = main(["export", "leads", str(tmp_path / "l.xlsx"), "--filter", "name=Ada"])

    assert status == 0
    assert "1 leads" in capsys.readouterr().out
    assert len(list(open_table(tmp_path / "l.xlsx").rows())) == 1


@pytest.mark.django_db
def test_the_command_refuses_a_form_it_does_not_know(tmp_path, capsys):
    assert main(["export", "leads", str(tmp_path / "l.docx")]) == 1
    assert "csv, xlsx, ods" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
