"""Undo is offered exactly where it would not be refused."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from doorstep.activity.actions import add_note
from doorstep.activity.models import Note
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.entries import entries
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Refusal
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Customer, Lead
from doorstep.parties.queries import contacts_of
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.actions import create, delete, update
from doorstep.selling.models import SalesOrder
from doorstep.selling.testing import make_sales_order


def is_offered(event, by):
    return (
        entries([Event.objects.select_related("by").get(pk=event.pk)], by=by)[0].reverse == event
    )


def refused(event, by, match):
    assert not is_offered(event, by)
    with pytest.raises(Refusal, match=match):
        undo(event, by=by)


def test_a_lost_target_is_found_beforehand(alice):
    customer = make_customer(owner=alice)
    lead = make_lead(owner=alice, from_customer=customer)
    update(lead, by=alice, from_customer=None)
    released = last_event()
    assert is_offered(released, alice)

    delete(customer, by=alice)

    refused(released, alice, "customer is no longer there")


def test_a_record_cannot_come_back_to_a_customer_that_is_gone(alice):
    customer = make_customer(owner=alice)
    contact = make_contact(owner=alice, customer=customer)
    delete(contact, by=alice)
    deleted = last_event()
    assert is_offered(deleted, alice)

    delete(customer, by=alice)

    refused(deleted, alice, "customer is no longer there")


def test_a_number_taken_meanwhile_is_found_beforehand(alice):
    order = make_sales_order(owner=alice, number="SO-1")
    update(order, by=alice, number="SO-2")
    renumbered = last_event()
    assert is_offered(renumbered, alice)

    make_sales_order(owner=alice, number="SO-1")

    refused(renumbered, alice, "SO-1|already|exists|taken|place")


def test_a_deleted_number_taken_meanwhile_is_found_beforehand(alice):
    order = make_sales_order(owner=alice, number="SO-1")
    delete(order, by=alice)
    deleted = last_event()
    assert is_offered(deleted, alice)

    make_sales_order(owner=alice, number="SO-1")

    refused(deleted, alice, "exists|taken|place")


def test_what_would_break_a_rule_with_a_later_change_is_found_beforehand(alice):
    order = make_sales_order(owner=alice)
    update(order, by=alice, number="SO-1")
    numbered = last_event()
    assert is_offered(numbered, alice)

    update(order, by=alice, status="TO_BILL")

    refused(numbered, alice, "does not fit what is there now")


def test_a_customer_in_use_by_a_hidden_relation_stays(alice):
    customer = create(Customer, by=alice, name="Analytical Ltd")
    created = last_event()
    assert is_offered(created, alice)

    create(SalesOrder, by=alice, customer=customer)

    refused(created, alice, "is used by")


def test_a_record_with_a_note_stays(alice):
    lead = create(Lead, by=alice, name="Ada")
    created = last_event()
    assert is_offered(created, alice)

    add_note(lead, by=alice, text="Called.")

    refused(created, alice, "is used by Called")


def test_what_was_deleted_since_is_not_offered(alice):
    lead = make_lead(owner=alice)
    update(lead, by=alice, phone="1")
    changed = last_event()

    delete(lead, by=alice)

    refused(changed, alice, "deleted since")


def test_a_colleague_without_reach_is_refused(alice, carol):
    delete(make_lead(owner=alice), by=alice)
    deleted = last_event()

    assert not is_offered(deleted, carol)
    with pytest.raises(Forbidden):
        undo(deleted, by=carol)


def test_a_manager_brings_back_what_the_team_lost(alice, bob):
    delete(make_lead(owner=alice), by=alice)
    deleted = last_event()
    assert is_offered(deleted, bob)

    undo(deleted, by=bob)

    assert Lead.objects.get().owner == alice


def test_notes_come_back_with_their_record(alice):
    lead = make_lead(owner=alice)
    add_note(lead, by=alice, text="Called.")
    delete(lead, by=alice)
    deleted = last_event()
    assert is_offered(deleted, alice)

    undo(deleted, by=alice)

    assert Note.objects.get().text == "Called."


def test_an_undo_out_of_date_by_a_caused_action_is_not_offered(alice):
    lead = make_lead(owner=alice)
    customer = convert_lead(lead, by=alice)
    converted = last_event()
    assert is_offered(converted, alice)

    contact = contacts_of(customer).get()
    update(contact, by=alice, first_name="another")

    refused(converted, alice, "Changed since")


def test_moments_do_not_matter_only_values_do(alice):
    lead = make_lead(owner=alice, next_contact_at=now())
    update(lead, by=alice, next_contact_at=now() + timedelta(days=1))
    changed = last_event()
    update(lead, by=alice, phone="1")

    undo(changed, by=alice)

    assert last_event().undoes == changed


def test_it_says_that_it_was_undone_already(alice):
    update(make_lead(owner=alice), by=alice, phone="1")
    event = last_event()
    undo(event, by=alice)

    with pytest.raises(Conflict, match="undone already"):
        undo(event, by=alice)
