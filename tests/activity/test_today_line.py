"""The line at the top of Today: it finds whom it is about, and does all it says in one step."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from doorstep.activity.free_line import read_free
from doorstep.activity.models import CalendarEvent, Call, Task
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.activity.today.line import read
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_contact, make_customer, make_lead

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
HTMX = {"HX-Request": "true", "HX-Target": "day"}
ON_TODAY = HTMX | {"HX-Current-URL": "http://testserver/today/?who=team"}


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def nadia(alice):
    return make_lead(
        owner=alice, lead_owner=alice, name="Nadia Ferrante", organisation="Studio Quill"
    )


def say(client, line, then="", about=""):
    said = {"line": line, "then": then, "about": about}
    return client.post("/today/line/", said, headers=HTMX).content.decode()


@pytest.mark.parametrize(
    ("line", "names", "plan"),
    [
        ("call Nadia Friday 10", ("Nadia",), "27.11. 10:00 CALL"),
        ("Nadia Ferrante, visit tomorrow 14:30", ("Nadia", "Ferrante"), "25.11. 14:30 VISIT"),
        ("meet with Quill on Friday at 2pm", ("Quill",), "27.11. 14:00 MEETING"),
        ("write to nadia in 3 days", ("nadia",), "27.11. 09:00 EMAIL"),
    ],
)
def test_a_line_says_who_when_and_how_in_any_order(line, names, plan):
    said = read_free(line, at=NOON, zone=UTC)

    assert said.names == names
    assert said.plan
    assert f"{said.plan.starts_at:%-d.%-m. %H:%M} {said.plan.how}" == plan


@pytest.mark.parametrize(
    ("line", "task", "due_on", "due_time"),
    [
        ("send offer Friday 9:00", "Send offer", date(2026, 11, 27), time(9)),
        ("send it on Friday", "Send it", date(2026, 11, 27), None),
        ("order brass tomorrow", "Order brass", date(2026, 11, 25), None),
        ("tidy the cellar", "Tidy the cellar", None, None),
    ],
)
def test_a_line_without_a_way_to_be_in_touch_is_a_task(line, task, due_on, due_time):
    said = read_free(line, at=NOON, zone=UTC)

    assert (said.plan, said.task, said.due_on, said.due_time) == (None, task, due_on, due_time)


def test_a_line_of_time_alone_says_nothing():
    with pytest.raises(Refusal):
        read_free("Friday 10", at=NOON, zone=UTC)


def test_one_enter_plans_with_whom_the_line_names(as_alice, alice, nadia):
    make_lead(owner=alice, name="Mateus Carvalho")

    shown = say(as_alice, "call Nadia Friday 10")

    nadia.refresh_from_db()
    assert f"{nadia.next_contact_at:%d %H:%M} {nadia.next_contact_how}" == "27 10:00 CALL"
    assert 'id="today-line"' in shown
    assert 'value="call' not in shown


def test_a_call_is_logged_and_what_comes_next_planned_as_one_step(as_alice, alice, nadia):
    say(as_alice, "called Nadia, loves the copper finish", "send offer Friday 9:00")

    assert Call.objects.get().text == "loves the copper finish"
    task = Task.objects.get()
    assert (task.subject, task.due_time) == ("Send offer", time(9))
    assert [link.about for link in task.links.all()] == [nadia]
    undo(Event.objects.filter(cause=None).last(), by=alice)
    assert not Call.objects.exists()
    assert not Task.objects.exists()


def test_a_call_made_is_the_planned_contact_of_that_day(as_alice, alice, nadia):
    say(as_alice, "call Nadia today 13:00")

    say(as_alice, "called Nadia, wants a sample")

    nadia.refresh_from_db()
    assert nadia.next_contact_at is None
    assert CalendarEvent.objects.get().status == "DONE"


def test_of_several_of_one_name_one_chooses(as_alice, alice, nadia):
    other = make_lead(owner=alice, name="Nadia Osei")
    reading = read(alice, "call Nadia Friday 10")
    assert {hit.record for hit in reading.people} == {f"lead:{nadia.pk}", f"lead:{other.pk}"}

    say(as_alice, "call Nadia Friday 10", about=f"lead:{other.pk}")

    found = Lead.objects.exclude(next_contact_at=None).get()
    assert found == other


def test_more_words_of_a_name_tell_two_apart(alice, nadia):
    make_lead(owner=alice, name="Nadia Osei")

    assert [hit.title for hit in read(alice, "call Nadia Ferrante Friday").people] == [nadia.name]


def test_with_a_contact_it_is_an_event_in_the_calendar(as_alice, alice):
    contact = make_contact(owner=alice, name="Kenji Morrow")

    say(as_alice, "visit Kenji tomorrow 10")

    event = CalendarEvent.objects.get()
    assert (event.kind, [link.about for link in event.links.all()]) == ("VISIT", [contact])


def test_whoever_one_may_not_see_is_not_found(client, carol, nadia):
    client.force_login(carol)

    shown = say(client, "call Nadia Friday 10", about=f"lead:{nadia.pk}")

    assert "Nobody is called “Nadia”" in shown
    assert 'value="call Nadia Friday 10"' in shown
    nadia.refresh_from_db()
    assert nadia.next_contact_at is None


def test_a_task_may_be_about_nobody(as_alice, alice, nadia):
    make_customer(owner=alice, name="Offer Ltd")
    say(as_alice, "send the catalogue tomorrow")
    say(as_alice, "thank Nadia tomorrow", about="nobody")

    assert [task.links.count() for task in Task.objects.all()] == [0, 0]


def test_what_is_understood_stands_under_the_line_while_it_is_typed(as_alice, nadia):
    asked = {"line": "call Nadia Friday 10", "then": "send offer"}

    shown = as_alice.get("/today/line/read/", asked).content.decode()

    for part in ("Fri 27 Nov, 10:00", "Nadia Ferrante", "Send offer", f'value="lead:{nadia.pk}"'):
        assert part in shown
    assert "When?" in as_alice.get("/today/line/read/", {"line": "call Nadia"}).content.decode()


def test_the_week_is_told_in_figures(as_alice, alice, nadia):
    say(as_alice, "called Nadia, nice")
    make_task(owner=alice, assignee=alice, status="DONE", done_at=NOON)
    make_calendar_event(owner=alice, kind="VISIT", status="DONE", starts_at=NOON)

    shown = " ".join(as_alice.get("/today/week/").content.decode().split())

    for figure in ("Calls made", "Meetings and visits held", "Tasks done", "New leads"):
        assert f'<dt>{figure}</dt><dd class="tnum">1</dd>' in shown, figure


@pytest.mark.parametrize(
    "page", ["/next-contact/lead/%d/", "/calls/new/lead/%d/", "/leads/%d/convert/"]
)
def test_who_leaves_today_for_a_dialog_comes_back_to_it(as_alice, nadia, page):
    said = {"line": "call Friday 10", "text": "Nice", "direction": "OUT", "outcome": "REACHED"}
    said |= {"name": "Studio Quill", "type": "COMPANY"}

    answer = as_alice.post(page % nadia.pk, said, headers=ON_TODAY)

    assert answer.headers["HX-Redirect"] == "/today/?who=team", answer.content[:800]
