"""A day on a phone: a new lead, a note, a number put right, a customer made."""

import pytest

from doorstep.parties.models import Customer, Lead

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def page(open_page):
    return open_page("/leads/", **PHONE)


def is_narrow(page):
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def test_a_lead_is_made_worked_on_and_converted_with_a_thumb(page):
    page.tap(".dock__new")
    page.fill("dialog[open] input[name=name]", "Kenji Morrow")
    page.fill("dialog[open] input[name=organisation]", "Kite & Anchor Inn")
    page.tap("dialog button:has-text('Create lead')")
    page.wait_for_selector("h1:has-text('Kenji Morrow')")
    lead = Lead.objects.get(name="Kenji Morrow")
    assert is_narrow(page)

    page.tap("[role=tab]:has-text('History')")
    page.fill(".composer textarea", "Visited the showroom.")
    page.tap(".composer button:has-text('Save note')")
    page.wait_for_selector(".tl__card--note:has-text('Visited the showroom.')")
    assert is_narrow(page)

    page.tap("[role=tab]:has-text('Overview')")
    page.tap(f"#lead-{lead.pk}-phone a.edit")
    page.fill("inline-edit input[name=phone]", "+44 20 7946 0137")
    page.tap("inline-edit button:has-text('Save')")
    page.wait_for_selector(f"#lead-{lead.pk}-phone a.edit:has-text('+44 20 7946 0137')")
    assert Lead.objects.get(pk=lead.pk).phone == "+44 20 7946 0137"

    page.wait_for_load_state("networkidle")  # the head comes anew after an edit
    page.tap("button:has-text('Make')")
    page.tap("#make [role=menuitem]:has-text('Convert to customer')")
    page.wait_for_selector("dialog[open] >> text=Will be created")
    assert is_narrow(page)
    page.tap("dialog button:has-text('Convert to customer')")
    page.wait_for_selector("h1:has-text('Kite & Anchor Inn')")
    assert Customer.objects.get(lead=lead).name == "Kite & Anchor Inn"


def test_the_sheet_leads_to_every_place(page):
    page.tap(".dock button:has-text('More')")
    page.wait_for_selector("#places:popover-open")
    page.tap("#places [role=menuitem]:has-text('Customers')")

    page.wait_for_selector("h1:has-text('Customers')")
    assert is_narrow(page)


def test_an_empty_list_says_so_and_what_to_do(page):
    page.goto("/suppliers/")

    assert page.locator(".empty").is_visible()
    assert page.locator(".empty a:has-text('New supplier')").is_visible()


def test_what_is_pressed_is_big_enough_for_a_thumb(page):
    small = page.evaluate(
        """[...document.querySelectorAll('.dock a, .dock button, .bar .btn, .chip, .tab')]
        .filter(each => each.checkVisibility())
        .map(each => [each.textContent.trim(), each.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)"""
    )

    assert small == []
