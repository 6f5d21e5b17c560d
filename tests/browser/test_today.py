"""Today in a real browser: by keyboard, with Undo, and what comes by itself."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from doorstep.activity.actions import create_task
from doorstep.activity.models import CalendarEvent, Task
from doorstep.activity.reminders.chores import remind_at
from doorstep.activity.testing import make_calendar_event
from doorstep.parties.actions import update_lead
from tests.browser.test_accessibility import SIZES, findings

pytestmark = pytest.mark.browser
CALM = {"bypass_csp": True, "reduced_motion": "reduce"}


@pytest.fixture
def desk(company, alice):
    """Two tasks of today, about the first lead."""
    for subject in ("Send the sample", "Write the offer"):
        create_task(
            Task,
            by=alice,
            subject=subject,
            assignee=alice,
            due_on=localdate(),
            records=[company[0]],
        )


def status_of(subject):
    return Task.objects.get(subject=subject).status


def test_the_day_is_worked_through_by_keyboard_and_taken_back(desk, open_page):
    page = open_page("/today/")
    page.keyboard.press("j")
    page.wait_for_selector(".trow.is-cursor:has-text('Send the sample')")

    page.keyboard.press("x")
    page.wait_for_selector(".toast:has-text('Done: Send the sample')")
    page.wait_for_selector(".trow.is-cursor:has-text('Write the offer')")
    done = status_of("Send the sample")
    page.keyboard.press("Escape")  # nothing comes next
    page.keyboard.press("z")
    page.wait_for_selector(".trow:has-text('Send the sample')")

    assert (done, status_of("Send the sample")) == ("DONE", "OPEN")


def test_what_waits_goes_to_tomorrow_by_a_key(desk, open_page):
    page = open_page("/today/")
    page.keyboard.press("j")
    page.keyboard.press("t")

    page.wait_for_selector(".toast:has-text('moved to')")

    assert Task.objects.get(subject="Send the sample").due_on == localdate() + timedelta(days=1)


def test_after_a_contact_one_line_says_what_comes_next(company, alice, open_page):
    update_lead(company[0], by=alice, next_contact_at=now() + timedelta(seconds=30))
    page = open_page("/today/", **CALM)
    page.get_by_role("button", name="Done: ").first.click()

    page.wait_for_selector(".donext input[name=line]:focus")
    page.keyboard.type("call in 3 days")
    page.wait_for_selector("#next-read:has-text('Call')")
    found = findings(page, SIZES)
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast:has-text('planned')")

    company[0].refresh_from_db()
    assert company[0].next_contact_at > now() + timedelta(days=2)
    assert found == []


def test_a_reminder_comes_by_itself_and_stays(company, alice, open_page):
    event = make_calendar_event(
        owner=alice, subject="Call Ada", starts_at=now() + timedelta(minutes=5)
    )
    remind_at(now())
    page = open_page("/today/", **CALM)

    page.wait_for_selector("toast-note:has-text('Call Ada')")
    found = findings(page, SIZES)
    page.locator("toast-note button[data-dismiss]").click()
    page.wait_for_selector("toast-note", state="detached")

    assert found == []
    assert CalendarEvent.objects.get(pk=event.pk).status == "OPEN"
