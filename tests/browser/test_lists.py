"""The list of leads, as a person uses it."""

import pytest

from doorstep.history.models import Event
from doorstep.parties.models import Lead
from doorstep.records.actions import update
from tests.browser.walking import settled

pytestmark = pytest.mark.browser


def names(page):
    return page.locator("tbody .table__name").all_inner_texts()


def test_one_signs_in_and_sees_ones_leads(page):
    assert len(names(page)) == 3
    page.wait_for_selector(".bar .count:has-text('3')")


def test_a_filter_narrows_the_list_and_can_be_taken_off(page):
    page.keyboard.press("f")
    page.click("#filter-pop a:has-text('Status')")
    page.check("#filter-pop input[value=Replied]")
    page.wait_for_selector(".fpop__n:has-text('1 match')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".filter__v:has-text('Replied')")

    assert names(page) == ["Mateus Carvalho"]
    assert "status=Replied" in page.url

    page.click(".filter__x")
    page.wait_for_selector("text=Thea Brandvold")
    assert len(names(page)) == 3


def test_typing_searches(page):
    page.keyboard.press("/")
    page.keyboard.type("brisa")
    page.wait_for_selector("text=Thea Brandvold", state="detached")

    assert names(page) == ["Mateus Carvalho"]


def test_a_cell_is_edited_in_place(page, company):
    row = page.locator(f"tr[data-id='{company[1].pk}']")
    row.get_by_role("link", name="Edit Phone,").click()
    page.wait_for_selector("inline-edit input[name=phone]")
    page.keyboard.press("Control+a")
    page.keyboard.type("+351 21 555 0182")
    page.keyboard.press("Enter")
    page.wait_for_selector("a.cell-edit:has-text('+351 21 555 0182')")

    assert Lead.objects.get(pk=company[1].pk).phone == "+351 21 555 0182"


def test_an_edit_of_what_someone_else_changed_says_so_and_can_insist(page, company, alice):
    row = page.locator(f"tr[data-id='{company[1].pk}']")
    row.get_by_role("link", name="Edit Phone,").click()
    page.wait_for_selector("inline-edit input[name=phone]")
    update(company[1], by=alice, phone="+44 1")
    page.keyboard.press("Control+a")
    page.keyboard.type("+351 2")
    page.keyboard.press("Enter")

    page.wait_for_selector(".field__error:has-text('“+44 1”')")
    settled(page)
    page.click("button:has-text('Keep mine')")
    page.wait_for_selector("a.cell-edit:has-text('+351 2')")
    assert Lead.objects.get(pk=company[1].pk).phone == "+351 2"


def test_rows_are_chosen_by_keyboard_moved_together_and_moved_back(page):
    for key in "jxjx":
        page.keyboard.press(key)
    page.click(".bulk button:has-text('Status')")
    page.check("dialog[open] input[value='Lost quotation']")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".toast:has-text('2 leads')")
    assert Lead.objects.filter(status__code="LOST_QUOTATION").count() == 2

    page.keyboard.press("z")
    page.wait_for_selector(".toast:has-text('Undone')")
    assert not Lead.objects.filter(status__code="LOST_QUOTATION").exists()
    assert Event.objects.count() == 2


def test_space_peeks_and_escape_leaves(page):
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.wait_for_selector("dialog.peek[open]")

    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.peek", state="detached")


def test_enter_opens_the_record(page):
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    page.wait_for_selector("h1:has-text('Thea Brandvold')")


def test_a_card_moves_by_keyboard(open_page, company):
    page = open_page("/leads/board/")
    page.locator(".deal[aria-label*='Thea']").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".toast:has-text('Bramble Street Books: Replied')")

    assert Lead.objects.get(pk=company[2].pk).status.code == "REPLIED"


def test_a_card_is_dragged(open_page, company):
    page = open_page("/leads/board/")
    page.drag_and_drop(".deal[aria-label*='Thea']", ".col[data-value=Interested]")
    page.wait_for_selector(".toast:has-text('Bramble Street Books: Interested')")

    assert Lead.objects.get(pk=company[2].pk).status.code == "INTERESTED"
