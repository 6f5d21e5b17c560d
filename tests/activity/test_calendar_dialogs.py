"""What is moved, deleted and said in the calendar: one, the following, or all of a series."""

import re
from datetime import UTC, datetime

import pytest

from doorstep.activity.models import CalendarEvent, EventException, EventLink
from doorstep.kit.noting import unrecorded
from doorstep.parties.testing import make_lead
from tests.activity.planning import HTMX, at, plan, text


@pytest.fixture(autouse=True)
def in_oslo(alice, bob):
    for each in (alice, bob):
        each.time_zone = "Europe/Oslo"
        with unrecorded():
            each.save()


def test_it_is_dragged_to_another_day_and_hour(as_alice, alice):
    event = plan(alice)

    values = {"day": "2027-03-17", "minute": "870", "query": "view=week&on=2027-03-15"}
    answer = as_alice.post(f"/calendar/events/{event.pk}/move/", values, **HTMX)

    event.refresh_from_db()
    assert (event.starts_at, event.ends_at) == (at(3, 17, 14, 30), at(3, 17, 15))
    assert "Undo" in answer.content.decode()
    assert 'id="calendar"' in answer.content.decode()


def test_it_is_moved_by_key(as_alice, alice):
    event = plan(alice)

    as_alice.post(f"/calendar/events/{event.pk}/move/", {"minutes": "-15"}, **HTMX)
    as_alice.post(f"/calendar/events/{event.pk}/move/", {"days": "1"}, **HTMX)
    as_alice.post(f"/calendar/events/{event.pk}/move/", {"longer": "30"}, **HTMX)

    event.refresh_from_db()
    assert (event.starts_at, event.ends_at) == (at(3, 16, 9, 45), at(3, 16, 10, 45))


def test_its_edge_is_pulled(as_alice, alice):
    event = plan(alice)

    as_alice.post(
        f"/calendar/events/{event.pk}/move/", {"day": "2027-03-15", "until": "720"}, **HTMX
    )

    event.refresh_from_db()
    assert (event.starts_at, event.ends_at) == (at(3, 15), at(3, 15, 12))


def test_in_the_month_only_its_day_changes(as_alice, alice):
    event = plan(alice)

    as_alice.post(f"/calendar/events/{event.pk}/move/", {"day": "2027-03-30"}, **HTMX)

    event.refresh_from_db()
    assert event.starts_at == at(3, 30)


def test_of_a_series_one_is_asked_how_many_are_meant(as_alice, alice):
    event = plan(alice, recurrence="FREQ=DAILY;COUNT=4", timezone="Europe/Oslo")
    url = f"/calendar/events/{event.pk}/move/"
    values = {"original": at(3, 16).isoformat(), "day": "2027-03-16", "minute": "900"}

    asked = as_alice.post(url, values, **HTMX)
    assert asked["HX-Retarget"] == "#dialog"
    assert not EventException.objects.exists()

    as_alice.post(url, values | {"scope": "one"})
    assert EventException.objects.get().starts_at == at(3, 16, 15)


@pytest.mark.parametrize(("scope", "hours"), [("one", 1), ("following", 3), ("all", 4)])
def test_so_many_of_a_series_are_moved(as_alice, alice, scope, hours):
    event = plan(alice, recurrence="FREQ=DAILY;COUNT=4", timezone="Europe/Oslo")
    values = {"original": at(3, 16).isoformat(), "minutes": "120", "scope": scope}

    as_alice.post(f"/calendar/events/{event.pk}/move/", values)

    page = text(as_alice)
    assert page.count("12:00 Show the lamps") == hours
    assert page.count("10:00 Show the lamps") == 4 - hours


@pytest.mark.parametrize(("scope", "left"), [("one", 3), ("following", 1), ("all", 0)])
def test_so_many_of_a_series_are_deleted(as_alice, alice, scope, left):
    event = plan(alice, recurrence="FREQ=DAILY;COUNT=4", timezone="Europe/Oslo")
    url = f"/calendar/events/{event.pk}/delete/?original={at(3, 16):%Y-%m-%dT%H:%M:%S}%2B01:00"
    assert "This and following" in text(as_alice, url)

    as_alice.post(url, {"scope": scope})

    assert text(as_alice).count("data-tile=") == left


def test_who_may_not_edit_cannot_move_it(client, alice, bob, carol):
    event = plan(alice, participants=[{"user": carol}])
    client.force_login(carol)

    answer = client.post(f"/calendar/events/{event.pk}/move/", {"days": "1"}, **HTMX)

    assert answer.status_code == 403
    assert "data-move" not in text(client)


def form(**values):
    return {
        "subject": "Showroom",
        "kind": "VISIT",
        "starts_on": "2027-03-15",
        "starts_time": "10:00",
        "ends_on": "2027-03-15",
        "ends_time": "11:30",
        "timezone": "Europe/Oslo",
    } | values


def test_everything_is_said_in_one_form(as_alice, alice, bob):
    lead = make_lead(owner=alice)
    said = form(
        repeats="WEEKLY",
        days=["MO", "WE"],
        until="2027-04-01",
        location="Hall 4",
        colleagues=[str(bob.pk)],
        guests="Nadia Ferrante <nadia@quill.example>\nx@y.example",
        about_lead=str(lead.pk),
        is_private="on",
    )

    as_alice.post("/calendar/new/", said)

    event = CalendarEvent.objects.get()
    assert (event.starts_at, event.ends_at) == (at(3, 15), at(3, 15, 11, 30))
    assert event.recurrence == "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270401"
    assert event.is_private
    assert [link.about for link in event.links.all()] == [lead]
    assert sorted(event.participants.values_list("email", "name")) == [
        ("bob@example.org", bob.name),
        ("nadia@quill.example", "Nadia Ferrante"),
        ("x@y.example", ""),
    ]


def test_its_form_says_what_it_holds_and_keeps_it(as_alice, alice, bob):
    lead = make_lead(owner=alice)
    event = plan(
        alice,
        recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        timezone="America/New_York",
        participants=[{"user": bob}, {"email": "x@y.example", "name": "Xenia"}],
        records=[lead],
    )
    url = f"/calendar/events/{event.pk}/edit/"
    page = text(as_alice, url)
    assert 'value="05:00"' in page or 'value="04:00"' in page
    assert "WEEKLY/2" in page

    said = form(
        subject="Other",
        starts_time="05:00",
        ends_time="05:30",
        timezone="America/New_York",
        repeats="WEEKLY/2",
        days=["MO"],
        colleagues=[str(bob.pk)],
        guests="Xenia <x@y.example>",
        keeps=[f"lead:{lead.pk}"],
    )
    as_alice.post(url, said)

    event.refresh_from_db()
    assert event.subject == "Other"
    assert event.participants.count() == 2
    assert event.links.count() == 1


def test_what_one_may_not_see_stays_linked(as_alice, alice, carol):
    hers = make_lead(owner=carol)
    event = plan(alice)
    with unrecorded():
        EventLink.to(hers, event=event, owner=carol).save()

    as_alice.post(f"/calendar/events/{event.pk}/edit/", form())

    assert EventLink._base_manager.filter(event=event, about_id=hers.pk).exists()


def test_an_all_day_event_of_two_days(as_alice, alice):
    as_alice.post("/calendar/new/", form(all_day="on", ends_on="2027-03-16", starts_time=""))

    event = CalendarEvent.objects.get()
    assert event.starts_at == datetime(2027, 3, 15, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 3, 17, tzinfo=UTC)
    assert len(re.findall("data-tile=", text(as_alice))) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"starts_time": ""},
        {"ends_time": "09:00"},
        {"guests": "nobody"},
        {"repeats": "OWN", "rule": "FREQ=SOMETIMES"},
        {"timezone": "Middle/Earth"},
    ],
)
def test_what_makes_no_sense_is_said_in_the_form(as_alice, alice, wrong):
    answer = as_alice.post("/calendar/new/", form(**wrong))

    assert answer.status_code == 422
    assert not CalendarEvent.objects.exists()


def test_one_of_a_series_is_edited_alone(as_alice, alice):
    event = plan(alice, recurrence="FREQ=DAILY;COUNT=4", timezone="Europe/Oslo")
    url = f"/calendar/events/{event.pk}/edit/?original=2027-03-16T09:00:00Z"

    day = {"starts_on": "2027-03-16", "ends_on": "2027-03-16"}
    as_alice.post(url, form(scope="one", subject="Special", **day))

    assert text(as_alice).count("Special") == 1


def test_an_answer_is_given_in_the_calendar(client, alice, bob):
    event = plan(alice, participants=[{"user": bob}])
    client.force_login(bob)
    assert "Will you come?" in text(client, f"/calendar/events/{event.pk}/")

    client.post(f"/calendar/events/{event.pk}/answer/", {"answer": "ACCEPTED"})

    assert event.participants.get().answer == "ACCEPTED"
