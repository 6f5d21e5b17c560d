"""The same path with no pointer at all: wherever the focus goes, it shows."""

import csv

import pytest

from doorstep.parties.models import Customer, Lead
from tests.browser.conftest import PASSWORD
from tests.browser.walking import focused, settled, tab_to, zoho_rows
from tests.shared_data import needs_data

pytestmark = [pytest.mark.browser, needs_data]
FEW = 25


@pytest.fixture
def page(open_page, administrator):
    page = open_page("/login/")
    page.set_default_timeout(30_000)
    return page


@pytest.fixture
def few(tmp_path):
    """The first rows of the file: how many there are is not the matter here."""
    rows, path = zoho_rows()[:FEW], tmp_path / "Leads.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_main_path_by_keyboard(page, company, few):
    sign_in(page)
    bring_in_the_leads(page, few)
    assert Lead.objects.count() == len(company) + FEW

    wanted = [row["Email"] for row in zoho_rows()[:FEW] if row["Lead Status"] == "Contacted"]
    narrow_by_status(page, "Contacted")
    assert page.locator("tbody tr[data-id]").count() == len(wanted)

    lead = open_the_second(page)
    change_the_phone(page, lead, "+44 20 7946 0999")
    assert Lead.objects.get(pk=lead.pk).phone == "+44 20 7946 0999"

    convert(page)
    assert Customer.objects.filter(lead=lead).exists()

    page.keyboard.press("z")
    page.wait_for_selector(".toast:has-text('Undone')")
    assert not Customer.objects.filter(lead=lead).exists()

    page.wait_for_selector(f"h1:has-text('{lead.name}')")
    convert(page)
    assert Customer.objects.filter(lead=lead).count() == 1


def sign_in(page):
    tab_to(page, "#id_login")
    page.keyboard.type("alice@example.org")
    tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Today')")


def bring_in_the_leads(page, path):
    by_palette(page, "import", "Import")
    page.wait_for_selector("h1:has-text('Import')")
    tab_to(page, "input[type=file]")
    page.set_input_files("input[type=file]", path)  # the system's own dialog is not ours to walk
    tab_to(page, "main button.btn--primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Which column is what?')")
    tab_to(page, "main button.btn--primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('This is what will happen')")
    tab_to(page, "main button.btn--primary")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h1:has-text('{FEW} rows are in')")
    by_palette(page, "leads", "Leads")
    page.wait_for_selector("h1:has-text('Leads')")


def by_palette(page, typed, wanted):
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog.palette[open]")
    page.keyboard.type(typed)
    settled(page)
    option = f".palette__opt[href]:text-is('{wanted}'), .palette__opt:has(:text-is('{wanted}'))"
    page.wait_for_selector(option)
    for _ in range(20):
        if page.locator(f".palette__opt[aria-selected=true]:has(:text-is('{wanted}'))").count():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def narrow_by_status(page, name):
    page.keyboard.press("f")
    page.wait_for_selector("#filter-pop a:has-text('Status')")
    tab_to(page, "#filter-pop a[href*='status']")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#filter-pop input[value='{name}']")
    tab_to(page, f"#filter-pop input[value='{name}']")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".filter__v:has-text('{name}')")


def open_the_second(page):
    for key in "jjk":
        page.keyboard.press(key)
    page.keyboard.press("Space")
    page.wait_for_selector("dialog.peek[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.peek", state="detached")
    assert focused(page).evaluate("row => row.matches('tr.is-cursor')"), "focus comes back"
    page.keyboard.press("j")
    lead = Lead.objects.get(pk=int(focused(page).get_attribute("data-id")))
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h1:has-text('{lead.name}')")
    settled(page)
    return lead


def change_the_phone(page, lead, number):
    fact = f"#lead-{lead.pk}-phone a.edit"
    tab_to(page, fact)
    page.keyboard.press("Enter")
    page.wait_for_selector("inline-edit input[name=phone]")
    page.keyboard.press("Control+a")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{fact}:has-text('{number}')")
    page.wait_for_selector(f"{fact}:focus")


def convert(page):
    settled(page)
    before = focused(page)
    page.keyboard.press("m")
    page.wait_for_selector("#make:popover-open")
    page.keyboard.press("c")
    page.wait_for_selector("dialog.dialog[open] >> text=Will be created")
    inside = "document.activeElement.closest('dialog.dialog') !== null"
    for _ in range(12):  # it keeps the focus
        page.keyboard.press("Tab")
        assert page.evaluate(f"{inside} || document.activeElement === document.body")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.dialog", state="detached")
    settled(page)
    assert focused(page).evaluate("(now, before) => now === before", before), "it gives it back"

    page.keyboard.press("m")
    page.wait_for_selector("#make:popover-open")
    page.keyboard.press("c")
    page.wait_for_selector("dialog.dialog[open] >> text=Will be created")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("main.main--record .rec__title:has-text('Company')")
