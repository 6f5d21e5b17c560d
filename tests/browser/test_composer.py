"""The composer of a record: what is logged and planned without leaving the page."""

import pytest

from doorstep.activity.models import CalendarEvent, Call, Mention, Task
from doorstep.mail.testing import make_mailbox
from doorstep.records.models import Typed
from tests.browser.test_accessibility import findings
from tests.browser.walking import settled

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(company):
    return company[0]


def tab(page, name):
    return page.get_by_role("tab", name=name)


def test_a_call_is_logged_with_the_next_contact_in_one_line(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    tab(page, "Call").click()
    page.wait_for_selector("#compose-call_new textarea")
    page.fill("#compose-call_new textarea", "Wants warm white.")
    page.locator("#compose-call_new input[name=line]").press_sequentially("visit in 3 days 9:30")
    page.wait_for_selector(".line-read:has-text('Visit')")
    page.keyboard.press("Control+Enter")

    page.wait_for_selector(".tl__e:has-text('logged a call') >> text=Wants warm white.")
    page.wait_for_selector("#next .next:has-text('09:30')")
    page.wait_for_selector(f"#lead-{lead.pk}-next_contact_at:has-text('09:30')")
    assert page.input_value("#compose-call_new textarea") == ""
    lead.refresh_from_db()
    assert (Call.objects.get().about, lead.next_contact_how) == (lead, "VISIT")


def test_done_asks_for_the_next_one(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    page.keyboard.press("n")
    page.fill("dialog[open] input[name=line]", "call tomorrow 10")
    page.keyboard.press("Enter")
    page.wait_for_selector("#next .next:has-text('10:00')")
    page.click("#next a[aria-label='Mark done']")
    page.fill("dialog[open] textarea[name=outcome]", "Sold ten.")
    page.fill("dialog[open] input[name=line]", "call in 2 weeks 11:00")
    page.keyboard.press("Control+Enter")

    page.wait_for_selector("#next .next:has-text('11:00')")
    assert CalendarEvent.objects.get(status="DONE").outcome == "Sold ten."


def test_a_line_that_is_not_understood_says_how_to_write_it(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    page.keyboard.press("n")
    page.fill("dialog[open] input[name=line]", "some day")
    page.keyboard.press("Enter")

    page.wait_for_selector("dialog[open] .field__error:has-text('call Tuesday 10')")
    assert page.input_value("dialog[open] input[name=line]") == "some day"


def test_the_tabs_are_walked_by_arrows_and_keep_what_was_typed(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    page.fill("#compose-note textarea", "Half a thought")
    tab(page, "Note").focus()
    for _each in ("E-mail", "Call", "Task"):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("#compose-task_for input[name=subject]")
    page.fill("#compose-task_for input[name=subject]", "Send brass")
    page.keyboard.press("Control+Enter")

    page.wait_for_selector(".toast:has-text('Task saved.')")
    assert Task.objects.get().subject == "Send brass"
    tab(page, "Note").click()
    assert page.input_value("#compose-note textarea") == "Half a thought"


def test_what_is_typed_comes_back_after_a_reload_until_it_is_saved(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    tab(page, "Call").click()
    page.wait_for_selector("#compose-call_new textarea")
    page.fill("#compose-call_new textarea", "Wants warm white, and")
    tab(page, "Note").click()
    page.fill("#compose-note textarea", "Half a thought")

    page.reload()  # at once
    page.wait_for_selector("#compose-note .typed:has-text('Draft from')")
    assert page.input_value("#compose-note textarea") == "Half a thought"
    tab(page, "Call").click()
    page.wait_for_selector("#compose-call_new .typed:has-text('Draft from')")
    assert page.input_value("#compose-call_new textarea") == "Wants warm white, and"

    page.keyboard.press("Tab")
    page.click("#compose-call_new .typed >> text=Discard")
    assert page.input_value("#compose-call_new textarea") == ""
    tab(page, "Note").click()
    page.click("text=Save note")
    page.wait_for_selector(".tl__text:has-text('Half a thought')")
    settled(page)
    page.reload()
    page.wait_for_selector("#compose-note textarea")
    assert page.input_value("#compose-note textarea") == ""
    assert not Typed.objects.exists()


def test_a_colleague_is_mentioned_from_a_list_by_keyboard(open_page, lead, bob):
    page = open_page(f"/leads/{lead.pk}/")
    page.focus("#compose-note textarea")
    page.keyboard.type("Please look, @bo")
    page.wait_for_selector("#mention-list [role=option]:has-text('Bob')")
    assert page.get_attribute("#mention-list [role=option]", "aria-selected") == "true"
    page.keyboard.press("Enter")
    assert page.input_value("#compose-note textarea") == "Please look, @Bob "
    page.keyboard.type("@zz")
    page.wait_for_selector("#mention-list", state="hidden")
    page.keyboard.press("Control+Enter")

    page.wait_for_selector(".tl__text .mention:has-text('@Bob')")
    assert Mention.objects.get().user == bob


def test_axe_finds_nothing_serious_in_the_letter_of_the_composer(open_page, lead, alice):
    make_mailbox(kind="PERSONAL", owner=alice)
    page = open_page(f"/leads/{lead.pk}/", bypass_csp=True, reduced_motion="reduce")

    tab(page, "E-mail").click()
    page.wait_for_selector("#compose-mail_write textarea")

    assert findings(page) == []
