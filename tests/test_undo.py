"""Undo: what it puts back, and when it says no."""

import pytest
from django.db import connection

from doorstep.history.action import ACTIONS, action
from doorstep.history.actions import undo
from doorstep.history.models import Change, Event
from doorstep.kit.errors import Conflict, Forbidden
from doorstep.parties.actions import (
    block_lead,
    convert_lead,
    delete_customer,
    delete_lead,
    link_contact,
    unlink_contact,
)
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.parties.queries import contacts_of
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.actions import create, delete, update
from tests.steps import thank_lead


def last() -> Event:
    return Event.objects.latest("pk")


def test_an_undone_conversion_leaves_no_customer_behind(alice):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)

    undo(last(), by=alice)

    lead.refresh_from_db()
    assert (lead.status.code, lead.customer) == ("OPEN", None)
    assert not Customer.objects.exists()
    assert not Contact.objects.exists()


def test_undoing_the_undo_does_it_again(alice):
    lead = make_lead(owner=alice)
    customer = convert_lead(lead, by=alice)

    undo(last(), by=alice)
    undo(last(), by=alice)

    lead.refresh_from_db()
    assert (lead.status.code, lead.customer) == ("CONVERTED", customer)
    assert customer.contact_links.count() == 1


def test_a_later_edit_of_other_fields_is_kept(alice):
    lead = make_lead(owner=alice, name="Ada", email="")
    update(lead, by=alice, name="Ada Lovelace")
    renamed = last()
    update(lead, by=alice, email="ada@example.org")

    undo(renamed, by=alice)

    lead.refresh_from_db()
    assert (lead.name, lead.email) == ("Ada", "ada@example.org")


def test_it_is_refused_when_the_field_was_changed_later(alice):
    lead = make_lead(owner=alice, name="Ada")
    update(lead, by=alice, name="Augusta")
    first = last()
    update(lead, by=alice, name="Ada Lovelace")

    with pytest.raises(Conflict, match="name") as refused:
        undo(first, by=alice)
    assert "name" in refused.value.fields


def test_it_is_allowed_again_once_the_later_change_is_undone(alice):
    lead = make_lead(owner=alice, name="Ada")
    update(lead, by=alice, name="Augusta")
    first = last()
    update(lead, by=alice, name="Ada Lovelace")

    undo(last(), by=alice)
    undo(first, by=alice)

    lead.refresh_from_db()
    assert lead.name == "Ada"


def test_it_is_refused_when_a_created_record_is_in_use(alice):
    customer = create(Customer, by=alice, name="Analytical Ltd")
    created = last()
    link_contact(make_contact(owner=alice, name="Ada"), by=alice, record=customer)

    with pytest.raises(Conflict, match="Analytical Ltd is used by Ada"):
        undo(created, by=alice)


def test_a_lost_target_cannot_be_pointed_to_again(alice):
    customer = make_customer(owner=alice)
    contact = make_contact(owner=alice, customer=customer)
    unlink_contact(contact, by=alice, record=customer)
    released = last()
    delete(customer, by=alice)

    with pytest.raises(Conflict, match="customer is no longer there"):
        undo(released, by=alice)
    connection.check_constraints()


def test_it_happens_once(alice):
    update(make_lead(owner=alice), by=alice, name="Augusta")
    event = last()
    undo(event, by=alice)

    with pytest.raises(Conflict, match="undone already"):
        undo(event, by=alice)


def test_an_action_may_say_why_it_cannot_be_undone(alice):
    thank_lead(make_lead(owner=alice), by=alice)

    with pytest.raises(Conflict, match="cannot be unsent"):
        undo(last(), by=alice)


def test_a_whole_story_is_undone_and_done_again_and_undone(alice):
    lead = create(Lead, by=alice, name="Ada")
    customer = convert_lead(lead, by=alice)
    delete_customer(customer, by=alice)
    delete_lead(lead, by=alice)

    for _turn in range(3):
        for event in list(Event.objects.order_by("-pk")[:4]):
            undo(event, by=alice)

    assert not Lead.objects.exists()
    assert not Customer.objects.exists()


def test_only_those_who_may_edit_what_it_touched(alice, carol):
    block_lead(make_lead(owner=alice), by=alice)

    with pytest.raises(Forbidden):
        undo(last(), by=carol)


def test_a_deleted_customer_comes_back_with_its_contacts(alice):
    customer = make_customer(owner=alice)
    make_contact(owner=alice, customer=customer, email="c@example.org")
    delete_customer(customer, by=alice)

    undo(last(), by=alice)

    assert contacts_of(customer).get().email == "c@example.org"


@pytest.fixture
def tidy_leads():
    @action("lead.tidied", verb="edit", label="Tidy")
    def tidy_leads(lead: Lead, *, by) -> Lead:
        """Write one field from two actions, in both orders."""
        lead.email = "first@example.org"
        lead.save()
        update(lead, by=by, email="second@example.org", name="Second")
        lead.refresh_from_db()
        lead.name = "Third"
        lead.save()
        return lead

    yield tidy_leads
    del ACTIONS["lead.tidied"]


def test_what_an_action_caused_is_undone_with_it_and_not_alone(alice, tidy_leads):
    lead = make_lead(owner=alice, name="Ada", email="")
    tidy_leads(lead, by=alice)
    outer, inner = Event.objects.order_by("pk")

    with pytest.raises(Conflict, match="part of “Tidy”"):
        undo(inner, by=alice)
    undo(outer, by=alice)

    lead.refresh_from_db()
    assert inner.cause == outer
    assert (lead.name, lead.email) == ("Ada", "")


def test_a_refused_undo_leaves_no_trace(alice):
    thank_lead(make_lead(owner=alice), by=alice)

    with pytest.raises(Conflict):
        undo(last(), by=alice)

    assert (Event.objects.count(), Change.objects.count()) == (1, 1)
