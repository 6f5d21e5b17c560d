"""The settings pages about people in a real browser: axe, and a round of them by mouse."""

import pytest

from doorstep.office.doorman import set_up
from doorstep.users.models import Role, User
from tests.browser.test_accessibility import findings, where  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser
USERS = "/settings/users/"
DOOR = ("/password/forgotten/", "/password/sent/", "/password/choose/x/y/")


@pytest.fixture
def page(open_page, where):  # noqa: F811
    return open_page(bypass_csp=True, reduced_motion="reduce")


def test_axe_finds_nothing_serious_at_the_door(
    browser, live_server, transactional_db, monkeypatch
):
    context = browser.new_context(
        base_url=live_server.url, bypass_csp=True, reduced_motion="reduce"
    )
    page, found = context.new_page(), {}
    for path in DOOR:
        page.goto(path)
        found[path] = findings(page)
    monkeypatch.setattr(set_up, "is_done", False)
    page.goto("/setup/")
    found["/setup/"] = findings(page)
    context.close()

    assert {path: each for path, each in found.items() if each} == {}


def test_a_colleague_is_invited_suspended_and_let_in_again(page):
    page.goto(USERS)
    page.click("text=Invite")
    page.fill("#id_name", "Dora")
    page.fill("#id_email", "dora@example.org")
    page.check("label:has-text('Sales Rep') input")
    page.click("dialog button:has-text('Invite')")
    page.wait_for_selector(".toast:has-text('Dora is invited.')")

    page.click("button[aria-label='More for Dora']")
    page.click("a:visible:has-text('Suspend')")
    page.click("dialog button:has-text('Suspend')")
    page.click(".toast:has-text('Dora is kept out.') >> button:has-text('Undo')")
    page.wait_for_selector(".toast:has-text('Undone.')")

    assert User.objects.get(email="dora@example.org").is_active


def test_a_role_is_given_more_reach_from_the_matrix(page):
    page.goto(f"{USERS}roles/")
    page.click("a[aria-label^='Sales Rep, Leads']")
    page.select_option("#id_view", "ALL")
    page.click("dialog button:has-text('Save')")
    page.wait_for_selector(".toast:has-text('reaches as far as you said')")

    grants = Role.objects.get(name="Sales Rep").grants
    assert grants.get(model="parties.lead", verb="view").reach == "ALL"
