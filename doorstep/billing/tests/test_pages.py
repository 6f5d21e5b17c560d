"""The pages of billing: they show what is so, and do one thing each."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils.timezone import localdate

from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.billing.testing import make_sales_invoice, paid, submitted_invoice
from doorstep.parties.models import Customer
from doorstep.users.access import Reach
from doorstep.users.testing import grant

DAY = timedelta(days=1)


@pytest.fixture
def page(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def late(ada, customer):
    day = localdate() - 40 * DAY
    return submitted_invoice(by=ada, customer=customer, amount="100", date=day, due_on=day)


def test_an_invoice_shows_what_is_open_since_when(page, late, ada):
    paid(late, "30", by=ada)

    text = page.get(late.get_absolute_url()).content.decode()

    assert "€70.00 late" in text
    assert "40 days late" in text
    assert "Friendly reminder" in text
    assert "Record payment" in text


def test_a_payment_is_recorded_for_what_is_due_first(page, late, customer):
    second = make_sales_invoice(customer=customer, owner=late.owner)
    url = f"/payments/new/?customer={customer.pk}"

    shown = page.get(f"{url}&amount=60").content.decode()
    assert 'value="60.00"' in shown
    answer = page.post(
        url, {"amount": "60", "date": localdate(), "kind": "RECEIVED", f"pay-{late.pk}": "60"}
    )

    assert answer.status_code == 302
    late.refresh_from_db()
    assert (late.outstanding, second.outstanding) == (D(40), D(0))


def test_a_reference_that_is_known_is_asked_about_once(page, late, customer):
    url = f"/payments/new/?customer={customer.pk}"
    said = {"amount": "10", "date": localdate(), "kind": "RECEIVED", "reference": "RF 77"}
    page.post(url, said)

    warned = page.post(url, said | {"reference": "rf 77"})
    assert warned.status_code == 422
    assert "has this reference already" in warned.content.decode()
    assert Payment.objects.count() == 1

    page.post(url, said | {"again": "on"})
    assert Payment.objects.count() == 2


def test_more_than_is_open_is_refused_on_the_page(page, late, customer):
    url = f"/payments/new/?invoice={late.pk}"
    said = {"amount": "500", "date": localdate(), "kind": "RECEIVED", f"pay-{late.pk}": "500"}

    answer = page.post(url, said)

    assert answer.status_code == 422
    assert "Only 100.00" in answer.content.decode()
    assert not Payment.objects.exists()


def test_a_part_of_an_invoice_is_credited_in_a_dialog(page, late):
    line = late.lines.get()
    url = f"/sales-invoices/{late.pk}/credit/"

    assert "Can be" in page.get(url).content.decode()
    answer = page.post(url, {f"q-{line.pk}": "0.5", "reason": "Scratched"})

    note = CreditNote.objects.get()
    assert answer.url == note.get_absolute_url()
    assert (note.grand_total, note.reason) == (D(50), "Scratched")
    assert page.get(note.get_absolute_url()).status_code == 200


def test_what_is_left_is_written_off_in_a_dialog(page, late):
    url = f"/sales-invoices/{late.pk}/write-off/"
    assert "€100.00 is given up" in page.get(url).content.decode()

    page.post(url, {"note": "Gone"})

    late.refresh_from_db()
    assert late.status == "PAID"
    loss = Payment.objects.get()
    assert page.get(loss.get_absolute_url()).status_code == 200


def test_a_statement_and_the_ages_are_pages_and_files(page, late, customer):
    for url, words in (
        (f"/customers/{customer.pk}/statement/", "Balance brought forward"),
        ("/receivables/", "€100.00 is late, at one customer"),
        ("/receivables/reminders/", "Friendly reminder"),
    ):
        assert words in page.get(url).content.decode()
    file = page.get(f"/customers/{customer.pk}/statement/?format=csv")
    assert "closing balance" in file.content.decode()
    rows = page.get("/receivables/?format=csv").content.decode().splitlines()
    assert rows[1].startswith("Hotel Alderwick,0")


def test_a_customer_page_tells_what_is_free_and_what_is_late(page, late, customer):
    answer = page.post(f"/customers/{customer.pk}/credit-limit/", {"amount": "300"})
    assert answer.status_code == 302

    text = page.get(f"/customers/{customer.pk}/panels/").content.decode()
    assert "€200.00" in text
    assert "€100.00 overdue" in text
    refused = page.post(f"/customers/{customer.pk}/credit-limit/", {"amount": "50"})
    assert refused.status_code == 422
    assert "below that" in refused.content.decode()


def test_whoever_sees_no_invoices_sees_no_accounts(client, alice, sales_rep, customer):
    grant(sales_rep, SalesInvoice, view=Reach.NONE)
    grant(sales_rep, Customer, view=Reach.ALL)
    client.force_login(alice)

    assert client.get("/receivables/").status_code == 403
    assert client.get(f"/customers/{customer.pk}/statement/").status_code == 403
