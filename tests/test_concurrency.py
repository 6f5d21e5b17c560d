"""Two people at once, on real connections."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Customer, Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create, update
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lead_converted_twice_at_once_is_one_customer(alice, bob):
    lead = make_lead(owner=alice)

    results = at_once(
        lambda: convert_lead(lead, by=alice),
        lambda: convert_lead(lead, by=bob),
    )

    assert Customer.objects.count() == Event.objects.count() == 1
    assert set(results) == {Customer.objects.get()}


def test_a_key_sent_twice_at_once_makes_one_record(alice):
    results = at_once(*[lambda: create(Lead, by=alice, key="abc", name="Ada")] * 4)

    assert set(results) == {Lead.objects.get()}


def test_a_keyed_conversion_sent_twice_at_once_answers_the_same(alice):
    lead = make_lead(owner=alice)

    results = at_once(*[lambda: convert_lead(lead, by=alice, key="abc")] * 4)

    assert set(results) == {Customer.objects.get()}


def test_edits_of_different_fields_at_once_are_both_kept(alice, bob):
    lead = make_lead(owner=alice)

    at_once(
        lambda: update(lead, by=alice, phone="1"),
        lambda: update(lead, by=bob, email="a@example.org"),
    )

    lead.refresh_from_db()
    assert (lead.phone, lead.email, lead.version) == ("1", "a@example.org", 3)


def test_undone_twice_at_once_is_undone_once(alice, bob):
    lead = make_lead(owner=alice, phone="1")
    update(lead, by=alice, phone="2")
    event = Event.objects.get()

    at_once(lambda: undo(event, by=alice), lambda: undo(event, by=bob))

    lead.refresh_from_db()
    assert (lead.phone, Event.objects.count()) == ("1", 2)
