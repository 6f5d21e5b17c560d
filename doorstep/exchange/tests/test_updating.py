"""Records that are known already, changed by a file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.exchange import engine
from doorstep.exchange.targets import record_of
from doorstep.parties.models import Contact, Lead
from doorstep.parties.testing import make_contact, make_lead
from doorstep.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    def brought(kind, text):
        path = tmp_path / "file.csv"
        path.write_text(text)
        job = engine.new_job(kind, path, by=User.system(), on_duplicate="update")
        return engine.run(job)

    return brought


def lines(count, city):
    rows = (f"Lead {n},l{n}@x.test,{city}" for n in range(count))
    return "\n".join(["Full name,Email,City", *rows])


def cities():
    return set(Lead.objects.values_list("city", flat=True))


def test_many_are_changed_by_few_statements(bring):
    bring("leads", lines(3, "Bonn"))
    with CaptureQueriesContext(connection) as few:
        bring("leads", lines(3, "Köln"))
    bring("leads", lines(60, "Bonn"))

    with CaptureQueriesContext(connection) as many:
        done = bring("leads", lines(60, "Oslo"))

    assert (done.updated, cities()) == (60, {"Oslo"})
    assert len(many) - len(few) < 10


def test_what_a_file_changed_is_put_back_with_it(bring):
    bring("leads", lines(30, "Bonn"))
    done = bring("leads", lines(30, "Oslo"))

    engine.take_back(done, by=User.system())

    assert cities() == {"Bonn"}


def test_a_row_that_breaks_a_rule_changes_nothing_and_stops_no_other(bring):
    bring("leads", lines(2, "Bonn"))

    done = bring("leads", f"Full name,Email,City\nA,l0@x.test,{'x' * 200}\nB,l1@x.test,Oslo\n")

    assert (done.updated, done.rejected) == (1, 1)
    assert dict(Lead.objects.values_list("name", "city")) == {"Lead 0": "Bonn", "B": "Oslo"}


def test_a_change_is_told_in_the_timeline(bring, as_alice, alice):
    lead = make_lead(owner=alice, email="l0@x.test", city="Bonn")

    bring("leads", lines(1, "Oslo"))

    assert "Oslo" in as_alice.get(f"/leads/{lead.pk}/timeline/").text


CONTACTS = "Full name,Email,Phone,Job title,customer_name"
ADDRESSES = "External id,Title,Type,line1,City,Country,customer_name"


def people(count, title):
    rows = (f"Ada {n},a{n}@x.test,+49 30 55500{n:02},{title},Oak {n}" for n in range(count))
    return "\n".join([CONTACTS, *rows])


def customers(count, website):
    return "\n".join(["Name,Website", *(f"Oak {n},{website}" for n in range(count))])


def places(count, street):
    rows = (f"A{n},Oak {n},Billing,{street} {n},Bonn,DE,Oak {n}" for n in range(count))
    return "\n".join([ADDRESSES, *rows])


@pytest.mark.parametrize(
    ("kind", "lines_of", "first", "then"),
    [
        ("contacts", people, "Buyer", "Head of lights"),
        ("customers", customers, "https://a.test", "https://b.test"),
        ("addresses", places, "Oak road", "Ash road"),
    ],
)
def test_other_kinds_are_changed_by_few_statements_too(bring, kind, lines_of, first, then):
    bring("customers", customers(40, "https://a.test"))
    bring(kind, lines_of(3, first))
    with CaptureQueriesContext(connection) as few:
        bring(kind, lines_of(3, then))
    bring(kind, lines_of(40, first))

    with CaptureQueriesContext(connection) as many:
        done = bring(kind, lines_of(40, then))

    assert (done.updated, done.rejected) == (40, 0)
    assert len(many) - len(few) < 10
    assert then in str(list(record_of(kind).model.objects.values_list()))


def test_a_number_that_changes_takes_the_place_of_the_one_before(bring):
    bring("contacts", people(20, "Buyer"))

    done = bring("contacts", people(20, "Buyer").replace("+49 30 555", "+49 40 777"))

    assert done.updated == 20
    ada = Contact.objects.get(name="Ada 7")
    (phone,) = ada.phones.all()
    assert (ada.phone, phone.number_key, phone.is_primary) == (
        "+49 40 7770007",
        "+49407770007",
        True,
    )
    engine.take_back(done, by=User.system())
    assert Contact.objects.get(name="Ada 7").phones.get().number_key == "+49305550007"


def test_a_number_follows_to_the_lead_that_has_no_other_contact(bring):
    lead = make_lead(name="Ada", email="l@x.test")
    make_contact(name="Ada 0", email="a0@x.test", lead=lead)

    bring("contacts", "\n".join([CONTACTS, "Ada 0,a0@x.test,+49 30 5550000,Buyer,"]))

    lead.refresh_from_db()
    assert lead.phone == "+49 30 5550000"
