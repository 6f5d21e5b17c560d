"""From an offer to a paid invoice: the whole way through actions only."""

from datetime import date
from decimal import Decimal as D

import pytest

from doorstep.billing import actions as billing
from doorstep.billing.models import Payment, SalesInvoice
from doorstep.parties.testing import make_customer, make_lead
from doorstep.pipeline.testing import make_opportunity
from doorstep.receivables.ledger import balances_of
from doorstep.receivables.models import LedgerEntry
from doorstep.selling import actions as selling
from doorstep.selling.models import Quotation
from doorstep.users.models import User

LINES = [
    {"description": "Vesper pendant", "quantity": D(10), "rate": D(100)},
    {"description": "Track rail", "quantity": D(4), "rate": D(50)},
]


@pytest.fixture
def by(db):
    return User.system()


@pytest.fixture
def customer(by):
    return make_customer(name="Hotel Alderwick")


@pytest.fixture
def order(by, customer):
    offer = selling.create_quotation(Quotation, by=by, party=customer, lines=LINES)
    offer = selling.submit_quotation(offer, by=by)
    made = selling.order_quotation(offer, by=by)
    return selling.submit_order(made, by=by)


def deliver(order, by, *quantities):
    rows = zip(order.lines.all(), quantities, strict=False)
    lines = [{"order_line": line.pk, "quantity": D(quantity)} for line, quantity in rows]
    return selling.submit_delivery(selling.deliver_order(order, by=by, lines=lines), by=by)


def bill(order, by, *quantities):
    rows = zip(order.lines.all(), quantities, strict=False)
    lines = [{"order_line": line.pk, "quantity": D(quantity)} for line, quantity in rows]
    made = billing.invoice_order(order, by=by, lines=lines if quantities else None)
    return billing.submit_invoice(made, by=by)


def test_an_offer_becomes_an_order_is_delivered_invoiced_and_paid(order, by, customer):
    assert order.number.startswith("SO-")
    assert order.quotation.number.startswith("QTN-")
    assert Quotation.objects.get().status == "ORDERED"
    assert (order.grand_total, order.status) == (D("1200.00"), "TO_DELIVER_AND_BILL")

    deliver(order, by, 4)
    order.refresh_from_db()
    assert (order.delivered_percent, order.delivery_status) == (D("28.57"), "PARTLY")

    deliver(order, by, 6, 4)
    order.refresh_from_db()
    assert order.status == "TO_BILL"

    invoice = bill(order, by)
    order.refresh_from_db()
    assert (order.status, order.billed_percent) == ("COMPLETED", D(100))
    assert (invoice.status, invoice.outstanding) == ("UNPAID", D("1200.00"))
    assert balances_of(customer) == {"EUR": D("1200.00")}

    rows = [{"invoice": invoice, "amount": D(400)}]
    billing.record_payment(Payment, by=by, customer=customer, amount=D(400), allocations=rows)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.outstanding) == ("PARTLY_PAID", D("800.00"))

    rows = [{"invoice": invoice, "amount": D(800)}]
    last = billing.record_payment(
        Payment, by=by, customer=customer, amount=D(900), allocations=rows
    )
    invoice.refresh_from_db()
    assert (invoice.status, invoice.outstanding, last.unallocated) == ("PAID", D(0), D(100))
    assert balances_of(customer) == {"EUR": D("-100.00")}

    billing.cancel_payment(last, by=by)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.outstanding) == ("PARTLY_PAID", D("800.00"))
    assert balances_of(customer) == {"EUR": D("800.00")}
    assert LedgerEntry.objects.count() == 4


def test_an_invoice_of_an_order_completes_the_oldest_deliveries_first(order, by):
    """K141, K142."""
    first, second = deliver(order, by, 2), deliver(order, by, 3)

    bill(order, by, 4)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("COMPLETED", "TO_BILL")

    bill(order, by, 1)
    second.refresh_from_db()
    assert second.status == "COMPLETED"


def test_what_was_invoiced_before_it_left_is_completed_when_it_leaves(order, by):
    """Q252."""
    bill(order, by)

    note = deliver(order, by, 10, 4)

    note.refresh_from_db()
    order.refresh_from_db()
    assert (note.status, order.status) == ("COMPLETED", "COMPLETED")


def test_a_return_opens_the_order_again(order, by):
    """J140, K143."""
    note = deliver(order, by, 10, 4)
    line = note.lines.first()
    back = selling.return_delivery(note, by=by, lines=[{"line": line.pk, "quantity": D(2)}])
    selling.submit_delivery(back, by=by)
    order.refresh_from_db()
    note.refresh_from_db()

    assert order.lines.first().delivered_quantity == D(8)
    assert (order.status, note.status) == ("TO_DELIVER_AND_BILL", "TO_BILL")

    back = selling.return_delivery(note, by=by)
    selling.submit_delivery(back, by=by)
    note.refresh_from_db()
    assert note.status == "RETURN_ISSUED"


def test_a_credit_note_for_all_leaves_nothing_to_pay(order, by, customer):
    """K148."""
    invoice = bill(order, by)
    note = billing.submit_credit_note(billing.credit_invoice(invoice, by=by), by=by)
    invoice.refresh_from_db()
    order.refresh_from_db()

    assert (invoice.status, invoice.outstanding, note.unallocated) == ("CREDITED", D(0), D(0))
    assert balances_of(customer) == {"EUR": D("0.00")}
    assert order.billed_percent == 0


def test_an_offer_to_a_lead_makes_a_customer_when_it_is_ordered(by):
    """I123."""
    lead = make_lead(name="Ada Byrd", organisation="Byrd Ltd")
    offer = selling.create_quotation(Quotation, by=by, party=lead, lines=LINES)
    order = selling.order_quotation(selling.submit_quotation(offer, by=by), by=by)
    lead.refresh_from_db()

    assert order.customer == lead.customer
    assert lead.customer.name == "Byrd Ltd"


def test_a_submitted_invoice_does_not_change(order, by):
    invoice = bill(order, by)
    before = SalesInvoice.objects.values().get(pk=invoice.pk)

    with pytest.raises(Exception, match="no draft any more"):
        billing.update_invoice(invoice, by=by, date=date(2020, 1, 1))
    assert SalesInvoice.objects.values().get(pk=invoice.pk) == before


def test_an_opportunity_follows_its_documents(by, customer):
    """H109."""
    deal = make_opportunity(customer=customer)
    offer = selling.create_quotation(
        Quotation, by=by, party=customer, lines=LINES, opportunity=deal
    )
    offer = selling.submit_quotation(offer, by=by)
    assert now_of(deal) == "QUOTATION"

    order = selling.submit_order(selling.order_quotation(offer, by=by), by=by)
    assert now_of(deal) == "CONVERTED"

    selling.cancel_order(order, by=by)
    assert now_of(deal) == "QUOTATION"

    selling.cancel_quotation(offer, by=by)
    assert now_of(deal) == "OPEN"


def test_an_opportunity_is_lost_with_its_quotation(by, customer):
    """H110."""
    deal = make_opportunity(customer=customer)
    offer = selling.create_quotation(
        Quotation, by=by, party=customer, lines=LINES, opportunity=deal
    )
    selling.lose_quotation(selling.submit_quotation(offer, by=by), by=by, text="Too dear")

    assert now_of(deal) == "LOST"


def now_of(deal):
    deal.refresh_from_db()
    return deal.status
