"""A record's next contact is one event in somebody's calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from doorstep.activity.actions import call_off_event, delete_event, finish_event, move_event
from doorstep.activity.models import CalendarEvent, EventLink
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.kit.errors import Invalid
from doorstep.parties.actions import (
    convert_lead,
    create_customer,
    create_lead,
    delete_lead,
    update_customer,
    update_lead,
)
from doorstep.parties.models import Customer, Lead
from doorstep.parties.testing import make_customer, make_lead

SOON = now().replace(microsecond=0) + timedelta(days=3)
LATER = SOON + timedelta(days=2)


@pytest.fixture
def lead(alice, bob):
    return create_lead(Lead, by=alice, name="Ada", next_contact_by=bob, next_contact_at=SOON)


def events():
    return list(CalendarEvent._base_manager.order_by("pk"))


def test_saving_a_next_contact_makes_one_event_for_that_person(lead, bob):
    (event,) = events()

    assert (event.owner, event.starts_at, event.kind) == (bob, SOON, "CALL")
    assert [link.about for link in event.links.all()] == [lead]
    assert event in CalendarEvent.objects.visible_to(bob)


def test_saving_again_without_a_change_adds_none(lead, alice):
    update_lead(lead, by=alice, request="lamps")

    assert len(events()) == 1


def test_changing_the_moment_moves_the_same_event(lead, alice):
    (before,) = events()

    update_lead(
        lead, by=alice, next_contact_at=LATER, next_contact_until=LATER + timedelta(hours=2)
    )

    (after,) = events()
    assert after.pk == before.pk
    assert after.uid == before.uid
    assert after.sequence > before.sequence
    assert (after.starts_at, after.length) == (LATER, timedelta(hours=2))


def test_somebody_else_taking_over_the_contact_takes_over_the_event(lead, alice, carol):
    update_lead(lead, by=alice, next_contact_by=carol)

    (event,) = events()
    assert event.owner == carol
    assert [seat.user for seat in event.participants.all()] == [carol]


def test_clearing_the_next_contact_removes_the_event(lead, alice):
    update_lead(lead, by=alice, next_contact_at=None)

    assert events() == []


def test_deleting_the_lead_removes_the_event(lead, alice):
    delete_lead(lead, by=alice)

    assert events() == []
    undo(last_event(), by=alice)
    assert len(events()) == 1


def test_a_past_moment_is_refused_when_it_is_set(alice, lead):
    with pytest.raises(Invalid) as refused:
        update_lead(lead, by=alice, next_contact_at=now() - timedelta(days=1))

    assert set(refused.value.fields) == {"next_contact_at"}
    assert events()[0].starts_at == SOON


def test_a_moment_that_passed_meanwhile_is_no_obstacle(alice):
    old = make_lead(owner=alice, next_contact_at=datetime(2020, 1, 1, tzinfo=UTC))

    update_lead(old, by=alice, request="lamps")

    assert events() == []


def test_an_end_before_the_start_is_refused(alice, lead):
    with pytest.raises(Invalid) as refused:
        update_lead(lead, by=alice, next_contact_until=SOON - timedelta(hours=1))

    assert set(refused.value.fields) == {"next_contact_until"}


def test_without_a_name_the_leads_salesperson_makes_the_contact(alice):
    create_lead(Lead, by=alice, name="Ada", next_contact_at=SOON)

    assert events()[0].owner == alice


def test_moving_the_event_in_the_calendar_moves_the_next_contact(lead, bob):
    move_event(events()[0], by=bob, starts_at=LATER)

    lead.refresh_from_db()
    assert (lead.next_contact_at, lead.next_contact_until) == (LATER, None)


def test_stretching_the_event_is_said_on_the_lead(lead, bob):
    move_event(events()[0], by=bob, starts_at=SOON, ends_at=SOON + timedelta(hours=2))

    lead.refresh_from_db()
    assert lead.next_contact_until == SOON + timedelta(hours=2)


def test_a_next_contact_cannot_be_dragged_into_the_past(lead, bob):
    with pytest.raises(Invalid):
        move_event(events()[0], by=bob, starts_at=now() - timedelta(days=2))

    assert events()[0].starts_at == SOON


@pytest.mark.parametrize("end", [finish_event, call_off_event, delete_event])
def test_when_the_event_is_over_the_lead_waits_for_its_next_one(lead, bob, end):
    end(events()[0], by=bob)

    lead.refresh_from_db()
    assert (lead.next_contact_at, lead.next_contact_by) == (None, None)
    assert not EventLink._base_manager.filter(is_next_contact=True).exists()


def test_an_event_that_is_over_stays_when_the_next_contact_is_planned(lead, alice, bob):
    finish_event(events()[0], by=bob, outcome="Wants two more lamps.")
    lead.refresh_from_db()

    update_lead(lead, by=alice, next_contact_at=LATER)

    assert [event.status for event in events()] == ["DONE", "OPEN"]


def test_a_customer_has_a_next_contact_as_well(alice):
    customer = create_customer(Customer, by=alice, name="Oak", next_contact_at=SOON)
    (event,) = events()

    update_customer(customer, by=alice, next_contact_at=LATER)
    assert [each.pk for each in events()] == [event.pk]
    update_customer(customer, by=alice, next_contact_at=None)
    assert events() == []


def test_conversion_hands_the_next_contact_to_the_customer(lead, alice, bob):
    customer = convert_lead(lead, by=alice)

    lead.refresh_from_db()
    customer.refresh_from_db()
    (event,) = events()
    assert (lead.next_contact_at, customer.next_contact_at) == (None, SOON)
    assert customer.next_contact_by == bob
    assert {link.about: link.is_next_contact for link in event.links.all()} == {
        lead: False,
        customer: True,
    }


def test_a_customer_with_plans_of_its_own_keeps_them_at_conversion(lead, alice):
    customer = make_customer(owner=alice)
    update_customer(customer, by=alice, next_contact_at=LATER)

    convert_lead(lead, by=alice, into=customer)

    customer.refresh_from_db()
    assert customer.next_contact_at == LATER
    assert [event.status for event in events()] == ["OPEN", "OPEN"]


def test_undoing_the_change_puts_the_event_back_where_it_was(lead, alice):
    update_lead(lead, by=alice, next_contact_at=LATER)
    undo(last_event(), by=alice)

    assert events()[0].starts_at == SOON
