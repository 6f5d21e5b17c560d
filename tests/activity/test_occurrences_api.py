"""Occurrences in the API: a span of days, and one, some or all of a series."""

import pytest

from doorstep.activity.models import CalendarEvent, EventException
from tests.activity.planning import at, plan

JSON = "application/json"
WINDOW = "/api/v1/calendar-events/occurrences?from=2027-03-15&to=2027-03-21"


def items(client, url=WINDOW):
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def daily(by, **values):
    return plan(by, recurrence="FREQ=DAILY;COUNT=4", timezone="Europe/Oslo", **values)


def test_each_repetition_is_told_by_itself(as_alice, alice):
    event = daily(alice)
    plan(alice, subject="Next week", starts_at=at(3, 22))

    found = items(as_alice)

    assert [each["event"] for each in found] == [event.pk] * 4
    assert found[1]["starts_at"] == found[1]["original_at"] == "2027-03-16T09:00:00Z"


def test_of_a_private_event_only_when_and_whose_is_told(client, alice, bob):
    plan(alice, subject="Doctor", is_private=True)
    client.force_login(bob)

    (found,) = items(client, f"{WINDOW}&who={alice.email}")

    assert found == {
        "busy": True,
        "starts_at": "2027-03-15T09:00:00Z",
        "ends_at": "2027-03-15T09:30:00Z",
        "all_day": False,
        "owner": alice.email,
    }


@pytest.mark.parametrize(
    "query",
    [
        "",
        "from=soon&to=2027-03-21",
        "from=2027-03-21&to=2027-03-15",
        "from=2027-01-01&to=2029-01-01",
        "from=2027-03-15&to=2027-03-21&who=carol@example.org",
        "from=2027-03-15&to=2027-03-21&where=here",
    ],
)
def test_what_makes_no_sense_is_refused(as_alice, carol, query):
    assert as_alice.get(f"/api/v1/calendar-events/occurrences?{query}").status_code == 422


def test_one_is_moved(as_alice, alice):
    event = daily(alice)
    body = {"original_at": "2027-03-16T09:00:00Z", "starts_at": "2027-03-16T12:00:00Z"}

    url = f"/api/v1/calendar-events/{event.pk}/occurrences/move"
    assert as_alice.post(url, body, content_type=JSON).status_code == 204

    changed = [each for each in items(as_alice) if each["is_changed"]]
    assert [each["starts_at"] for each in changed] == ["2027-03-16T12:00:00Z"]


@pytest.mark.parametrize(("scope", "left"), [("one", 3), ("following", 1), ("all", 0)])
def test_so_many_are_left_out(as_alice, alice, scope, left):
    event = daily(alice)
    body = {"original_at": "2027-03-16T09:00:00Z", "scope": scope}

    url = f"/api/v1/calendar-events/{event.pk}/occurrences/leave-out"
    assert as_alice.post(url, body, content_type=JSON).status_code == 204

    assert len(items(as_alice)) == left


def test_a_moment_that_is_none_of_its_own_is_a_conflict(as_alice, alice):
    event = daily(alice)
    body = {"original_at": "2027-03-16T09:30:00Z"}

    url = f"/api/v1/calendar-events/{event.pk}/occurrences/leave-out"
    answer = as_alice.post(url, body, content_type=JSON)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_such_occurrence")
    assert not EventException.objects.exists()
    assert CalendarEvent.objects.count() == 1
