"""Leads of another system come in and one becomes a customer: as a person does it."""

import pytest

from doorstep.history.models import Event
from doorstep.parties.models import Contact, Customer, Lead
from tests.browser.conftest import PASSWORD
from tests.browser.walking import ZOHO, zoho_rows
from tests.shared_data import needs_data

pytestmark = [pytest.mark.browser, needs_data]


@pytest.fixture
def page(open_page, administrator):
    page = open_page("/login/")
    page.set_default_timeout(60_000)  # thousands of rows are written within one request here
    return page


def test_the_main_path(page, company):
    before = Lead.objects.count()
    sign_in(page)
    bring_in_the_leads(page)
    assert Lead.objects.count() == before + len(zoho_rows())

    wanted = [row for row in zoho_rows() if row["Lead Status"] == "Contacted"]
    narrow_by_status(page, "Contacted")
    page.wait_for_selector(f"#count-matching:has-text('{len(wanted):,}')")

    lead = edit_the_first_phone(page, "+44 20 7946 0999")
    assert Lead.objects.get(pk=lead.pk).phone == "+44 20 7946 0999"

    page.click(f"tr[data-id='{lead.pk}'] a.table__name")
    page.wait_for_selector(f"h1:has-text('{lead.name}')")
    customers, contacts = Customer.objects.count(), Contact.objects.count()
    convert(page)
    assert (Customer.objects.count(), Contact.objects.count()) == (customers + 1, contacts + 1)
    assert Lead.objects.get(pk=lead.pk).status.code == "CONVERTED"

    page.click(".toast button:has-text('Undo')")
    page.wait_for_selector(".toast:has-text('Undone')")
    assert (Customer.objects.count(), Contact.objects.count()) == (customers, contacts)
    assert Lead.objects.get(pk=lead.pk).status.name == "Contacted"

    page.goto(lead.get_absolute_url())
    convert(page)
    assert Customer.objects.get(lead=lead).name == lead.organisation
    assert Event.objects.filter(name="lead.converted", subject_id=lead.pk).count() == 2


def sign_in(page):
    page.fill("#id_login", "alice@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('Sign in')")
    page.wait_for_selector("h1:has-text('Today')")


def bring_in_the_leads(page):
    page.click(".side__link:has-text('Import')")
    page.set_input_files("input[type=file]", ZOHO)
    page.click("button:has-text('Look at the columns')")
    page.wait_for_selector("h1:has-text('Which column is what?')")
    page.click("button:has-text('Check 1,950 rows')")
    page.click("button:has-text('Import 1,950 rows')")
    page.wait_for_selector("h1:has-text('1,950 rows are in')")
    page.click("a:has-text('Show them')")
    page.wait_for_selector("h1:has-text('Leads')")


def narrow_by_status(page, name):
    page.click("#list a:has-text('Filter')")
    page.click("#filter-pop a:has-text('Status')")
    page.check(f"#filter-pop input[value='{name}']")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".filter__v:has-text('{name}')")


def edit_the_first_phone(page, number):
    row = page.locator("tbody tr[data-id]").first
    lead = Lead.objects.get(pk=int(row.get_attribute("data-id")))
    row.get_by_role("link", name="Edit Phone,").click()
    page.wait_for_selector("inline-edit input[name=phone]")
    page.keyboard.press("Control+a")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"a.cell-edit:has-text('{number}')")
    return lead


def convert(page):
    page.click("button:has-text('Make')")
    page.click("#make [role=menuitem]:has-text('Convert to customer')")
    page.wait_for_selector("dialog[open] >> text=Will be created")
    page.click("dialog button:has-text('Convert to customer')")
    page.wait_for_selector("main.main--record .rec__title:has-text('Company')")
