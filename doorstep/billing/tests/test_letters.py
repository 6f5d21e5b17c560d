"""Invoices, credit notes and statements go to the customer as a letter with a PDF."""

import pytest

from doorstep.billing.actions import credit_invoice, submit_credit_note
from doorstep.billing.testing import submitted_invoice
from doorstep.mail.models import Message
from doorstep.mail.testing import make_mailbox
from doorstep.records.files import place_of
from doorstep.records.models import Attachment

SAID = {"to": "books@alderwick.example", "subject": "Here it is", "text": "As agreed."}


@pytest.fixture
def page(client, ada):
    client.force_login(ada)
    make_mailbox(owner=ada)
    return client


def files():
    message = Message.objects.get()
    return {each.name: each for each in Attachment.objects.about(message)}


def test_an_invoice_is_sent_with_its_paper(page, ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer)
    url = f"/sales-invoices/{invoice.pk}/send/"
    assert f"{invoice.number}.pdf" in page.get(url).text

    page.post(url, SAID | {"seen": invoice.version})

    held = files()[f"{invoice.number}.pdf"]
    assert place_of(held.sha256).read_bytes().startswith(b"%PDF-")
    assert {link.about for link in Message.objects.get().links.all()} == {invoice, customer}


def test_a_draft_is_not_sent(page, ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer)
    draft = credit_invoice(invoice, by=ada)

    answer = page.post(f"/credit-notes/{draft.pk}/send/", SAID)

    assert answer.status_code == 409
    assert not Message.objects.exists()


def test_a_credit_note_is_sent_with_its_paper(page, ada, customer):
    credit = credit_invoice(submitted_invoice(by=ada, customer=customer), by=ada)
    credit = submit_credit_note(credit, by=ada)

    page.post(f"/credit-notes/{credit.pk}/send/", SAID)

    assert list(files()) == [f"{credit.number}.pdf"]


def test_a_statement_is_a_pdf_and_is_sent(page, ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer)
    url = f"/customers/{customer.pk}/statement/"
    assert page.get(f"{url}?format=pdf").content.startswith(b"%PDF-")
    assert "It comes to €1,000.00." in page.get(f"{url}send/").text

    page.post(f"{url}send/?until={invoice.date}", SAID)

    assert list(files()) == [f"statement-{customer.pk}-{invoice.date}.pdf"]


def test_whoever_may_not_remind_sends_no_statement(client, alice, customer):
    client.force_login(alice)
    make_mailbox(owner=alice)

    answer = client.post(f"/customers/{customer.pk}/statement/send/", SAID)

    assert answer.status_code in (403, 404)
    assert not Message.objects.exists()
