"""A lead's page, converting it, taking it back, and the palette."""

import pytest

from doorstep.parties.models import Customer, Lead

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(company):
    return company[0]


def test_converting_by_keyboard_and_undoing_from_the_toast(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    page.keyboard.press("m")
    page.wait_for_selector("#make:popover-open")
    page.keyboard.press("c")
    page.wait_for_selector("dialog.dialog[open] >> text=Will be created")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("h1:has-text('Studio Quill Architects')")
    assert Customer.objects.filter(name="Studio Quill Architects").exists()

    page.click(".toast button:has-text('Undo')")
    page.wait_for_selector(".toast:has-text('Undone')")
    assert Lead.objects.get(pk=lead.pk).status.code == "INTERESTED"
    assert not Customer.objects.filter(name="Studio Quill Architects").exists()


def test_the_dialog_previews_another_choice(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/convert/")
    page.wait_for_selector("dialog[open] >> text=Quill Studio GmbH")
    page.click("label.choice:has-text('Quill Studio GmbH')")

    page.wait_for_selector(".convert__g:has-text('Will be reused') >> text=Quill Studio GmbH")


def test_a_fact_is_edited_and_its_undo_becomes_redo(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    page.click(f"#lead-{lead.pk}-phone a.edit")
    page.wait_for_selector("inline-edit input[name=phone]")
    page.keyboard.press("Control+a")
    page.keyboard.type("+49 30 2")
    page.keyboard.press("Enter")
    entry = page.locator(".tl__e", has_text="Phone +49 30 1 → +49 30 2")
    entry.wait_for()

    entry.hover()
    entry.get_by_role("button", name="Undo").click()
    page.locator(".tl__e.is-undone").get_by_role("button", name="Redo").wait_for(state="attached")
    assert Lead.objects.get(pk=lead.pk).phone == "+49 30 1"

    page.locator(".tl__e.is-undone").hover()
    page.locator(".tl__e.is-undone").get_by_role("button", name="Redo").click()
    page.wait_for_selector(".tl__e.is-undone", state="detached")
    assert Lead.objects.get(pk=lead.pk).phone == "+49 30 2"


def test_a_note_is_written(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    page.fill(".composer textarea", "Wants warm white.")
    page.keyboard.press("Control+Enter")

    page.wait_for_selector(".tl__card--note:has-text('Wants warm white.')")


def test_the_palette_finds_records_and_does_things(open_page, lead):
    page = open_page(f"/leads/{lead.pk}/")
    page.keyboard.press("Control+k")
    page.keyboard.type("mateus")
    page.wait_for_selector(".palette__opt:has-text('Mateus Carvalho')")
    page.keyboard.press("Control+a")
    page.keyboard.type("move to replied")
    page.wait_for_selector(".palette__opt[aria-selected=true]:has-text('Move to “Replied”')")
    page.keyboard.press("Enter")

    page.wait_for_selector(".toast:has-text('Replied')")
    assert Lead.objects.get(pk=lead.pk).status.code == "REPLIED"


def test_a_lead_is_added_quickly(page):
    page.keyboard.press("c")
    page.wait_for_selector("dialog[open] input[name=name]")
    page.keyboard.type("Kenji Morrow")
    page.keyboard.press("Control+Enter")

    page.wait_for_selector("h1:has-text('Kenji Morrow')")
