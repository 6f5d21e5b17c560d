"""Drafts of invoices and credit notes are written on the page of all drafts."""

from decimal import Decimal as D

import pytest

from doorstep.billing.actions import credit_invoice, invoice_order
from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.billing.testing import make_credit_note, make_sales_invoice, submitted_invoice
from doorstep.selling.actions import submit_order
from doorstep.selling.testing import make_sales_order
from doorstep.selling.tests.test_editor import typed


@pytest.fixture
def page(client, ada):
    client.force_login(ada)
    return client


def to(customer):
    return {"party": f"customer:{customer.pk}", "party-was": f"customer:{customer.pk}"}


def test_an_invoice_that_no_order_asks_for_is_written_on_a_page(page, customer):
    row = {"row": ["n1"], "n1-description": "Advice", "n1-quantity": "2", "n1-rate": "80"}
    assert page.get(f"/sales-invoices/new/?customer={customer.pk}").status_code == 200

    page.post("/sales-invoices/new/", to(customer) | row | {"do": "submit"})

    invoice = SalesInvoice.objects.get()
    assert (invoice.status, invoice.outstanding) == ("UNPAID", D(160))


def test_a_line_of_an_order_keeps_its_origin_and_says_what_is_open(page, ada, customer):
    order = submit_order(make_sales_order(owner=ada, customer=customer), by=ada)
    invoice = invoice_order(order, by=ada)
    url, key = f"/sales-invoices/{invoice.pk}/edit/", f"l{invoice.lines.get().pk}"
    assert f"{order.number}: 3 open" in page.get(url).text
    more = page.post(
        f"/sales-invoices/{invoice.pk}/reckon/", typed(invoice, **{f"{key}-quantity": "4"})
    )
    assert "lines__over" in more.text
    assert "400.00" in more.text

    page.post(url, typed(invoice, **{f"{key}-quantity": "2", "discount_percent": "10"}))

    invoice.refresh_from_db()
    assert (invoice.net_total, invoice.lines.get().order_line) == (D(180), order.lines.get())


def test_more_than_is_open_of_an_order_stays_a_draft(page, ada, customer):
    order = submit_order(make_sales_order(owner=ada, customer=customer), by=ada)
    invoice = invoice_order(order, by=ada)
    key = f"l{invoice.lines.get().pk}"

    said = typed(invoice, do="submit", **{f"{key}-quantity": "4"})
    answer = page.post(f"/sales-invoices/{invoice.pk}/edit/", said, follow=True)

    assert "3 are left to invoice" in answer.text
    assert SalesInvoice.objects.get().status == "DRAFT"


def test_a_credit_note_says_what_of_its_invoice_is_left_and_why(page, ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer, amount="100")
    credit = credit_invoice(invoice, by=ada)
    url = f"/credit-notes/{credit.pk}/edit/"
    assert f"{invoice.number}: 1 open" in page.get(url).text

    page.post(url, typed(credit, reason="Broken", do="submit"))

    credit.refresh_from_db()
    assert (credit.reason, credit.status) == ("Broken", "SUBMITTED")


@pytest.mark.parametrize("make", [make_sales_invoice, make_credit_note])
def test_what_is_submitted_is_read_and_not_written(page, ada, customer, make):
    made = make(owner=ada, customer=customer)
    kind = "sales-invoices" if make is make_sales_invoice else "credit-notes"
    page.post(f"/{kind}/{made.pk}/edit/", typed(made, do="submit"))

    answer = page.post(f"/{kind}/{made.pk}/edit/", typed(made, note="Later"))

    assert answer.status_code == 409
    assert not CreditNote.objects.filter(note="Later").exists()
