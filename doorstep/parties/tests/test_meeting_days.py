"""On the day of an event its leads are open again."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import now

from doorstep.activity.actions import create_event, finish_event
from doorstep.activity.models import CalendarEvent
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.parties.actions import convert_lead, move_lead
from doorstep.parties.chores import open_leads_met_today
from doorstep.parties.models import LeadStatus
from doorstep.parties.testing import make_lead

NOON = datetime.fromisoformat("2030-06-03T12:00:00+00:00")


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def meet(lead, by, **values):
    said = {"subject": "Show lamps", "starts_at": now() + timedelta(hours=2)} | values
    return create_event(CalendarEvent, by=by, records=[lead], **said)


def status_of(lead):
    lead.refresh_from_db()
    return lead.status.code


def test_a_lead_that_is_met_today_turns_open(alice):
    lead = make_lead(owner=alice, status="Replied")
    meet(lead, alice)

    open_leads_met_today()

    assert status_of(lead) == "OPEN"


@pytest.mark.parametrize("days", [-1, 1])
def test_on_another_day_it_stays_as_it_is(alice, days):
    lead = make_lead(owner=alice, status="Replied")
    meet(lead, alice, starts_at=now() + timedelta(days=days))

    open_leads_met_today()

    assert status_of(lead) == "REPLIED"


def test_a_repeating_event_opens_it_on_each_of_its_days(alice):
    lead = make_lead(owner=alice, status="Replied")
    meet(lead, alice, starts_at=now() - timedelta(days=7), recurrence="FREQ=WEEKLY;COUNT=4")

    open_leads_met_today()

    assert status_of(lead) == "OPEN"


def test_a_converted_lead_stays_converted(alice):
    lead = make_lead(owner=alice, status="Replied")
    meet(lead, alice)
    convert_lead(lead, by=alice)

    open_leads_met_today()

    assert status_of(lead) == "CONVERTED"


def test_who_is_not_to_be_contacted_is_left_alone(alice):
    lead = make_lead(owner=alice, status="Do not contact")
    meet(lead, alice)

    open_leads_met_today()

    assert status_of(lead) == "DO_NOT_CONTACT"


def test_an_event_that_is_over_opens_nothing(alice):
    lead = make_lead(owner=alice, status="Replied")
    finish_event(meet(lead, alice), by=alice)

    open_leads_met_today()

    assert status_of(lead) == "REPLIED"


def test_it_happens_once_a_day_whatever_people_make_of_it(alice):
    lead = make_lead(owner=alice, status="Replied")
    meet(lead, alice)
    open_leads_met_today()
    lead.refresh_from_db()
    move_lead(lead, by=alice, status=LeadStatus.objects.get(code="INTERESTED"))

    open_leads_met_today()

    assert status_of(lead) == "INTERESTED"


def test_it_can_be_undone_and_is_not_done_again(alice, bob):
    lead = make_lead(owner=alice, status="Replied")
    meet(lead, alice)
    open_leads_met_today()
    undo(last_event(), by=alice)

    open_leads_met_today()

    assert status_of(lead) == "REPLIED"
