"""What other programs do with events, tasks and calls; and whom they ask for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from doorstep.activity.actions import create_event, create_task
from doorstep.activity.models import CalendarEvent, Call, Task
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.history.models import Event
from doorstep.parties.testing import make_contact, make_customer, make_lead

JSON = "application/json"
AT = now().replace(microsecond=0) + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Ada Byron", email="ada@example.org")


@pytest.fixture
def as_carol(carol):
    browser = Client()
    browser.force_login(carol)
    return browser


def post(client, path, body=None, **headers):
    return client.post(f"/api/v1{path}", body or {}, content_type=JSON, headers=headers)


def test_an_event_is_moved_and_stays_as_long_as_it_was(as_alice, alice):
    event = create_event(
        CalendarEvent, by=alice, subject="Show", starts_at=AT, ends_at=AT + timedelta(hours=2)
    )
    then = AT + timedelta(days=3)

    answer = post(as_alice, f"/calendar-events/{event.pk}/move", {"starts_at": then.isoformat()})

    event.refresh_from_db()
    assert answer.status_code == 200
    assert (event.starts_at, event.length) == (then, timedelta(hours=2))
    assert answer.json()["version"] == event.version


@pytest.mark.parametrize("moment", ["", "tomorrow", "2026-12-01T09:00:00", "0001-01-01T00:00:00Z"])
def test_a_moment_without_its_zone_is_no_moment(as_alice, alice, moment):
    event = make_calendar_event(owner=alice)

    answer = post(as_alice, f"/calendar-events/{event.pk}/move", {"starts_at": moment})

    assert answer.status_code == 422
    assert set(answer.json()["error"]["fields"]) == {"starts_at"}


@pytest.mark.parametrize(
    ("verb", "status"), [("done", CalendarEvent.Status.DONE), ("call-off", "CANCELLED")]
)
def test_an_event_ends_once(as_alice, alice, verb, status):
    event = make_calendar_event(owner=alice)
    path = f"/calendar-events/{event.pk}/{verb}"

    first, second = post(as_alice, path), post(as_alice, path)

    event.refresh_from_db()
    assert (first.status_code, second.status_code) == (200, 409)
    assert event.status == status


def test_what_came_of_an_event_is_kept(as_alice, alice):
    event = make_calendar_event(owner=alice)

    post(as_alice, f"/calendar-events/{event.pk}/done", {"outcome": "Sold ten."})

    event.refresh_from_db()
    assert event.outcome == "Sold ten."


def test_a_task_is_done_opened_again_and_cancelled(as_alice, alice):
    task = create_task(Task, by=alice, subject="Write")

    states = []
    for verb in ("done", "reopen", "cancel"):
        assert post(as_alice, f"/tasks/{task.pk}/{verb}").status_code == 200
        task.refresh_from_db()
        states.append(task.status)

    assert states == ["DONE", "OPEN", "CANCELLED"]


def test_only_whoever_it_was_asked_of_says_that_a_task_is_done(as_alice, alice, bob):
    task = make_task(owner=alice, assignee=bob)

    answer = post(as_alice, f"/tasks/{task.pk}/done")

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_your_task")


def test_what_one_cannot_see_is_not_there(as_carol, alice):
    event, task = make_calendar_event(owner=alice), make_task(owner=alice)

    for path in (f"/calendar-events/{event.pk}/done", f"/tasks/{task.pk}/done"):
        assert post(as_carol, path).status_code == 404


def test_a_version_that_moved_on_is_stale(as_alice, alice):
    task = make_task(owner=alice, assignee=alice)

    answer = post(as_alice, f"/tasks/{task.pk}/done", **{"If-Match": '"99"'})

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "stale")


def test_a_call_is_kept_once_for_one_key(as_alice, lead, alice):
    body = {"record": f"lead:{lead.pk}", "outcome": "REACHED", "minutes": 14, "text": "Brass."}

    first, again = (post(as_alice, "/calls", body, **{"Idempotency-Key": "c1"}) for _ in "ab")

    call = Call.objects.get()
    assert (first.status_code, first.json()) == (201, again.json())
    assert again.headers["Idempotent-Replay"] == "true"
    assert (call.about, call.owner, call.minutes, call.text) == (lead, alice, 14, "Brass.")
    assert Event.objects.get(name="lead.called")
    assert first.json()["record"] == f"lead:{lead.pk}"


def test_a_call_says_what_comes_next_in_one_line(as_alice, lead):
    body = {"record": f"lead:{lead.pk}", "next": "visit in 3 days 9:30"}

    kept = post(as_alice, "/calls", body)
    refused = post(as_alice, "/calls", body | {"next": "some day"})
    done = post(as_alice, "/calls", body | {"next": "", "was_planned": True})

    lead.refresh_from_db()
    assert (kept.status_code, refused.status_code, done.status_code) == (201, 422, 201)
    assert refused.json()["error"]["code"] == "line_not_read"
    assert CalendarEvent.objects.get().status == "DONE"
    assert lead.next_contact_at is None


@pytest.mark.parametrize(
    ("said", "field"),
    [({"outcome": "MAYBE"}, "outcome"), ({"at": "noon"}, "at"), ({"minutes": -1}, "minutes")],
)
def test_a_call_that_makes_no_sense_is_refused(as_alice, lead, said, field):
    answer = post(as_alice, "/calls", {"record": f"lead:{lead.pk}"} | said)

    assert answer.status_code == 422
    assert field in str(answer.json()["error"]["fields"])


@pytest.mark.parametrize("record", ["lead:999999", "lead", "moon:1", "lead:0"])
def test_a_call_is_about_a_record_that_is_there(as_alice, record):
    answer = post(as_alice, "/calls", {"record": record})

    assert (answer.status_code, set(answer.json()["error"]["fields"])) == (422, {"record"})


def test_a_call_about_somebody_out_of_reach_is_not_kept(as_carol, lead):
    assert post(as_carol, "/calls", {"record": f"lead:{lead.pk}"}).status_code == 422
    assert not Call.objects.exists()


def test_a_next_contact_is_planned_and_done_by_a_line(as_alice, lead):
    of = {"record": f"lead:{lead.pk}"}

    planned = post(as_alice, "/next-contact", of | {"line": "visit in 3 days 9:30"})
    done = post(
        as_alice, "/next-contact/done", of | {"outcome": "Sold.", "next": "call in 9 days"}
    )

    lead.refresh_from_db()
    assert (planned.status_code, planned.json()["next_contact_how"]) == (200, "VISIT")
    assert (done.status_code, done.json()["next_contact_how"]) == (200, "CALL")
    assert CalendarEvent.objects.get(status="DONE").outcome == "Sold."


def test_a_next_contact_is_of_a_record_that_has_one_and_that_one_sees(as_alice, as_carol, lead):
    contact = make_contact(owner=lead.owner)
    line = {"line": "call in 3 days"}

    unseen = post(as_carol, "/next-contact", {"record": f"lead:{lead.pk}"} | line)
    none = post(as_alice, "/next-contact", {"record": f"contact:{contact.pk}"} | line)
    nothing = post(as_alice, "/next-contact/done", {"record": f"lead:{lead.pk}"})

    assert (unseen.status_code, none.status_code, nothing.status_code) == (422, 409, 409)


def test_who_is_found_by_e_mail_before_name(as_alice, alice, lead):
    contact = make_contact(owner=alice, name="Ada Byron")
    customer = make_customer(owner=alice, name="Ada Byron")

    answer = as_alice.get("/api/v1/who-is?email= ADA@Example.org&name=ada byron").json()

    assert [(each["record"], each["why"]) for each in answer["items"]] == [
        (f"lead:{lead.pk}", "email"),
        (f"contact:{contact.pk}", "name"),
        (f"customer:{customer.pk}", "name"),
    ]
    assert answer["out_of_reach"] == 0


def test_who_is_out_of_reach_is_counted_and_not_named(as_carol, lead):
    answer = as_carol.get("/api/v1/who-is?email=ada@example.org").json()

    assert answer == {"items": [], "out_of_reach": 1}


def test_who_is_asks_for_something(as_alice):
    for asked in ({"email": " "}, {"email": "x" * 70_000}):
        answer = as_alice.get("/api/v1/who-is", asked)

        assert (answer.status_code, set(answer.json()["error"]["fields"])) == (422, {"email"})
