"""Today: what waits for whom, and what is done about it from there."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models import QuerySet
from django.utils.timezone import localdate, now

from doorstep.activity.actions import create_task, log_call
from doorstep.activity.models import CalendarEvent, Task
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.activity.today.page import day_of
from doorstep.activity.today.whose import whose
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.actions import update_lead, update_policy
from doorstep.parties.models import Lead, LeadStatus, SalesPolicy
from doorstep.parties.testing import make_lead
from doorstep.users.testing import make_role, make_user

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # what is an hour away is today
HTMX = {"HX-Request": "true", "HX-Target": "day"}


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON):
        yield


def shown(user, who=""):
    """The titles in each section."""
    groups = day_of(whose(user, who)).groups
    return {group.section.name: [item.title for item in group.items] for group in groups}


def quiet_for(lead, days):
    QuerySet(Lead).filter(pk=lead.pk).update(updated_at=now() - timedelta(days=days))
    return lead


def with_status(code):
    return LeadStatus.objects.get(code=code)


def test_a_task_is_due_today_or_overdue(alice):
    make_task(subject="Send", owner=alice, assignee=alice, due_on=localdate())
    make_task(subject="Late", owner=alice, assignee=alice, due_on=localdate() - timedelta(days=3))
    make_task(subject="Later", owner=alice, assignee=alice, due_on=localdate() + timedelta(days=1))
    make_task(subject="Some day", owner=alice, assignee=alice)

    assert shown(alice) == {"overdue": ["Late"], "today": ["Send"]}


def test_a_planned_contact_of_yesterday_waits_until_it_is_done(alice):
    yesterday = now() - timedelta(days=1, hours=1)
    make_calendar_event(subject="Call Ada", owner=alice, kind="CALL", starts_at=yesterday)
    make_calendar_event(subject="Stand-up", owner=alice, kind="MEETING", starts_at=yesterday)

    assert shown(alice) == {"overdue": ["Call Ada"]}


def test_who_is_called_today_is_not_also_a_new_lead(alice):
    lead = make_lead(owner=alice, lead_owner=alice)
    update_lead(lead, by=alice, next_contact_at=now() + timedelta(minutes=1))

    sections = shown(alice)

    assert "new" not in sections
    assert sum(map(len, sections.values())) == 1


def test_a_new_lead_without_a_next_step_is_shown_until_it_has_one(alice):
    lead = make_lead(owner=alice, lead_owner=alice, name="Ada Byron")
    before = shown(alice)

    update_lead(lead, by=alice, next_contact_at=now() + timedelta(days=3))

    assert before == {"new": ["Ada Byron"]}
    assert shown(alice) == {}


def test_who_was_answered_is_waited_for(alice):
    make_lead(owner=alice, lead_owner=alice, name="Ada Byron", status=with_status("REPLIED"))

    assert shown(alice) == {"waiting": ["Ada Byron"]}


def test_a_call_that_reached_nobody_is_waited_for_until_they_call_back(alice):
    lead = make_lead(
        owner=alice, lead_owner=alice, name="Ada Byron", status=with_status("INTERESTED")
    )
    log_call(lead, by=alice, outcome="LEFT_MESSAGE")
    before = shown(alice)

    log_call(lead, by=alice, direction="IN")

    assert before == {"waiting": ["Ada Byron"]}
    assert shown(alice) == {}


def test_without_a_word_for_as_long_as_the_policy_says_a_lead_has_gone_quiet(alice):
    lead = make_lead(
        owner=alice, lead_owner=alice, name="Ada Byron", status=with_status("INTERESTED")
    )
    quiet_for(lead, 15)

    assert shown(alice) == {"quiet": ["Ada Byron"]}


def test_a_logged_call_ends_the_silence(alice):
    lead = make_lead(owner=alice, lead_owner=alice, status=with_status("INTERESTED"))
    quiet_for(lead, 15)

    log_call(Lead.objects.get(pk=lead.pk), by=alice)

    assert "quiet" not in shown(alice)


@pytest.mark.parametrize("days", [0, 30])
def test_the_policy_says_when_or_never(alice, administrator_of, days):
    lead = make_lead(owner=alice, lead_owner=alice, status=with_status("INTERESTED"))
    quiet_for(lead, 15)

    update_policy(SalesPolicy.objects.get(), by=administrator_of, quiet_after_days=days)

    assert "quiet" not in shown(alice)


@pytest.fixture
def administrator_of(db):
    return make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])


def test_a_manager_looks_at_a_colleague_and_the_team(alice, bob):
    make_task(subject="Alice's", owner=alice, assignee=alice, due_on=localdate())
    make_task(subject="Bob's", owner=bob, assignee=bob, due_on=localdate())

    assert shown(bob) == {"today": ["Bob's"]}
    assert shown(bob, str(alice.pk)) == {"today": ["Alice's"]}
    assert sorted(shown(bob, "team")["today"]) == ["Alice's", "Bob's"]


def test_whoever_is_out_of_reach_is_not_found(as_alice, carol):
    assert as_alice.get("/today/", {"who": carol.pk}).status_code == 404
    assert as_alice.get("/today/", {"who": "all"}).status_code == 404


def test_what_a_plan_is_about_is_told_only_to_who_may_see_it(as_alice, alice, carol):
    hidden = make_lead(owner=carol, name="Hidden Person")
    create_task(
        Task, by=carol, subject="Ring", assignee=alice, due_on=localdate(), records=[hidden]
    )

    page = as_alice.get("/today/").content.decode()

    assert "Ring" in page
    assert "Hidden Person" not in page


def test_a_row_is_ticked_off_and_can_be_taken_back(as_alice, alice):
    task = make_task(owner=alice, assignee=alice, due_on=localdate())

    answer = as_alice.post("/today/do/", {"do": f"done task:{task.pk}"}, headers=HTMX)

    event = Event.objects.latest("pk")
    assert Task.objects.get(pk=task.pk).status == "DONE"
    assert f"/events/{event.pk}/undo/" in answer.content.decode()
    assert "data-row" not in answer.content.decode()


def test_after_a_contact_the_page_asks_what_comes_next(as_alice, alice):
    lead = make_lead(owner=alice, lead_owner=alice, organisation="", name="Ada Byron")
    update_lead(lead, by=alice, next_contact_at=now() + timedelta(minutes=1))
    event = CalendarEvent.objects.get()

    answer = as_alice.post(
        "/today/do/", {"do": f"done calendar_event:{event.pk}"}, headers=HTMX
    ).content.decode()

    assert "What comes next with Ada Byron?" in answer
    assert Lead.objects.get(pk=lead.pk).next_contact_at is None


def test_a_task_and_a_contact_go_to_tomorrow(as_alice, alice):
    task = make_task(owner=alice, assignee=alice, due_on=localdate())
    lead = make_lead(owner=alice, lead_owner=alice)
    start = now() + timedelta(minutes=1)
    update_lead(lead, by=alice, next_contact_at=start)
    event = CalendarEvent.objects.get()

    for ref in (f"task:{task.pk}", f"calendar_event:{event.pk}"):
        as_alice.post("/today/do/", {"do": f"tomorrow {ref}"}, headers=HTMX)

    assert Task.objects.get(pk=task.pk).due_on == localdate() + timedelta(days=1)
    assert Lead.objects.get(pk=lead.pk).next_contact_at == start + timedelta(days=1)


def test_another_day_is_chosen_in_a_dialog(as_alice, alice):
    lead = make_lead(owner=alice, lead_owner=alice)
    to = localdate() + timedelta(days=5)

    as_alice.post(f"/today/move/?item=lead:{lead.pk}", {"to": to.isoformat(), "at": "10:30"})

    found = Lead.objects.get(pk=lead.pk).next_contact_at
    assert (found.date(), f"{found:%H:%M}") == (to, "10:30")


def test_nobody_ticks_off_what_was_asked_of_somebody_else(as_alice, alice, carol):
    theirs = make_task(owner=alice, assignee=carol, due_on=localdate())

    answer = as_alice.post("/today/do/", {"do": f"done task:{theirs.pk}"}, headers=HTMX)

    assert "only they can say" in answer.content.decode()
    assert Task.objects.get(pk=theirs.pk).status == "OPEN"


@pytest.mark.parametrize(
    "do", ["", "done", "done task:0", "done task:x", "shred task:1", "done user:1", "done lead:\0"]
)
def test_what_is_not_there_is_not_found(as_alice, do):
    assert as_alice.post("/today/do/", {"do": do}).status_code == 404


def test_a_colleagues_hidden_task_is_not_found(as_alice, carol):
    theirs = make_task(owner=carol, assignee=carol, due_on=localdate())

    answer = as_alice.post("/today/do/", {"do": f"done task:{theirs.pk}"})

    assert answer.status_code == 404


def test_without_script_it_works_and_comes_back(as_alice, alice):
    task = make_task(owner=alice, assignee=alice, due_on=localdate())

    answer = as_alice.post("/today/do/", {"do": f"done task:{task.pk}"})

    assert (answer.status_code, answer.url) == (302, "/today/")


def test_very_many_are_counted_only_so_far(as_alice, alice):
    for number in range(120):
        make_task(subject=f"T{number}", owner=alice, assignee=alice, due_on=localdate())

    page = as_alice.get("/today/").content.decode()

    assert '<span class="count">99+</span>' in page
    assert page.count("data-row") == 12


def test_staff_begin_here(as_alice):
    assert as_alice.get("/").url == "/today/"


def test_an_empty_day_says_so(as_alice):
    assert "Nothing waits for you" in as_alice.get("/today/").content.decode()


def test_the_page_takes_twenty_statements_however_much_waits(
    as_alice, alice, django_assert_max_num_queries
):
    for number in range(15):
        lead = make_lead(owner=alice, lead_owner=alice, name=f"L{number}")
        update_lead(lead, by=alice, next_contact_at=now() + timedelta(minutes=number + 1))
        make_task(owner=alice, assignee=alice, due_on=localdate())
        make_lead(owner=alice, lead_owner=alice, status=with_status("REPLIED"))

    with django_assert_max_num_queries(20):
        as_alice.get("/today/")


def test_what_comes_next_is_said_in_one_line(as_alice, alice):
    lead = make_lead(owner=alice, lead_owner=alice)

    as_alice.post("/today/step/", {"about": f"lead:{lead.pk}", "line": "visit tomorrow 10"})

    found = Lead.objects.get(pk=lead.pk)
    assert (found.next_contact_how, f"{found.next_contact_at:%d %H:%M}") == ("VISIT", "25 10:00")


def test_a_line_that_is_not_understood_stays_with_what_is_wrong(as_alice, alice):
    lead = make_lead(owner=alice, lead_owner=alice)
    said = {"about": f"lead:{lead.pk}", "line": "whenever"}

    answer = as_alice.post("/today/step/", said, headers=HTMX).content.decode()

    assert 'value="whenever"' in answer
    assert "is not understood here" in answer


def test_a_step_is_planned_only_where_one_may(as_alice, carol):
    lead = make_lead(owner=carol, lead_owner=carol)

    answer = as_alice.post("/today/step/", {"about": f"lead:{lead.pk}", "line": "call tomorrow"})

    assert answer.status_code == 404


def test_what_was_just_done_and_undone_is_no_obstacle(as_alice, alice):
    task = make_task(owner=alice, assignee=alice, due_on=localdate())
    as_alice.post("/today/do/", {"do": f"done task:{task.pk}"})
    undo(Event.objects.latest("pk"), by=alice)

    page = as_alice.get("/today/").content.decode()

    assert "Send the catalogue" in page
