"""The next contact set in one line, and done with the one after it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from doorstep.activity.actions import finish_contact, log_call, meet, plan_contact
from doorstep.activity.models import CalendarEvent, Call, EventParticipant
from doorstep.activity.refusals import LineNotRead, NobodyCalledSo
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import update_lead
from doorstep.parties.testing import make_contact, make_customer, make_lead

MONDAY = datetime(2030, 6, 3, 8, tzinfo=UTC)


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, lead_owner=alice, name="Ada Byron", organisation="")


def the_event():
    return CalendarEvent.objects.get(status="OPEN")


def test_a_line_sets_the_next_contact_and_its_event(alice, lead):
    plan_contact(lead, by=alice, line="meeting Tuesday 10-11:30", at=MONDAY)

    lead.refresh_from_db()
    tuesday = MONDAY.replace(day=4, hour=10)
    assert (lead.next_contact_at, lead.next_contact_how) == (tuesday, "MEETING")
    assert lead.next_contact_until == tuesday + timedelta(minutes=90)
    assert (the_event().subject, the_event().owner) == ("Meeting: Ada Byron", alice)


def test_the_hour_is_that_of_the_persons_clock(alice, lead):
    with unrecorded():
        alice.time_zone = "Asia/Tokyo"
        alice.save()

    plan_contact(lead, by=alice, line="call Tuesday 10", at=MONDAY)

    lead.refresh_from_db()
    assert lead.next_contact_at == MONDAY.replace(day=4, hour=1)


def test_without_a_word_for_it_they_meet_as_before(alice, lead):
    plan_contact(lead, by=alice, line="visit Tuesday", at=MONDAY)

    plan_contact(lead, by=alice, line="Friday", at=MONDAY)

    lead.refresh_from_db()
    assert lead.next_contact_how == "VISIT"
    assert CalendarEvent.objects.count() == 1


def test_a_line_for_a_colleague_puts_it_into_their_calendar(alice, bob, lead):
    plan_contact(lead, by=alice, line="call Tuesday for bob@example.org", at=MONDAY)

    lead.refresh_from_db()
    assert (lead.next_contact_by, the_event().owner) == (bob, bob)


def test_a_line_for_nobody_we_know_is_refused(alice, lead):
    with pytest.raises(NobodyCalledSo) as refused:
        plan_contact(lead, by=alice, line="call Tuesday for Xaver", at=MONDAY)

    lead.refresh_from_db()
    assert "Xaver" in refused.value.fields["line"]
    assert lead.next_contact_at is None


def test_a_colleague_who_comes_along_takes_part_and_stays_when_it_moves(alice, bob, lead):
    plan_contact(lead, by=alice, line="visit Tuesday with bob@example.org", at=MONDAY)
    lead.refresh_from_db()
    update_lead(lead, by=alice, next_contact_at=MONDAY + timedelta(days=3))

    seats = EventParticipant.objects.filter(event=the_event())
    assert {seat.user for seat in seats} == {alice, bob}


def test_anybody_else_who_is_named_stands_in_the_subject(alice, lead):
    plan_contact(lead, by=alice, line="call Tuesday with Kim about the brass", at=MONDAY)

    assert the_event().subject == "Call with Kim: the brass"


def test_what_cannot_be_read_changes_nothing(alice, lead):
    with pytest.raises(LineNotRead):
        plan_contact(lead, by=alice, line="call them some time", at=MONDAY)

    assert not CalendarEvent.objects.exists()
    assert not Event.objects.exists()


def test_done_keeps_what_came_of_it_and_plans_the_next(alice, lead):
    plan_contact(lead, by=alice, line="call Tuesday 10", at=MONDAY)
    lead.refresh_from_db()

    finish_contact(lead, by=alice, outcome="Wants brass.", line="visit in 3 days", at=MONDAY)

    lead.refresh_from_db()
    done = CalendarEvent.objects.get(status="DONE")
    assert (done.outcome, lead.next_contact_how) == ("Wants brass.", "VISIT")
    assert the_event().starts_at == lead.next_contact_at == MONDAY.replace(day=6, hour=9)


def test_done_without_a_next_step_leaves_none(alice, lead):
    plan_contact(lead, by=alice, line="call Tuesday 10", at=MONDAY)
    lead.refresh_from_db()

    finish_contact(lead, by=alice)

    lead.refresh_from_db()
    assert (lead.next_contact_at, lead.next_contact_how) == (None, "")
    assert CalendarEvent.objects.get().status == "DONE"


def test_done_with_a_line_that_cannot_be_read_is_not_done(alice, lead):
    plan_contact(lead, by=alice, line="call Tuesday 10", at=MONDAY)
    lead.refresh_from_db()

    with pytest.raises(LineNotRead):
        finish_contact(lead, by=alice, line="perhaps")
    assert the_event()


def test_nothing_planned_is_nothing_to_be_done(alice, lead):
    with pytest.raises(Conflict):
        finish_contact(lead, by=alice)


def test_a_contact_that_was_imported_without_an_event_can_be_done(alice):
    old = make_lead(owner=alice, next_contact_at=now() - timedelta(days=2))

    finish_contact(old, by=alice)

    old.refresh_from_db()
    assert old.next_contact_at is None


def test_undo_of_done_takes_the_next_one_back_and_opens_the_first(alice, lead):
    plan_contact(lead, by=alice, line="call Tuesday 10", at=MONDAY)
    lead.refresh_from_db()
    finish_contact(lead, by=alice, line="visit Friday", at=MONDAY)

    undo(last_event(), by=alice)

    lead.refresh_from_db()
    assert lead.next_contact_at == the_event().starts_at == MONDAY.replace(day=4, hour=10)
    assert CalendarEvent.objects.count() == 1


def test_somebody_out_of_reach_plans_nothing(carol, lead):
    with pytest.raises(Forbidden):
        plan_contact(lead, by=carol, line="call Tuesday", at=MONDAY)


def test_of_a_contact_no_next_contact_is_kept(alice):
    with pytest.raises(Conflict):
        plan_contact(make_contact(owner=alice), by=alice, line="call Tuesday", at=MONDAY)


def test_a_customer_is_planned_like_a_lead(alice):
    oak = make_customer(owner=alice)

    plan_contact(oak, by=alice, line="visit Tuesday 9", at=MONDAY)

    oak.refresh_from_db()
    assert oak.next_contact_at == the_event().starts_at == MONDAY.replace(day=4, hour=9)


def test_a_call_that_was_planned_is_done_with_it_and_says_what_comes_next(alice, lead):
    plan_contact(lead, by=alice, line="call tomorrow 10")
    lead.refresh_from_db()

    log_call(lead, by=alice, text="Not now.", is_planned=True, line="call in 2 weeks")

    lead.refresh_from_db()
    done = CalendarEvent.objects.get(status="DONE")
    assert (done.outcome, Call.objects.get().text) == ("Not now.", "Not now.")
    assert the_event().starts_at == lead.next_contact_at


def test_a_meeting_is_planned_about_a_record_beside_its_next_contact(alice, bob, lead):
    plan_contact(lead, by=alice, line="call Tuesday 10", at=MONDAY)
    lead.refresh_from_db()

    event = meet(
        lead, by=alice, line="Thu 14-15 with bob@example.org", location="Hall 4", at=MONDAY
    )

    lead.refresh_from_db()
    assert (event.kind, event.subject, event.location) == (
        "MEETING",
        "Meeting: Ada Byron",
        "Hall 4",
    )
    assert event.participants.get().user == bob
    assert lead.next_contact_how == "CALL"
    assert CalendarEvent.objects.count() == 2
