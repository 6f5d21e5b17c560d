"""What is taken back of an invoice, and credit that is used for others."""

from decimal import Decimal as D

import pytest

from doorstep.billing.actions import (
    allocate_credit,
    cancel_credit_note,
    cancel_invoice,
    credit_invoice,
    release_credit,
    submit_credit_note,
)
from doorstep.billing.refusals import OverCredit, PaymentLinked
from doorstep.billing.testing import make_credit_note, paid, submitted_invoice
from doorstep.kit.errors import Conflict
from doorstep.receivables.ledger import balances_of


def credited(invoice, by, quantity=None):
    line = invoice.lines.get()
    rows = [{"line": line.pk, "quantity": D(quantity)}] if quantity else None
    return submit_credit_note(credit_invoice(invoice, by=by, lines=rows), by=by)


def standing(invoice):
    invoice.refresh_from_db()
    return invoice.status, invoice.outstanding


def test_a_paid_invoice_that_is_credited_leaves_credit_and_cancelling_takes_it_back(ada, customer):
    """K148: and the money that came for it is the customer's."""
    invoice = submitted_invoice(by=ada, customer=customer, amount="100", quantity="2")
    paid(invoice, "150", by=ada)

    note = credited(invoice, ada)

    assert standing(invoice) == ("CREDITED" if invoice.credited_total >= 200 else "PAID", D(0))
    assert note.unallocated == D(150)
    assert balances_of(customer) == {"EUR": D(-150)}

    cancel_credit_note(note, by=ada)
    assert standing(invoice) == ("PARTLY_PAID", D(50))
    assert balances_of(customer) == {"EUR": D(50)}


def test_no_more_is_credited_than_was_invoiced(ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer, amount="100", quantity="2")
    credited(invoice, ada, "1.5")

    with pytest.raises(OverCredit, match=r"0\.5"):
        credited(invoice, ada, "1")

    assert standing(invoice) == ("PARTLY_PAID", D(50))


def test_credit_is_used_for_other_invoices_and_taken_back(ada, customer):
    note = make_credit_note(owner=ada, customer=customer, rate="80", quantity="1")
    note = submit_credit_note(note, by=ada)
    invoice = submitted_invoice(by=ada, customer=customer, amount="100")

    note = allocate_credit(note, by=ada, allocations=[{"invoice": invoice}])
    assert (standing(invoice), note.unallocated) == (("PARTLY_PAID", D(20)), D(0))
    with pytest.raises(PaymentLinked, match=invoice.number):
        cancel_credit_note(note, by=ada)

    note = release_credit(note, by=ada, invoice=invoice)
    assert (standing(invoice), note.unallocated) == (("UNPAID", D(100)), D(80))
    cancel_credit_note(note, by=ada)
    assert balances_of(customer) == {"EUR": D(100)}


def test_a_credit_note_stays_with_the_invoice_that_it_takes_back(ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer, amount="100")
    note = credited(invoice, ada)

    with pytest.raises(Conflict, match="cancel the credit note"):
        release_credit(note, by=ada, invoice=invoice)


def test_an_invoice_with_a_payment_or_a_credit_note_is_not_cancelled(ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer, amount="100", quantity="2")
    payment = paid(invoice, "10", by=ada)

    with pytest.raises(PaymentLinked, match=payment.number):
        cancel_invoice(invoice, by=ada)

    other = submitted_invoice(by=ada, customer=customer, amount="100")
    credit_invoice(other, by=ada)
    with pytest.raises(PaymentLinked, match="cancel or delete"):
        cancel_invoice(other, by=ada)
