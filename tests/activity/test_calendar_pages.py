"""The calendar page: who sees what, where it stands, and what can be done with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.activity.actions import delete_event, move_event
from doorstep.activity.models import CalendarEvent, EventException
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.kit.noting import unrecorded
from doorstep.parties.testing import make_lead
from tests.activity.planning import WEEK, at, plan, text


@pytest.fixture(autouse=True)
def in_oslo(alice, bob):
    for each in (alice, bob):
        each.time_zone = "Europe/Oslo"
        with unrecorded():
            each.save()


@pytest.mark.parametrize("view", ["day", "week", "month", "agenda"])
def test_an_event_stands_in_every_view(as_alice, alice, view):
    plan(alice)

    assert "Show the lamps" in text(as_alice, f"/calendar/?view={view}&on=2027-03-15")
    assert "Show the lamps" not in text(as_alice, f"/calendar/?view={view}&on=2027-05-15")


def test_it_stands_at_the_hour_of_whoever_looks(as_alice, alice):
    plan(alice, starts_at=datetime(2027, 3, 15, 13, 30, tzinfo=UTC))

    page = text(as_alice)

    assert "14:30 Show the lamps" in page
    assert "at-58 for-2" in page


def test_what_overlaps_stands_side_by_side(as_alice, alice):
    plan(alice, ends_at=at(3, 15, 12))
    plan(alice, starts_at=at(3, 15, 11), ends_at=at(3, 15, 13))

    page = text(as_alice)

    assert "lane-0-2" in page
    assert "lane-1-2" in page


def test_a_series_stands_on_each_of_its_days(as_alice, alice):
    plan(alice, recurrence="FREQ=DAILY;COUNT=4", timezone="Europe/Oslo")

    assert text(as_alice).count("data-tile=") == 4


def test_a_task_stands_on_its_day(as_alice, alice):
    make_task(owner=alice, assignee=alice, subject="Send samples", due_on=at(3, 16).date())

    assert "Send samples" in text(as_alice)


def test_a_task_without_a_day_stands_beside(as_alice, alice):
    make_task(owner=alice, assignee=alice, subject="Tidy the cellar")

    assert "Tidy the cellar" in text(as_alice)


def test_what_makes_no_sense_is_this_week(as_alice):
    for query in ("view=year", "on=soon", "on=0001-01-01", "who=x&who=999999", "on=9999-12-31"):
        assert text(as_alice, f"/calendar/?{query}")


def test_others_are_shown_as_far_as_reach_goes(client, alice, bob, carol):
    plan(alice, subject="Alice plans")
    plan(carol, subject="Carol plans")
    client.force_login(bob)

    page = text(client, f"{WEEK}&who={alice.pk}&who={carol.pk}")

    assert "Alice plans" in page
    assert "Carol plans" not in page
    assert str(carol) not in page


def test_of_a_private_event_others_know_only_that_somebody_is_busy(client, alice, bob):
    event = plan(alice, subject="Doctor", location="Clinic", is_private=True)
    client.force_login(bob)

    page = text(client, f"{WEEK}&who={alice.pk}")

    assert "Busy" in page
    assert "Doctor" not in page
    assert "Clinic" not in page
    assert f"/{event.pk}/" not in page


def test_a_private_event_is_nowhere_else(client, alice, bob):
    lead = make_lead(owner=alice)
    event = plan(alice, subject="Doctor Faust", is_private=True, records=[lead])
    client.force_login(bob)

    for url in (
        "/calendar-events/",
        "/calendar-events/?q=faust",
        "/search/?q=faust",
        "/palette/?q=faust",
        f"/leads/{lead.pk}/",
        f"/leads/{lead.pk}/timeline/",
        "/api/v1/calendar-events",
        f"/api/v1/leads/{lead.pk}/timeline",
        "/pick/calendar_event/?q=faust",
    ):
        assert "Doctor" not in client.get(url).content.decode(), url
    for url in (
        f"/calendar-events/{event.pk}/",
        f"/calendar/events/{event.pk}/",
        f"/calendar/events/{event.pk}/edit/",
        f"/api/v1/calendar-events/{event.pk}",
    ):
        assert client.get(url).status_code == 404, url


def test_a_private_event_that_was_deleted_is_not_told_either(client, alice, bob):
    lead = make_lead(owner=alice)
    event = plan(alice, subject="Doctor Faust", is_private=True, records=[lead])
    move_event(event, by=alice, starts_at=at(3, 16))
    event.refresh_from_db()
    delete_event(event, by=alice)
    client.force_login(bob)

    for url in (f"/leads/{lead.pk}/timeline/", f"/api/v1/leads/{lead.pk}/timeline"):
        assert "Doctor" not in client.get(url).content.decode(), url
    client.force_login(alice)
    assert "Doctor" in client.get(f"/leads/{lead.pk}/timeline/").content.decode()


def test_one_who_takes_part_sees_a_private_event(client, alice, bob):
    plan(alice, subject="Doctor", is_private=True, participants=[{"user": bob}])
    client.force_login(bob)

    assert "Doctor" in text(client)


def test_a_page_of_many_takes_few_statements(as_alice, alice, bob):
    for number in range(30):
        plan(alice, starts_at=at(3, 15 + number % 5, 8 + number % 9), participants=[{"user": bob}])
    series = plan(alice, recurrence="FREQ=DAILY", timezone="Europe/Oslo")
    with unrecorded():
        EventException.objects.create(event=series, original_at=at(3, 17), is_left_out=True)
    text(as_alice)

    with CaptureQueriesContext(connection) as queries:
        text(as_alice)

    assert len(queries) <= 14, [q["sql"][:90] for q in queries]


def test_an_event_kept_with_a_hostile_rule_does_not_hold_the_page_up(as_alice, alice):
    rule = "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"
    make_calendar_event(owner=alice, starts_at=at(3, 15), recurrence=rule)

    assert "Show the lamps" in text(as_alice)


def test_the_end_of_a_day_is_no_part_of_the_next(as_alice, alice):
    plan(alice, starts_at=at(3, 15, 22), ends_at=at(3, 16, 0))

    assert text(as_alice).count("data-tile=") == 1
    assert timedelta(hours=2) == CalendarEvent.objects.get().length
