"""vCards: what leaves can be read by any address book, what comes in is read from any."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.exchange import engine
from doorstep.exchange.cards.lines import cards, escaped, folded, plain
from doorstep.exchange.exports.making import Export
from doorstep.exchange.tables.opening import open_table
from doorstep.exchange.tables.table import UnreadableFile
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.parties.models import Contact, Lead
from doorstep.parties.testing import make_contact
from doorstep.records.query import ListQuery
from doorstep.records.types import type_of
from doorstep.users.access import Reach
from doorstep.users.models import User
from doorstep.users.testing import grant, make_role, make_user
from tests.shared_data import DATA, needs_data

with_database = pytest.mark.django_db

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\\;,:"))
FILES = sorted((DATA / "vcard").rglob("*.vcf")) if (DATA / "vcard").is_dir() else []
NATALIE = b"""BEGIN:VCARD\r
VERSION:3.0\r
N:M\xc3\xbcller\\, geb. Ott;Nat\r
 alie;Rose;Dr.;\r
FN:Dr. Natalie Rose M\xc3\xbcller\r
ORG:Quill\\; Partner;Sales\r
TITLE:Buyer\r
item1.EMAIL;type=INTERNET;type=WORK:second@x.test\r
EMAIL;TYPE=INTERNET,PREF:first@x.test\r
TEL;TYPE=CELL:+44 7700 900123\r
TEL;TYPE=WORK,VOICE:+44 20 7946 0018\r
TEL;TYPE=WORK,FAX:+44 20 7946 0019\r
ADR;TYPE=WORK:;;1 Long Lane;London;;E1 6AN;GB\r
NOTE:Likes lamps\\nand shades\r
UID:urn:uuid:4fbe8971\r
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r
 SkZJRgABAQEAYABgAAD\r
END:VCARD\r
"""


@pytest.fixture
def boss(db):
    return User.system()


@pytest.fixture
def rows(tmp_path):
    def read(content):
        path = tmp_path / "a.vcf"
        path.write_bytes(content)
        table = open_table(path)
        return [dict(zip(table.headers, row.cells, strict=True)) for row in table.rows()]

    return read


@pytest.fixture
def file_of(tmp_path):
    def made(by, query=""):
        path = tmp_path / "out.vcf"
        Export(type_of(Contact), by, ListQuery.of(query), "vcf").write(path)
        return path.read_bytes()

    return made


def test_three_contacts_are_three_cards(file_of, boss):
    for name in ("Ada", "Bo", "Cleo"):
        make_contact(name=name)

    content = file_of(boss)

    assert content.count(b"BEGIN:VCARD\r\n") == content.count(b"END:VCARD\r\n") == 3


def test_only_contacts_one_may_take_are_in_the_file(file_of, alice, carol):
    make_contact(name="Mine", owner=alice)
    make_contact(name="Hers", owner=carol)

    content = file_of(alice)

    assert b"FN:Mine" in content
    assert b"Hers" not in content
    assert Event.objects.get(name="contact.exported").detail == "1 contact, VCF"


def test_a_card_says_all_numbers_and_marks_the_main_ones(file_of, boss):
    make_contact(
        salutation="Dr.", first_name="Ada", last_name="King", organisation="Engines; Ltd",
        email="ada@x.test", mobile="+44 7700 900123",
    )  # fmt: skip

    content = file_of(boss).decode()

    assert "N:King;Ada;;Dr.;\r\n" in content
    assert "ORG:Engines\\; Ltd\r\n" in content
    assert "EMAIL;TYPE=INTERNET,PREF:ada@x.test\r\n" in content
    assert "TEL;TYPE=CELL,PREF:+44 7700 900123\r\n" in content


def test_other_kinds_have_no_cards(boss, tmp_path):
    with pytest.raises(Invalid):
        Export(type_of(Lead), boss, ListQuery(), "vcf").write(tmp_path / "x.vcf")


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_a_text_is_escaped_and_folded_and_comes_back(text):
    line = folded(f"NOTE:{escaped(text)}")

    [card] = cards([b"BEGIN:VCARD\r\n", *line.splitlines(keepends=True), b"END:VCARD\r\n"])

    assert all(len(each) <= 75 and each.decode() is not None for each in line.split(b"\r\n"))
    assert "".join(plain(each.value) for each in card.lines) == text


def test_a_card_is_read_with_its_folds_escapes_and_groups(rows):
    [row] = rows(NATALIE)

    assert row["Last name"] == "Müller, geb. Ott"
    assert (row["First name"], row["Middle name"], row["Salutation"]) == ("Natalie", "Rose", "Dr.")
    assert (row["Organisation"], row["Department"]) == ("Quill; Partner", "Sales")
    assert (row["E-mail"], row["E-mails"]) == ("first@x.test", "second@x.test")
    assert (row["Phone"], row["Mobile"]) == ("+44 20 7946 0018", "+44 7700 900123")
    assert (row["Line1"], row["City"], row["Country"]) == ("1 Long Lane", "London", "GB")
    assert row["Note"] == "Likes lamps\nand shades"


def test_quoted_printable_of_old_phones_is_read(rows):
    [row] = rows(
        b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
        b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6=\r\nrg;;;\r\n"
        b"TEL;CELL;PREF:0170 123456\r\nEND:VCARD\r\n"
    )

    assert (row["Last name"], row["First name"]) == ("Müller", "Jörg")
    assert row["Mobile"] == "0170 123456"


def test_a_card_that_does_not_end_costs_itself_alone(tmp_path):
    path = tmp_path / "a.vcf"
    path.write_bytes(b"BEGIN:VCARD\nFN:Cut\n" + NATALIE)

    cut, whole = open_table(path).rows()

    assert cut.problem
    assert not whole.problem


def test_a_file_without_cards_is_refused(rows):
    with pytest.raises(UnreadableFile):
        rows(b"BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO:abc\r\nEND:VCARD\r\n")


def test_cards_become_contacts(tmp_path, boss):
    path = tmp_path / "a.vcf"
    path.write_bytes(NATALIE)

    done = engine.run(engine.new_job("contacts", path, by=boss))

    assert (done.new, done.rejected) == (1, 0)
    contact = Contact.objects.get()
    assert contact.name == "Dr. Natalie Rose Müller, geb. Ott"
    assert (contact.email, contact.mobile) == ("first@x.test", "+44 7700 900123")


@needs_data
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_any_file_gives_rows_or_a_clear_refusal(path):
    try:
        found = list(open_table(path).rows())
    except UnreadableFile:
        found = []

    assert all(row.problem or any(row.cells) for row in found)
    assert found or path.read_bytes().upper().count(b"\nFN") == 0 or _is_no_card(path)


def _is_no_card(path):
    return not path.read_bytes().lstrip(b"\xef\xbb\xbf\r\n ").upper().startswith(b"BEGIN:VCARD")


def test_the_page_of_a_contact_gives_its_card(as_alice, alice):
    contact = make_contact(name="Ada", owner=alice)
    path = f"/cards/contact/{contact.pk}.vcf"

    answer = as_alice.get(path)

    assert path in as_alice.get(f"/contacts/{contact.pk}/").text
    assert b"FN:Ada\r\n" in answer.content
    assert answer["Content-Disposition"] == 'attachment; filename="Ada.vcf"'
    assert Event.objects.get(name="contact.exported").by == alice


def test_the_card_of_a_contact_out_of_reach_is_not_there(as_alice, carol):
    contact = make_contact(name="Hers", owner=carol)

    assert as_alice.get(f"/cards/contact/{contact.pk}.vcf").status_code == 404


@with_database
def test_who_may_not_export_gets_no_card(client, file_of):
    role = make_role("Looks")
    grant(role, Contact, view=Reach.ALL)
    eve = make_user("eve@example.org", roles=[role])
    contact = make_contact(name="Ada")
    client.force_login(eve)

    assert client.get(f"/cards/contact/{contact.pk}.vcf").status_code == 403
    with pytest.raises(Forbidden):
        file_of(eve)
