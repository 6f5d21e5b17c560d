"""Every link and every form works where no script runs."""

import pytest

from doorstep.parties.models import Customer, Lead

pytestmark = pytest.mark.browser


@pytest.fixture
def open_plain(open_page):
    return lambda path: open_page(path, java_script_enabled=False)


def test_a_list_is_filtered(open_plain, company):
    page = open_plain("/leads/")
    page.click("#list a:has-text('Filter')")
    page.click("a:has-text('Status')")
    page.check("input[value=Replied]")
    page.click("main button:has-text('Apply')")

    assert page.locator("tbody .table__name").all_inner_texts() == ["Mateus Carvalho"]
    assert "status=Replied" in page.url


def test_a_list_is_searched_and_sorted(open_plain, company):
    page = open_plain("/leads/")
    page.click("thead a:has-text('Lead')")
    assert page.locator("tbody .table__name").all_inner_texts()[0] == "Mateus Carvalho"

    page.fill("input[name=q]", "brisa")
    page.press("input[name=q]", "Enter")
    assert page.locator("tbody .table__name").all_inner_texts() == ["Mateus Carvalho"]


def test_a_fact_is_edited(open_plain, company):
    lead = company[0]
    page = open_plain(f"/leads/{lead.pk}/")
    page.click(f"#lead-{lead.pk}-phone a.edit")
    page.fill("input[name=phone]", "+49 30 3")
    page.click("button:has-text('Save')")
    page.wait_for_selector(".tl__e:has-text('+49 30 3')")

    assert Lead.objects.get(pk=lead.pk).phone == "+49 30 3"


def test_a_note_is_written(open_plain, company):
    page = open_plain(f"/leads/{company[0].pk}/")
    page.fill(".composer textarea", "Wants warm white.")
    page.click(".composer button:has-text('Save note')")

    page.wait_for_selector(".tl__card--note:has-text('Wants warm white.')")


def test_a_lead_is_made_and_converted(open_plain):
    page = open_plain("/leads/")
    page.click("a:has-text('New lead')")
    page.fill("input[name=name]", "Kenji Morrow")
    page.fill("input[name=organisation]", "Kite & Anchor Inn")
    page.click("button:has-text('Create lead')")
    page.wait_for_selector("h1:has-text('Kenji Morrow')")

    lead = Lead.objects.get(name="Kenji Morrow")
    page.goto(f"/leads/{lead.pk}/convert/")
    page.click("button:has-text('Convert to customer')")
    page.wait_for_selector("h1:has-text('Kite & Anchor Inn')")
    assert Customer.objects.get(lead=lead).name == "Kite & Anchor Inn"
