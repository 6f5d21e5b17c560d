"""Hands stay on the keyboard: palette, searching fields, panes, the sheet of shortcuts."""

import pytest

from doorstep.parties.models import Customer, Lead
from tests.browser.walking import settled

pytestmark = pytest.mark.browser


def test_a_field_that_searches_is_filled_by_keyboard(open_page, company):
    page = open_page(f"/leads/{company[1].pk}/")
    page.click(f"#lead-{company[1].pk}-from_customer a.edit")
    page.wait_for_selector("inline-edit combo-box input[role=combobox]")
    page.keyboard.type("quill")
    page.wait_for_selector("combo-box [role=option]:has-text('Quill Studio GmbH')")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#lead-{company[1].pk}-from_customer a.edit:has-text('Quill Studio')")

    assert Lead.objects.get(pk=company[1].pk).from_customer.name == "Quill Studio GmbH"


def test_what_a_field_does_not_find_is_made_for_it(open_page, company):
    page = open_page(f"/leads/{company[1].pk}/")
    page.click(f"#lead-{company[1].pk}-from_customer a.edit")
    page.wait_for_selector("inline-edit combo-box input[role=combobox]")
    page.keyboard.type("Hotel Alderwick")
    page.wait_for_selector("combo-box [data-create]")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.dialog[open] >> text=New customer")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(
        f"#lead-{company[1].pk}-from_customer a.edit:has-text('Hotel Alderwick')"
    )

    made = Customer.objects.get(name="Hotel Alderwick")
    assert Lead.objects.get(pk=company[1].pk).from_customer == made


def test_tab_in_the_palette_asks_what_can_be_done(open_page, company):
    page = open_page("/leads/")
    page.keyboard.press("Control+k")
    page.keyboard.type("mateus")
    page.wait_for_selector(".palette__opt[data-record]:has-text('Mateus Carvalho')")
    page.keyboard.press("Tab")
    page.wait_for_selector(".palette__group:has-text('Do something with Mateus Carvalho')")
    page.wait_for_selector(".palette__opt[aria-selected=true]:has-text('Convert to customer')")
    page.keyboard.press("Enter")

    page.wait_for_selector("dialog.dialog[open] >> text=Make Mateus Carvalho a customer")


def test_the_palette_remembers_what_was_open(open_page, company):
    page = open_page(f"/leads/{company[0].pk}/")
    page.goto("/leads/")
    page.keyboard.press("Control+k")

    page.wait_for_selector(".palette__opt:has-text('Nadia Ferrante')")


def test_j_and_k_go_through_the_list_one_came_from(open_page, company):
    page = open_page("/leads/")
    first, second = page.locator("tbody a.table__name").all_inner_texts()[:2]
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h1:has-text('{first}')")
    page.keyboard.press("j")
    page.wait_for_selector(f"h1:has-text('{second}')")
    page.keyboard.press("k")

    page.wait_for_selector(f"h1:has-text('{first}')")


def test_the_heading_has_the_focus_when_a_page_arrives(open_page, company):
    page = open_page("/leads/")
    page.click(".side__link:has-text('Contacts')")
    page.wait_for_selector("h1:has-text('Contacts')")

    page.wait_for_selector("h1:focus")
    assert "Contacts" in page.text_content("#live")


def test_single_keys_can_be_switched_off(open_page, company):
    page = open_page("/leads/")
    page.keyboard.press("?")
    page.click("dialog button:has-text('Switch single keys off')")
    page.wait_for_selector("html[data-shortcuts=off]")
    page.keyboard.press("c")
    page.wait_for_timeout(300)

    assert not page.locator("dialog.dialog[open]").count()


def test_only_the_kind_of_entry_one_asked_for_is_left(open_page, company, alice):
    page = open_page(f"/leads/{company[0].pk}/")
    page.fill(".composer textarea", "Wants warm white.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".tl__card--note")
    page.click("#timeline-tools label:has-text('Changes')")

    page.wait_for_selector(".tl__card--note", state="detached")


def test_a_lost_connection_is_said_and_nothing_is_lost(open_page, company):
    page = open_page("/leads/")
    page.context.set_offline(True)
    page.click(".side__link:has-text('Contacts')")
    page.wait_for_selector("dialog.lost[open] >> text=No way to the server")
    page.context.set_offline(False)

    page.wait_for_selector("h1:has-text('Contacts')")


def test_j_in_a_peek_looks_at_the_next_row(open_page, company):
    page = open_page("/leads/")
    names = page.locator("tbody a.table__name").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.wait_for_selector(f"dialog.peek[open] h2:has-text('{names[0]}')")
    page.keyboard.press("j")

    page.wait_for_selector(f"dialog.peek[open] h2:has-text('{names[1]}')")


def test_a_file_is_attached_with_one_choice(open_page, company):
    page = open_page(f"/leads/{company[0].pk}/")
    page.wait_for_selector("#panel-files .chip")
    settled(page)
    page.set_input_files("#panel-files input[type=file]", __file__)

    page.wait_for_selector("#panel-files .mini:has-text('test_keyboard.py')")


def test_the_address_is_that_of_the_record_one_opened(open_page, company):
    page = open_page("/leads/")
    page.click("tbody a.table__name >> nth=0")
    page.wait_for_selector("main.main--record")

    assert page.url.endswith(f"/leads/{company[2].pk}/")


def test_sorting_keeps_the_list_where_it_was(open_page, company):
    page = open_page("/leads/")
    page.click("thead a:has-text('Lead')")
    page.wait_for_selector("th[aria-sort] >> text=Lead")

    assert "sort=name" in page.url
    assert page.locator("#list record-table").count() == 1
