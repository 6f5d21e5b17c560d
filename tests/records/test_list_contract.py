"""What every list promises, checked for each record type that is declared."""

from __future__ import annotations

import json

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.parties.models import Customer, Lead
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import delete_many, update_many
from doorstep.records.query import ListQuery
from doorstep.records.types import REGISTRY
from doorstep.selling.testing import make_sales_order
from doorstep.users.testing import make_role, make_user
from tests.shared_data import DATA, needs_data
from tests.test_record_types import EVERY_TYPE, KEPT_FOR_EVER, make

SAMPLES = {"options": "7", "number": "7", "date": "today", "days": "7", "text": "a"}
NASTY = [
    *(
        "'",
        '"; DROP TABLE users_user; --',
        "' OR 1=1 --",
        "%",
        "_",
        "\\",
        "%s",
        "{0}",
        "{{ 7*7 }}",
    ),
    *("\0", "a\0b", "-1", "1e999", "NaN", "Infinity", "9" * 30, "٣", "²", "½", "0x10", "١٢"),
    *(
        "9999-12-31",
        "0001-01-01",
        "2026-02-30",
        "2026-11-21T25:00",
        "2026-11-21T10:00Z",
        "last-0-days",
    ),
    *(
        "last-99999-days",
        "null",
        "None",
        "true",
        "lead:7",
        "lead:" + "9" * 25,
        "\ud800".encode("utf-8", "replace").decode(),
    ),
    *("<script>alert(1)</script>", "💩", "‮", "a" * 299, "a" * 301, "me", "my-team", " "),
]


def every_param(records):
    for each in records.known_filters.values():
        for code in each.kind.codes():
            yield each, code


@EVERY_TYPE
def test_each_filter_answers_with_each_operator_or_says_what_works(records, alice):
    make(records, owner=alice)

    for each, code in every_param(records):
        value = "yes" if code == "empty" else SAMPLES[each.kind.control]
        refusal = _ask(records, alice, ListQuery(filters={each.param(code): [value]}))
        assert refusal is None or refusal.fields[each.param(code)]


@EVERY_TYPE
def test_empty_and_not_empty_are_all_there_is(records, alice):
    for _number in range(3):
        make(records, owner=alice)

    for each, code in every_param(records):
        if code == "empty":
            found = [
                records.count(alice, ListQuery(filters={each.param(code): [answer]}))[0]
                for answer in ("yes", "no")
            ]
            assert sum(found) == 3, each.name


@EVERY_TYPE
def test_no_text_is_more_than_a_text(records, alice):
    make(records, owner=alice)

    for text in NASTY:
        for each, code in every_param(records):
            refusal = _ask(records, alice, ListQuery(filters={each.param(code): [text]}))
            assert refusal is None or (refusal.message and refusal.fields)
        for place in ("after", "before", "sort", "text"):
            refusal = _ask(records, alice, ListQuery(**{place: text}))
            assert refusal is None or (refusal.message and refusal.fields)


def _ask(records, user, query):
    """Read the page as a URL would ask for it; the refusal, if that was the answer."""
    try:
        records.page(user, ListQuery.of(query.urlencode()))
    except Invalid as refusal:
        return refusal
    return None


@needs_data
def test_strings_that_broke_others_are_only_texts_here(alice):
    make_lead(owner=alice)

    for text in json.loads((DATA / "naughty-strings/blns.json").read_text("utf-8")):
        for param in ("name", "name.contains", "owner", "value.min", "created_at"):
            query = ListQuery(text=text, filters={param: [text]})
            refusal = _ask(LEADS, alice, query)
            assert refusal is None or refusal.fields


@EVERY_TYPE
@pytest.mark.parametrize("param", ["colour", "page", "name.like", "__class__", "owner__password"])
def test_what_it_does_not_know_is_refused_by_name(records, alice, param):
    with pytest.raises(Invalid) as refused:
        records.page(alice, ListQuery(filters={param: ["x"]}))

    assert param in refused.value.fields
    assert "work" in refused.value.fields[param]


@EVERY_TYPE
def test_an_unknown_parameter_is_refused_even_when_it_says_nothing(records, alice):
    with pytest.raises(Invalid):
        records.page(alice, ListQuery.of("colour="))


@EVERY_TYPE
def test_it_can_be_read_forwards_and_backwards_in_every_order(records, alice):
    made = {make(records, owner=alice).pk for _number in range(7)}

    for path in sorted(records.sorts):
        for sort in (path, f"-{path}"):
            there, query = [], ListQuery(sort=sort)
            while query is not None:
                page = records.page(alice, query, size=3)
                there += [row["id"] for row in page.items]
                query = ListQuery(sort=sort, after=page.next) if page.next else None
            back, before = [row["id"] for row in page.items], page.previous
            while before:
                page = records.page(alice, ListQuery(sort=sort, before=before), size=3)
                back = [row["id"] for row in page.items] + back
                before = page.previous
            assert there == back
            assert set(there) == made, sort


@EVERY_TYPE
def test_each_record_knows_those_before_and_after_it(records, alice):
    for _number in range(4):
        make(records, owner=alice)
    order = [row["id"] for row in records.page(alice, ListQuery()).items]

    beside = [records.neighbours(alice, ListQuery(), pk) for pk in order]

    assert [before for before, _after in beside] == [None, *order[:-1]]
    assert [after for _before, after in beside] == [*order[1:], None]


@EVERY_TYPE
def test_nobody_learns_of_others_by_asking_for_neighbours(records, alice, carol):
    mine, theirs = make(records, owner=alice), make(records, owner=carol)

    assert records.neighbours(alice, ListQuery(), mine.pk) == (None, None)
    assert records.neighbours(alice, ListQuery(), theirs.pk) == (None, None)


@EVERY_TYPE
def test_many_are_changed_as_one_and_put_back_as_one(records, alice, bob, carol):
    mine = [make(records, owner=alice) for _number in range(3)]
    theirs = make(records, owner=carol)
    ids = [each.pk for each in (*mine, theirs)]

    assert update_many(records.model, by=bob, ids=ids, owner=bob) == 3

    owners = records.model._default_manager.order_by("pk").values_list("owner", flat=True)
    assert list(owners) == [bob.pk, bob.pk, bob.pk, carol.pk]
    undo(Event.objects.get(), by=bob)
    assert list(owners.all()) == [alice.pk, alice.pk, alice.pk, carol.pk]


@EVERY_TYPE
def test_many_are_deleted_and_come_back(records, alice, carol):
    if records.kind in KEPT_FOR_EVER:
        pytest.skip("it cannot be deleted")
    ids = [make(records, owner=each).pk for each in (alice, alice, carol)]

    assert delete_many(records.model, by=alice, ids=ids) == 2

    left = records.model._default_manager.order_by("pk").values_list("pk", flat=True)
    assert list(left) == ids[2:]
    undo(Event.objects.get(), by=alice)
    assert list(left.all()) == ids


def test_every_list_has_filters(db):
    assert all(records.known_filters for records in REGISTRY.values())


def test_what_is_in_use_is_left_alone(alice):
    used, free = make_customer(owner=alice), make_customer(owner=alice, name="Free")
    make_sales_order(owner=alice, customer=used)

    assert delete_many(Customer, by=alice, ids=[used.pk, free.pk]) == 1
    assert set(Customer.objects.values_list("pk", flat=True)) & {used.pk, free.pk} == {used.pk}


def test_a_role_without_the_verb_changes_nothing(alice):
    lead, reader = make_lead(owner=alice), make_user("r@example.org", roles=[make_role("R")])

    with pytest.raises(Forbidden):
        update_many(Lead, by=reader, ids=[lead.pk], owner=reader)
