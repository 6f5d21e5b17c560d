"""What is to happen, and who takes part."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from doorstep.activity.actions import (
    create_event,
    delete_event,
    finish_event,
    log_call,
    update_event,
)
from doorstep.activity.models import CalendarEvent
from doorstep.history.timeline import timeline
from doorstep.kit.errors import Invalid
from doorstep.parties.testing import make_customer, make_lead
from doorstep.ui.offers import offered_on

AT = now().replace(microsecond=0) + timedelta(days=1)


def plan(by, **values):
    return create_event(
        CalendarEvent, by=by, **{"subject": "Show lamps", "starts_at": AT} | values
    )


def test_an_event_takes_half_an_hour_unless_said_otherwise(alice):
    assert plan(alice).length == timedelta(minutes=30)


def test_an_event_that_ends_before_it_starts_is_refused(alice):
    with pytest.raises(Invalid) as refused:
        plan(alice, ends_at=AT - timedelta(minutes=1))

    assert set(refused.value.fields) == {"ends_at"}
    assert not CalendarEvent._base_manager.exists()


def test_an_event_is_told_on_each_record_it_is_about(alice):
    lead, customer = make_lead(owner=alice), make_customer(owner=alice)

    event = plan(alice, records=[lead, customer])
    update_event(event, by=alice, location="Hall 4")

    for record in (lead, customer):
        told = [each.name for each in timeline(record, seen_by=alice).items]
        assert told == ["calendar_event.updated", "calendar_event.created"]


def test_who_takes_part_sees_an_event_beyond_their_reach(alice, carol):
    event = plan(alice, participants=[{"user": carol}])

    assert event in CalendarEvent.objects.visible_to(carol)
    assert event not in CalendarEvent.objects.permitted(carol, "edit")


def test_a_private_event_is_for_its_owner_and_those_who_take_part(alice, bob, carol):
    event = plan(alice, is_private=True, participants=[{"user": carol}])

    assert event in CalendarEvent.objects.visible_to(alice)
    assert event in CalendarEvent.objects.visible_to(carol)
    assert event not in CalendarEvent.objects.visible_to(bob)


def test_naming_the_participants_again_keeps_their_answers(alice, carol):
    event = plan(alice, participants=[{"user": carol}, {"email": "x@y.example", "name": "Xenia"}])
    seat = event.participants.get(email="x@y.example")

    update_event(event, by=alice, participants=[{"email": "X@y.example"}])

    assert [each.pk for each in event.participants.all()] == [seat.pk]


def test_deleting_an_event_takes_its_links_along(alice):
    lead = make_lead(owner=alice)
    event = plan(alice, records=[lead])

    delete_event(event, by=alice)

    assert not CalendarEvent._base_manager.exists()


def test_a_call_is_kept_with_what_was_said(alice):
    lead = make_lead(owner=alice)

    call = log_call(lead, by=alice, outcome="REACHED", minutes=4, text="Wants a sample.")

    assert call.about == lead
    (event,) = timeline(lead, seen_by=alice).items
    assert event.name == "lead.called"


def test_a_menu_offers_to_hold_or_call_off_only_what_is_planned(alice):
    event = plan(alice)
    asked = {"calendar_event.done", "calendar_event.called_off"}

    assert asked <= {action.name for action in offered_on(alice, event)}
    finish_event(event, by=alice)
    event.refresh_from_db()
    assert not asked & {action.name for action in offered_on(alice, event)}
