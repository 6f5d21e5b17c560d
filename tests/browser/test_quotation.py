"""A quotation by keyboard alone, and its acceptance by the customer in a browser of their own."""

from decimal import Decimal

import pytest

from doorstep.catalog.testing import make_item
from doorstep.kit.noting import unrecorded
from doorstep.pricing.testing import make_price
from doorstep.selling.models import Quotation
from tests.browser.conftest import CALM
from tests.browser.walking import settled

pytestmark = pytest.mark.browser


def test_a_quotation_is_written_by_keyboard_and_accepted_by_the_customer(
    page, live_server, browser, company, alice
):
    with unrecorded():
        for code, name, rate in (("HL-P240", "Vesper pendant", 312), ("HL-T2", "Track rail", 148)):
            make_price(item=make_item(owner=alice, code=code, name=name), rate=Decimal(rate))
    lead = company[0]
    page.goto(f"{live_server.url}/quotations/new/?lead={lead.pk}")
    page.focus("#doc-add")
    for name, count in (("vesper", "42"), ("track", "6")):
        page.keyboard.type(name)
        settled(page)
        page.keyboard.press("Enter")
        settled(page)
        page.keyboard.type(count)
        settled(page)
        page.keyboard.press("Enter")
        settled(page)
    assert "13,992.00" in page.inner_text("#doc-totals")
    page.keyboard.press("Shift+Tab")
    page.click("button[value=save]")
    settled(page)
    made = Quotation.objects.get()
    assert (made.lines.count(), made.grand_total) == (2, Decimal("13992.00"))
    page.goto(f"{live_server.url}/quotations/{made.pk}/send/")
    page.click("button[value=submit]")
    settled(page)
    made.refresh_from_db()

    theirs = browser.new_context(**CALM)
    guest = theirs.new_page()
    guest.goto(f"{live_server.url}/q/{made.secret}/")
    guest.fill("#in-name", "Nadia Ferrante")
    guest.check("input[name=agree]")
    guest.click("button[value=accept]")
    assert "Accepted by Nadia Ferrante" in guest.inner_text("main")
    theirs.close()

    made.refresh_from_db()
    assert made.accepted_by == "Nadia Ferrante"
