"""Logging and planning from a record's page: in the composer, in a dialog, and without scripts."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now

from doorstep.activity.actions import plan_contact
from doorstep.activity.models import CalendarEvent, Call, Task
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_contact, make_lead
from doorstep.users.access import Reach
from doorstep.users.testing import grant, make_role, make_user

HTMX = {"HX-Request": "true"}


def inside(place):
    return HTMX | {"HX-Target": f"compose-{place}"}


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Ada Byron")


def path(page, lead):
    return page.replace("X", f"lead/{lead.pk}")


PAGES = ["/calls/new/X/", "/tasks/for/X/", "/calendar-events/for/X/", "/next-contact/X/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_form_is_a_page_a_dialog_and_a_part_of_the_composer(as_alice, lead, page):
    alone = as_alice.get(path(page, lead)).text
    dialog = as_alice.get(path(page, lead), headers=HTMX).text
    part = as_alice.get(path(page, lead), headers=inside("x")).text

    texts = (alone, dialog, part)
    assert ["<html" in text for text in texts] == [True, False, False]
    assert ["<dialog" in text for text in texts] == [True, True, False]
    assert 'hx-target="#compose-x"' in part


def test_a_call_is_logged_with_what_comes_next(as_alice, alice, lead):
    said = {"outcome": "LEFT_MESSAGE", "direction": "OUT", "minutes": "3", "text": "Call back."}

    answer = as_alice.post(
        path("/calls/new/X/", lead),
        said | {"line": "call tomorrow 10"},
        headers=inside("call_new"),
    )

    call = Call.objects.get()
    lead.refresh_from_db()
    assert "record-changed" in answer.headers["HX-Trigger"]
    assert (call.outcome, call.minutes, call.text) == ("LEFT_MESSAGE", 3, "Call back.")
    assert (lead.next_contact_how, localtime(lead.next_contact_at).hour) == ("CALL", 10)
    assert "Call back." not in answer.text.partition("toast")[0]  # the form is empty again
    assert "Call back." in as_alice.get(f"/leads/{lead.pk}/").text


def test_a_line_that_cannot_be_read_is_refused_at_its_field_and_nothing_is_kept(as_alice, lead):
    said = {"outcome": "REACHED", "direction": "OUT", "text": "Fine.", "line": "some day"}

    answer = as_alice.post(path("/calls/new/X/", lead), said, headers=inside("call_new"))

    assert answer.status_code == 422
    assert "“some” is not understood here." in answer.text
    assert "Fine." in answer.text
    assert not Call.objects.exists()


def test_a_call_when_one_was_due_is_taken_for_the_planned_one(as_alice, alice, lead):
    late = make_lead(owner=alice, name="Kim", next_contact_at=now() - timedelta(hours=1))

    pages = [as_alice.get(path("/calls/new/X/", each)).text for each in (lead, late)]
    as_alice.post(
        path("/calls/new/X/", late), {"outcome": "BUSY", "direction": "OUT", "is_planned": "on"}
    )

    late.refresh_from_db()
    assert ["is_planned" in page for page in pages] == [False, True]
    assert "checked" in pages[1].partition('name="is_planned"')[2].partition(">")[0]
    assert late.next_contact_at is None


def test_a_colleague_is_asked_for_a_task(as_alice, bob, lead):
    said = {"subject": "Send brass", "to": bob.pk, "priority": "2_NORMAL", "due_on": "2030-05-01"}

    first = as_alice.post(path("/tasks/for/X/", lead), said)
    again = as_alice.post(path("/tasks/for/X/", lead), said)

    task = Task.objects.get()
    assert first.url == lead.get_absolute_url()
    assert (task.assignee, task.subject, str(task.due_on)) == (bob, "Send brass", "2030-05-01")
    assert again.status_code == 422
    assert "has this task already" in again.text


def test_a_meeting_is_planned_in_one_line(as_alice, alice, lead):
    said = {"line": "tomorrow 14:30-15:30", "location": "Hall 4"}

    as_alice.post(path("/calendar-events/for/X/", lead), said)

    event = CalendarEvent.objects.get()
    assert (event.kind, event.location, event.owner) == ("MEETING", "Hall 4", alice)
    assert localtime(event.starts_at).strftime("%H:%M") == "14:30"


def test_done_asks_for_what_comes_next(as_alice, alice, lead):
    plan_contact(lead, by=alice, line="call tomorrow 10")

    as_alice.post(
        path("/next-contact/X/done/", lead), {"outcome": "Sold.", "line": "visit in 3 days"}
    )

    lead.refresh_from_db()
    assert lead.next_contact_how == "VISIT"
    assert CalendarEvent.objects.get(status="DONE").outcome == "Sold."


def test_done_when_nothing_is_planned_says_so(as_alice, lead):
    answer = as_alice.post(path("/next-contact/X/done/", lead), {"outcome": "", "line": ""})

    assert answer.status_code == 422
    assert "is planned" in answer.text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("visit tomorrow 10-11 with Kim", "Visit"),
        ("visit tomorrow 10-11 with Kim", "with Kim"),
        ("nonsense", "not understood"),
        ("", ""),
        ("\0", "When?"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_what_is_understood_is_shown_while_one_types(as_alice, line, says):
    answer = as_alice.get("/next-contact/read/", {"line": line}, headers=HTMX)

    assert answer.status_code == 200
    assert says in answer.text


@pytest.mark.parametrize("page", [*PAGES, "/next-contact/X/done/"])
def test_whom_one_cannot_see_is_not_there(client, carol, lead, page):
    client.force_login(carol)

    assert client.get(path(page, lead)).status_code == 404
    assert client.post(path(page, lead), {"line": "call tomorrow"}).status_code == 404


def test_a_plan_is_not_about_a_plan_and_has_no_next_contact(as_alice, alice):
    event, task, contact = (
        make_calendar_event(owner=alice),
        make_task(owner=alice),
        make_contact(owner=alice),
    )

    for page in (
        f"/calls/new/calendar_event/{event.pk}/",
        f"/tasks/for/task/{task.pk}/",
        f"/next-contact/contact/{contact.pk}/",
        "/calls/new/nothing/1/",
    ):
        assert as_alice.get(page).status_code == 404


def test_a_record_offers_its_tabs_and_a_plan_only_a_note(as_alice, alice, lead):
    on_lead = as_alice.get(f"/leads/{lead.pk}/").text
    on_task = as_alice.get(f"/tasks/{make_task(owner=alice).pk}/").text

    tabs = ("compose-call_new", "compose-task_for", "compose-event_for")
    assert [tab in on_lead for tab in tabs] == [True, True, True]
    assert [tab in on_task for tab in tabs] == [False, False, False]
    assert ["Log a call" in page for page in (on_lead, on_task)] == [True, False]


def test_who_may_only_look_is_offered_nothing(client, db):
    role = make_role("Looks")
    grant(role, Lead, view=Reach.ALL)
    client.force_login(make_user("eve@example.org", roles=[role]))
    lead = make_lead()

    page = client.get(f"/leads/{lead.pk}/").text

    assert "compose-call_new" not in page
    assert "Ask for a task" not in page
    said = {"outcome": "REACHED", "direction": "OUT"}
    assert client.post(path("/calls/new/X/", lead), said).status_code in (403, 422)
    assert not Call.objects.exists()


def test_a_note_of_the_composer_comes_back_empty(as_alice, lead):
    url = f"/leads/{lead.pk}/notes/"

    answer = as_alice.post(url, {"text": "Wants brass."}, headers=inside("note"))

    assert "record-changed" in answer.headers["HX-Trigger"]
    assert "Wants brass." not in answer.text.partition("toast")[0]
    assert "Wants brass." in as_alice.get(f"/leads/{lead.pk}/").text
