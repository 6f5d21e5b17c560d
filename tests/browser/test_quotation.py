"""The main story: an offer by keyboard alone, accepted by the customer in a browser of their own,
delivered and invoiced by halves, paid, and credited."""

from decimal import Decimal

import pytest

from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.catalog.testing import make_item
from doorstep.kit.noting import unrecorded
from doorstep.pricing.testing import make_price
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from tests.browser.conftest import CALM
from tests.browser.walking import settled

pytestmark = pytest.mark.browser


@pytest.fixture
def goods(alice):
    with unrecorded():
        for code, name, rate in (("HL-P240", "Vesper pendant", 312), ("HL-T2", "Track rail", 148)):
            make_price(item=make_item(owner=alice, code=code, name=name), rate=Decimal(rate))


def only(model):
    return model.objects.get()


def pressed(page, text):
    """Press what says that, and wait for what it leads to."""
    page.get_by_role("button", name=text).first.click()
    settled(page)


def test_an_offer_becomes_an_order_deliveries_an_invoice_a_payment_and_a_credit(
    page, live_server, browser, company, administrator, goods
):
    made = written_by_keyboard(page, company[0])
    accepted_by_customer(browser, live_server, made)
    order = ordered(page, made)

    halves(page, f"/sales-orders/{order.pk}/deliver/", order, "Make delivery")
    pressed(page, "Ship 24 pieces")
    assert only(DeliveryNote).status == "TO_BILL"
    halves(page, f"/sales-orders/{order.pk}/invoice/", order, "Make invoice")
    pressed(page, "Submit")
    bill = only(SalesInvoice)
    assert bill.outstanding == Decimal("6996.00")
    page.goto(f"/payments/new/?invoice={bill.pk}")
    pressed(page, "Record payment")
    page.goto(f"/sales-invoices/{bill.pk}/credit/")
    page.fill(f"input[name=q-{bill.lines.first().pk}]", "1")
    page.fill(f"input[name=q-{bill.lines.last().pk}]", "0")
    pressed(page, "Make credit note")
    pressed(page, "Submit")

    bill.refresh_from_db()
    order.refresh_from_db()
    assert (bill.status, only(CreditNote).unallocated) == ("PAID", Decimal("312.00"))
    assert (int(order.delivered_percent), order.status) == (50, "TO_DELIVER_AND_BILL")


def written_by_keyboard(page, lead):
    page.goto(f"/quotations/new/?lead={lead.pk}")
    page.focus("#doc-add")
    for name, count in (("vesper", "42"), ("track", "6")):
        for typed in (name, count):
            page.keyboard.type(typed)
            settled(page)
            page.keyboard.press("Enter")
            settled(page)
    assert "13,992.00" in page.inner_text("#doc-totals")
    page.focus("button[value=save]")
    page.keyboard.press("Enter")
    settled(page)
    made = only(Quotation)
    assert (made.lines.count(), made.grand_total) == (2, Decimal("13992.00"))
    page.goto(f"/quotations/{made.pk}/send/")
    pressed(page, "Submit without a letter")
    made.refresh_from_db()
    return made


def ordered(page, offer):
    page.goto(f"/quotations/{offer.pk}/order/")
    pressed(page, "Make order")
    pressed(page, "Submit")
    order = only(SalesOrder)
    assert (order.status, order.grand_total) == ("TO_DELIVER_AND_BILL", offer.grand_total)
    return order


def accepted_by_customer(browser, live_server, offer):
    theirs = browser.new_context(**CALM)
    guest = theirs.new_page()
    guest.goto(f"{live_server.url}/q/{offer.secret}/")
    guest.fill("#in-name", "Nadia Ferrante")
    guest.check("input[name=agree]")
    guest.click("button[value=accept]")
    assert "Accepted by Nadia Ferrante" in guest.inner_text("main")
    theirs.close()


def halves(page, url, order, says):
    page.goto(url)
    for line in order.lines.all():
        page.fill(f"input[name=q-{line.pk}]", str(int(line.quantity / 2)))
    pressed(page, says)


def test_leaving_what_is_not_saved_asks_first(page, company, goods):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(f"/quotations/new/?lead={company[0].pk}")
    page.fill("[name=note]", "For the library")
    settled(page)

    page.get_by_role("link", name="Quotations").first.click()
    settled(page)

    assert asked == ["What you typed is not saved. Leave all the same?"]
    assert page.input_value("[name=note]") == "For the library"
    page.click("button[value=save]")
    settled(page)
    assert (len(asked), only(Quotation).note) == (1, "For the library")


def test_a_rate_is_changed_on_a_phone_where_a_row_opens(open_page, company, goods):
    page = open_page(
        f"/quotations/new/?lead={company[0].pk}", viewport={"width": 375, "height": 812}
    )
    page.fill("#doc-add", "HL-P240")
    settled(page)
    page.keyboard.press("Enter")
    settled(page)
    rate = page.locator("[name$=-rate]").first
    assert not rate.is_visible()

    page.locator(".line-more summary").first.click()
    rate.fill("300")
    page.locator("[name$=-discount_percent]").first.fill("10")
    settled(page)

    assert "270.00" in page.inner_text("#doc-totals")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
