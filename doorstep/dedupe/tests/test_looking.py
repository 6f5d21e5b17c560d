"""Pairs that may be the same are found in the background, however many records there are."""

import pytest

from doorstep.dedupe.looking import CROWD, follow, look_at, look_at_what_changed, walk
from doorstep.dedupe.models import Pair, Trace
from doorstep.dedupe.traits import KINDS
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import create_lead, delete_lead, update_contact, update_lead
from doorstep.parties.models import Contact, Lead
from doorstep.parties.testing import make_contact, make_customer, make_lead, set_policy

pytestmark = pytest.mark.django_db


def pairs():
    """By record type: which two, how sure, and why."""
    return [
        (each.record_type.partition(".")[2], each.one_id, each.other_id, each.percent, each.why)
        for each in Pair.objects.order_by("-percent", "pk")
    ]


def walk_all():
    for kind in KINDS:
        walk.call(kind._meta.label_lower, 0)


def test_what_was_written_is_looked_at_at_the_next_turn_of_the_clock(alice):
    a, b = (create_lead(Lead, by=alice, name="Ada Lovelace", organisation="Oak") for _ in "ab")

    look_at_what_changed()

    assert pairs() == [("lead", a.pk, b.pk, 79, "name:100,place")]


def test_an_edit_that_parts_two_takes_the_pair_away_and_undo_brings_it_back(alice):
    a, b = (create_lead(Lead, by=alice, name="Ada Lovelace") for _ in "ab")
    follow.call()
    update_lead(b, by=alice, name="Grace Hopper")
    event = Event.objects.latest("pk")
    follow.call()
    assert pairs() == []

    undo(event, by=alice)
    follow.call()

    assert [each[1:3] for each in pairs()] == [(a.pk, b.pk)]


def test_a_deleted_record_makes_no_pair(alice):
    a, b = (create_lead(Lead, by=alice, name="Ada Lovelace") for _ in "ab")
    follow.call()

    delete_lead(b, by=alice)
    follow.call()

    assert pairs() == []
    assert set(Trace.objects.values_list("record_id", flat=True)) == {a.pk}


def test_every_kind_is_walked_once_a_night_and_a_second_walk_changes_nothing(alice):
    for _ in "ab":
        make_lead(owner=alice, name="Ada Lovelace")
        make_contact(owner=alice, name="Grace Hopper", email="g@x.test")
        make_customer(owner=alice, name="Oak & Sons")

    walk_all()
    found = pairs()
    walk_all()

    assert [each[0] for each in found] == ["contact", "lead"]  # customers' names are unique
    assert pairs() == found


def test_what_went_behind_the_journal_is_forgotten_at_night(alice):
    for _ in "ab":
        lead = make_lead(owner=alice, name="Ada Lovelace")
    walk_all()
    with unrecorded():
        Lead.objects.filter(pk=lead.pk).delete()

    walk_all()

    assert pairs() == []
    assert not Trace.objects.filter(record_id=lead.pk).exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "Lovelace, Ada"),
        ("Ada Lovelace", "Ada Lovelase"),
        ("Jonathan Harker", "Johnathan Harker"),
        ("Müller & Söhne", "Muller Sohne"),
        ("Vela Coworking", "Vela Cowork"),
    ],
)
def test_names_that_are_written_otherwise_meet(alice, one, other):
    for name in (one, other):
        make_lead(owner=alice, name=name, organisation="Oak")

    walk_all()

    assert len(pairs()) == 1


def test_customers_meet_by_the_e_mail_of_their_people(alice):
    oak, ash = make_customer(name="Oak", owner=alice), make_customer(name="Ash", owner=alice)
    people = [make_contact(owner=alice, customer=each, name=each.name) for each in (oak, ash)]
    walk_all()
    assert pairs() == []

    for contact in people:
        update_contact(contact, by=alice, emails=[{"email": "a@x.test"}])
    follow.call()

    assert ("customer", oak.pk, ash.pk, 90, "email") in pairs()


def test_a_name_that_a_crowd_has_is_no_trace_of_anyone(alice):
    with unrecorded():
        for number in range(CROWD + 1):
            make_lead(owner=alice, name="John Smith", organisation=f"Firm {number}")
    twins = [make_lead(owner=alice, name="John Smith", phone="+49 30 111222") for _ in "ab"]

    walk_all()

    assert [each[1:3] for each in pairs()] == [tuple(twin.pk for twin in twins)]


def test_looking_at_many_takes_as_many_queries_as_looking_at_few(
    alice, django_assert_max_num_queries
):
    few = [make_lead(owner=alice, name=f"Ada {n}").pk for n in range(2)]
    many = [
        make_lead(owner=alice, name=f"Ada {n} Byron", phone=f"+4930111{n:04}").pk
        for n in range(60)
    ]

    for pks in (few, many):
        with django_assert_max_num_queries(22):
            look_at(Lead, pks)


def test_a_lead_meets_a_contact_by_e_mail_or_phone_but_not_by_name(alice):
    lead = make_lead(owner=alice, name="Ada Lovelace", email="a@x.test", phone="+49 30 111222")
    by_email = make_contact(owner=alice, name="A. Byron", email="A@x.test")
    by_phone = make_contact(owner=alice, name="Office", phone="+4930111222")
    make_contact(owner=alice, name="Ada Lovelace")

    walk_all()
    found = known_pairs()
    look_at(Lead, [lead.pk])

    assert found == {(lead.pk, by_email.pk, "email"), (lead.pk, by_phone.pk, "phone")}
    assert known_pairs() == found


def known_pairs():
    rows = Pair.objects.filter(record_type="parties.lead", other_type="parties.contact")
    return set(rows.values_list("one_id", "other_id", "why"))


def test_that_goes_with_the_e_mail_and_with_the_record(alice):
    lead = make_lead(owner=alice, name="Ada", email="a@x.test")
    people = [make_contact(owner=alice, name=n, email="a@x.test") for n in ("A. Byron", "Eva")]
    walk_all()

    update_contact(people[0], by=alice, emails=[{"email": "b@x.test"}])
    follow.call()
    assert {pair[:2] for pair in known_pairs()} == {(lead.pk, people[1].pk)}

    with unrecorded():
        Contact.objects.filter(pk=people[1].pk).delete()
    walk_all()
    assert known_pairs() == set()


def test_a_second_lead_of_an_email_that_may_be_shared_is_told_as_a_possible_duplicate(
    as_alice, alice
):
    set_policy(unique_email=False)
    a, b = (create_lead(Lead, by=alice, name=n, email="ana@x.test") for n in ("Ana", "Eva"))

    look_at_what_changed()

    assert [(one, other) for _kind, one, other, *_why in pairs()] == [(a.pk, b.pk)]
    assert "Same e-mail" in as_alice.get("/duplicates/").text
