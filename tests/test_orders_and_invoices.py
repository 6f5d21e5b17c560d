"""Orders, deliveries and invoices together: what follows from what (reference 14 to 16)."""

from decimal import Decimal as D

import pytest

from doorstep.billing import actions as billing
from doorstep.billing.models import SalesInvoice
from doorstep.catalog.testing import make_tax_template
from doorstep.parties.testing import make_customer
from doorstep.receivables.credit import exposure_of
from doorstep.selling import actions as selling
from doorstep.selling.models import SalesOrder
from doorstep.selling.refusals import BelowFacts, LinkExists, OrderHeld
from doorstep.selling.testing import make_delivery_note
from doorstep.selling.tests.making import deliver, fresh, lines_with
from doorstep.users.models import User


@pytest.fixture
def by(db):
    return User.system()


def ordered(by, *, rate="100", **values):
    rows = [{"description": "Lamp", "quantity": D(10), "rate": D(rate)}]
    order = selling.create_order(SalesOrder, by=by, customer=make_customer(), lines=rows, **values)
    return selling.submit_order(order, by=by)


def bill(order, by):
    return billing.submit_invoice(billing.invoice_order(fresh(order), by=by), by=by)


def test_what_is_delivered_and_invoiced_makes_the_status(by):
    """J128."""
    delivered, billed = ordered(by), ordered(by)
    deliver(delivered, by, 10)
    bill(billed, by)
    assert (fresh(delivered).status, fresh(billed).status) == ("TO_BILL", "TO_DELIVER")

    bill(delivered, by)
    assert fresh(delivered).status == "COMPLETED"


def test_an_order_without_delivery_is_completed_by_its_invoice(by):
    """J129."""
    order = ordered(by, needs_delivery=False)
    bill(order, by)

    assert (fresh(order).status, fresh(order).delivery_status) == ("COMPLETED", "NOT_APPLICABLE")


def test_an_order_that_costs_nothing_is_invoiced_by_quantity(by):
    """J139."""
    order = ordered(by, rate="0")
    bill(order, by)

    assert (fresh(order).billed_percent, fresh(order).billing_status) == (D(100), "FULLY")


def test_an_order_on_hold_is_not_invoiced(by):
    """J132."""
    order = selling.hold_order(ordered(by), by=by)
    with pytest.raises(OrderHeld):
        billing.invoice_order(order, by=by)

    selling.resume_order(fresh(order), by=by)
    assert bill(order, by).number


def test_what_is_delivered_of_an_order_is_owed_once(by):
    """F91."""
    order = ordered(by, rate="6")
    deliver(order, by, 10)

    assert exposure_of(order.customer) == D(60)
    bill(order, by)
    assert exposure_of(order.customer) == D(60)


def in_pieces(order, by, *quantities):
    for quantity in quantities:
        rows = [{"order_line": order.lines.get().pk, "quantity": D(quantity)}]
        billing.submit_invoice(billing.invoice_order(fresh(order), by=by, lines=rows), by=by)


def test_an_order_invoiced_piece_by_piece_is_invoiced_though_a_cent_is_lost(by):
    order = ordered(by, rate="0.333")
    in_pieces(order, by, *[1] * 10)

    assert (fresh(order).billed_percent, fresh(order).status) == (D(100), "TO_DELIVER")
    assert fresh(order).base_billed == fresh(order).base_total


def test_an_invoice_credited_piece_by_piece_is_credited_to_the_last_cent(by):
    vat = make_tax_template("19 %", {"name": "VAT", "rate": 19})
    rows = [{"description": "Lamp", "quantity": D(3), "rate": D("0.33"), "tax_template": vat}]
    draft = billing.create_invoice(SalesInvoice, by=by, customer=make_customer(), lines=rows)
    invoice = billing.submit_invoice(draft, by=by)
    for _piece in range(3):
        one = [{"line": invoice.lines.get().pk, "quantity": D(1)}]
        draft = billing.credit_invoice(fresh(invoice), by=by, lines=one)
        note = billing.submit_credit_note(draft, by=by)

    assert (fresh(invoice).outstanding, fresh(invoice).status) == (0, "CREDITED")
    assert sum(each.grand_total for each in invoice.credit_notes.all()) == invoice.grand_total
    assert note.taxes == [["VAT", str(note.tax_total)]]


def test_the_amount_of_a_discount_is_shared_by_the_invoices_of_an_order(by):
    rows = [{"description": name, "quantity": D(1), "rate": D(100)} for name in ("Lamp", "Rail")]
    said = {"customer": make_customer(), "discount_amount": D(30), "lines": rows}
    order = selling.submit_order(selling.create_order(SalesOrder, by=by, **said), by=by)
    for line in order.lines.all():
        rows = [{"order_line": line.pk, "quantity": D(1)}]
        billing.submit_invoice(billing.invoice_order(fresh(order), by=by, lines=rows), by=by)

    totals = order.customer.invoices.values_list("grand_total", flat=True)
    assert (list(totals), fresh(order).billed_percent) == ([D(85), D(85)], D(100))


def test_a_delivery_whose_invoice_was_credited_is_invoiced_again(by):
    note = make_delivery_note()
    selling.submit_delivery(note, by=by)
    invoice = billing.submit_invoice(billing.invoice_delivery(fresh(note), by=by), by=by)
    billing.submit_credit_note(billing.credit_invoice(invoice, by=by), by=by)

    assert fresh(note).status == "TO_BILL"
    again = billing.invoice_delivery(fresh(note), by=by)
    assert again.grand_total == invoice.grand_total


def test_what_is_invoiced_keeps_its_rate(by):
    """J136."""
    order = ordered(by)
    bill(order, by)
    line = {"id": order.lines.get().pk, "quantity": D(10), "rate": D(90)}

    with pytest.raises(BelowFacts, match="invoiced at its rate"):
        selling.revise_order(fresh(order), by=by, lines=[line])
    more = selling.revise_order(fresh(order), by=by, lines=lines_with(order, 20))
    assert (more.billed_percent, more.status) == (D(50), "TO_DELIVER_AND_BILL")


def test_a_draft_invoice_stands_in_the_way_of_cancelling(by):
    order = ordered(by)
    billing.invoice_order(order, by=by)

    with pytest.raises(LinkExists):
        selling.cancel_order(fresh(order), by=by)
