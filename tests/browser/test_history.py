"""The versions of a record and the audit, with a keyboard and a mouse."""

import pytest

from doorstep.history.models import Event
from doorstep.kit.noting import unrecorded
from doorstep.records.actions import update
from doorstep.users.models import Membership
from doorstep.users.testing import make_role

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(company, alice, bob):
    lead = company[0]
    for by, values in (
        (alice, {"phone": "+49 30 2"}),
        (bob, {"organisation": "Studio Quill", "request": "42 pendants"}),
        (alice, {"phone": "+49 30 3", "email": "nadia@quill.test"}),
    ):
        update(lead, by=by, **values)
        lead.refresh_from_db()
    return lead


@pytest.fixture
def chief(alice):
    with unrecorded():
        role = make_role("Chief", is_administrator=True)
        Membership.objects.create(user=alice, role=role)
    return alice


def test_the_slider_goes_to_an_older_version_and_escape_comes_back(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/history/")
    page.locator("#version").focus()
    page.keyboard.press("ArrowLeft")

    page.wait_for_selector("[data-as-of] >> text=as it was on")
    assert "+49 30 2" in page.locator(".record__col--side").inner_text()
    assert page.locator(".ver.is-future").count() == 1

    page.keyboard.press("Escape")
    page.wait_for_selector("[data-as-of]", state="detached")


def test_one_field_is_taken_back(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/history/")
    page.get_by_role("button", name="Take back: Phone").first.click()

    page.wait_for_selector(".toast:has-text('Taken back')")
    lead.refresh_from_db()
    assert (lead.phone, lead.email) == ("+49 30 2", "nadia@quill.test")


def test_the_facts_of_a_version_are_brought_back(open_page, lead):
    event = Event.objects.order_by("pk").first()
    page = open_page(f"/leads/{lead.pk}/history/?at={event.pk}")
    page.get_by_role("button", name="Bring these facts back").click()

    page.wait_for_selector(".toast:has-text('again')")
    lead.refresh_from_db()
    assert (lead.phone, lead.organisation) == ("+49 30 2", "Studio Quill Architects")


def test_the_audit_is_narrowed_as_one_chooses(open_page, lead, chief, bob):
    page = open_page("/settings/audit/")
    page.wait_for_selector(".audit >> text=Bob")
    page.select_option("#in-who", str(chief.pk))

    page.wait_for_selector(".audit >> text=Bob", state="detached")
    assert f"who={chief.pk}" in page.url
