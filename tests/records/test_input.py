"""Public values in: read with care, refused by name."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from doorstep.kit.errors import Invalid
from doorstep.parties.records import CUSTOMERS, LEADS
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import create
from doorstep.records.input import read_input
from doorstep.records.kinds import Date, Moment, Number, Text, Url, Whole, Wrong, YesNo
from doorstep.records.names import Names
from doorstep.records.rows import Rows
from doorstep.users.testing import make_territory


def wrong(records, data, by, **more):
    with pytest.raises(Invalid) as refused:
        read_input(records, data, by=by, **more)
    return refused.value.fields


def test_an_unknown_field_is_refused_and_the_known_ones_are_listed(alice):
    fields = wrong(LEADS, {"nmae": "Ada"}, alice)

    assert "no field “nmae”" in fields["nmae"]
    assert "organisation" in fields["nmae"]


def test_everything_wrong_is_said_at_once(alice):
    fields = wrong(CUSTOMERS, {"name": 5, "owner": "nobody@example.org", "id": 3}, alice)

    assert fields.keys() == {"name", "owner", "id"}
    assert "kept by the system" in fields["id"]


def test_what_a_new_record_needs_is_named_and_an_edit_may_leave_it_out(alice):
    customer = make_customer(owner=alice)

    assert wrong(CUSTOMERS, {}, alice).keys() == {"name"}
    assert read_input(CUSTOMERS, {"type": "Individual"}, by=alice, record=customer) == {
        "type": "INDIVIDUAL"
    }


def test_a_user_is_named_by_email_whatever_its_case(alice):
    assert read_input(LEADS, {"name": "Ada", "owner": "ALICE@example.org"}, by=alice) == {
        "name": "Ada",
        "owner": alice,
    }


def test_a_row_of_a_list_is_named_by_its_name_and_an_unknown_name_lists_them(alice):
    north = make_territory(name="North Sea")

    assert read_input(CUSTOMERS, {"name": "A", "territory": "north sea"}, by=alice) == {
        "name": "A",
        "territory": north,
    }
    assert "North Sea" in wrong(CUSTOMERS, {"name": "A", "territory": "South"}, alice)["territory"]


@pytest.mark.parametrize("written", ["customer:{}", "{}"])
def test_a_record_is_named_by_kind_and_number(alice, written):
    customer = make_customer(owner=alice)
    value = written.format(customer.pk)

    data = {"name": "Ada", "from_customer": int(value) if value.isdigit() else value}

    assert read_input(LEADS, data, by=alice)["from_customer"] == customer


def test_a_record_out_of_reach_is_not_there(alice, carol):
    theirs = make_customer(owner=carol)

    unseen = wrong(LEADS, {"name": "Ada", "from_customer": f"customer:{theirs.pk}"}, alice)
    unmade = wrong(LEADS, {"name": "Ada", "from_customer": "customer:999999"}, alice)

    assert unseen["from_customer"] == f"There is no customer {theirs.pk}."
    assert unmade["from_customer"] == "There is no customer 999999."


@pytest.mark.parametrize(
    "value", ["lead:1", "customer:0", "customer:x", "customer:1:2", -1, True, []]
)
def test_what_names_no_customer_is_refused(alice, value):
    assert wrong(LEADS, {"name": "Ada", "from_customer": value}, alice).keys() == {"from_customer"}


def test_null_empties_a_text_and_a_reference(alice):
    lead = make_lead(owner=alice)

    values = read_input(LEADS, {"email": None, "from_customer": None}, by=alice, record=lead)

    assert values == {"email": "", "from_customer": None}


@pytest.mark.parametrize("value", ["a\0b", "\ud800", 5, [], {}, True, "x" * 481])
def test_a_text_that_cannot_be_stored_is_refused(alice, value):
    assert wrong(CUSTOMERS, {"name": value}, alice).keys() == {"name"}


def test_what_goes_in_is_stripped_of_nothing(alice):
    assert read_input(CUSTOMERS, {"name": "  <b>Ada</b>\t"}, by=alice)["name"] == "  <b>Ada</b>\t"


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (Number(15, 2), "1250.00", Decimal("1250.00")),
        (Number(15, 2), 0.1, Decimal("0.10")),
        (Number(15, 2), -7, Decimal("-7.00")),
        (Whole(), "42", 42),
        (Date(), "2026-03-31", date(2026, 3, 31)),
        (Moment(), "2026-03-31T16:30:00+02:00", datetime(2026, 3, 31, 14, 30, tzinfo=UTC)),
        (Moment(), "2026-03-31t14:30:00.5z", datetime(2026, 3, 31, 14, 30, 0, 500000, tzinfo=UTC)),
        (YesNo(), False, False),
        (Url(200), "acme.example/x", "https://acme.example/x"),
        (Url(200), "HTTP://acme.example", "HTTP://acme.example"),
        (Rows(Text(10)), ["a", "b"], ["a", "b"]),
        (Rows({"email": Text(10)}), [{"email": "a"}], [{"email": "a"}]),
    ],
)
def test_a_value_is_read(alice, kind, value, read):
    assert kind.take(value, Names(alice)) == read


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(
            (Number(15, 2), each)
            for each in ("NaN", "1e99", "1,000", "1.234", "१", True, "", "1_0")
        ),
        *(
            (Number(15, 2), each)
            for each in (float("inf"), "-Infinity", "12345678901234", None, [])
        ),
        *((Whole(0, 9), each) for each in (10, -1, 1.5, True, "x", 10**30, "9" * 300)),
        *((Date(), each) for each in ("2026-02-30", "20260331", "31.03.2026", 5, "2026-W01-1")),
        *(
            (Moment(), each)
            for each in ("2026-03-31", "2026-03-31T14:30:00", 5, "0001-01-01T00:00Z")
        ),
        *((YesNo(), each) for each in ("yes", 1, 0)),
        *((Url(200), each) for each in ("javascript:alert(1)", "data:text/html,x", "not a url")),
        *((Rows(Text(10), most=2), each) for each in ("ab", {"a": 1}, ["a"] * 3)),
    ],
)
def test_a_value_of_another_kind_is_refused(alice, kind, value):
    with pytest.raises(Wrong):
        type(kind).take(kind, value, Names(alice)) if kind.null is False else kind.read(
            value, Names(alice)
        )


def test_what_is_wrong_in_a_row_is_named_with_its_place(alice):
    kind = Rows({"email": Text(5), "is_primary": YesNo()}, insists=("email",))

    with pytest.raises(Wrong) as refused:
        kind.take([{"email": "a"}, {"email": "much too long"}, {"is_primary": 1}], Names(alice))

    assert refused.value.fields.keys() == {"1.email", "2.email", "2.is_primary"}


def test_names_are_looked_up_once(alice, django_assert_num_queries):
    names = Names(alice)
    read_input(LEADS, {"name": "Ada", "owner": "alice@example.org"}, by=alice, names=names)

    with django_assert_num_queries(0):
        read_input(LEADS, {"name": "Bea", "owner": "alice@example.org"}, by=alice, names=names)


def test_what_is_read_is_what_the_action_takes(alice):
    data = {"name": "Ada", "value": "12.50", "owner": "alice@example.org"}

    lead = create(LEADS.model, by=alice, **read_input(LEADS, data, by=alice))

    assert (lead.name, lead.value, lead.owner) == ("Ada", Decimal("12.50"), alice)
