"""Whatever may be done to orders, deliveries, invoices, credit notes and payments, one at a time.

A step is (what, which, how much); ``which`` counts round those there are, so any step fits any
world. What is refused is refused: that nothing came of it is what the test then looks at.
"""

from datetime import timedelta
from decimal import Decimal as D

from django.utils.timezone import localdate
from hypothesis import strategies as st

from doorstep.billing import actions as billing
from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.catalog.testing import make_tax_template
from doorstep.parties.testing import make_customer
from doorstep.selling import actions as selling
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder

RATES = ("0.333", "100", "19.99", "0", "0.33", "7.345")
QUANTITIES = ("3", "2", "10", "2.5")
DISCOUNTS = ("0", "15", "33.33")
SHARES = (None, D(1), D("0.5"), None, D("0.3"), D(1), D("1.1"))


class World:
    """Two customers, one billed in another currency, and a tax; nothing ordered yet."""

    def __init__(self, by):
        self.by = by
        self.customers = [make_customer(currency="EUR"), make_customer(currency="USD")]
        self.tax = make_tax_template("19 %", {"name": "VAT", "rate": 19})
        self.order(0, 0)  # or else most steps of a short sequence find nothing

    def take(self, what, which, how):
        getattr(self, what)(which, how)

    def rest(self, which, how):
        """Nothing is done: what a sequence that fails is made of once it is made short."""

    # quotations and orders

    def _lines(self, which, how):
        return [
            {
                "description": f"Line {place}",
                "quantity": D(QUANTITIES[(which + place) % len(QUANTITIES)]),
                "rate": D(RATES[(which + how + place) % len(RATES)]),
                "discount_percent": D(DISCOUNTS[how % len(DISCOUNTS)]),
                "tax_template": self.tax if place else None,
            }
            for place in range(1 + how % 3)
        ]

    def _header(self, which):
        customer = self.customers[which % 2]
        money = {"currency": "EUR"} if which % 2 == 0 else {"currency": "USD", **RATE}
        return money | {"discount_percent": D(10 if which % 5 == 4 else 0), "customer": customer}

    def order(self, which, how):
        values = self._header(which) | {"needs_delivery": which % 7 != 6}
        lines = self._lines(which, how)
        order = selling.create_order(SalesOrder, by=self.by, lines=lines, **values)
        if which % 11 != 10:
            selling.submit_order(order, by=self.by)

    def quote(self, which, how):
        header = self._header(which)
        party = header.pop("customer")
        said = {"party": party, "lines": self._lines(which, how), **header}
        offer = selling.create_quotation(Quotation, by=self.by, **said)
        selling.submit_quotation(offer, by=self.by)

    def order_quoted(self, which, how):
        offer = pick(Quotation, which, *Quotation.WAITING)
        rows = [
            {"quotation_line": line.pk, "quantity": part(line.quantity, how)}
            for line in offer.lines.all()
        ]
        selling.submit_order(selling.order_quotation(offer, by=self.by, lines=rows), by=self.by)

    def revise(self, which, how):
        order = pick(SalesOrder, which, *SalesOrder.STANDING)
        rows = [
            {"id": line.pk, "quantity": part(line.quantity, how)} for line in order.lines.all()
        ]
        if how % 5 == 0:
            rows.append({"description": "More", "quantity": D(2), "rate": D("3.335")})
        if how % 3 == 0 and len(rows) > 1:
            del rows[0]
        selling.revise_order(order, by=self.by, lines=rows)

    def hold(self, which, how):
        selling.hold_order(pick(SalesOrder, which, *RUNNING), by=self.by)

    def resume(self, which, how):
        selling.resume_order(pick(SalesOrder, which, "ON_HOLD"), by=self.by)

    def close(self, which, how):
        selling.close_order(pick(SalesOrder, which, *STANDING), by=self.by)

    def reopen(self, which, how):
        selling.reopen_order(pick(SalesOrder, which, "CLOSED"), by=self.by)

    def cancel_order(self, which, how):
        selling.cancel_order(pick(SalesOrder, which, *STANDING), by=self.by)

    def cancel_quotation(self, which, how):
        selling.cancel_quotation(pick(Quotation, which, "OPEN"), by=self.by)

    # deliveries

    def deliver(self, which, how):
        order = pick(SalesOrder, which, *RUNNING)
        rows = [
            {"order_line": line.pk, "quantity": part(line.quantity, how)}
            for line in order.lines.all()
        ]
        note = selling.deliver_order(order, by=self.by, lines=None if how % 5 == 4 else rows)
        if how % 7 != 6:
            selling.submit_delivery(note, by=self.by)

    def give_back(self, which, how):
        note = pick(DeliveryNote, which, *LEFT)
        rows = [
            {"line": line.pk, "quantity": part(line.quantity, how)} for line in note.lines.all()
        ]
        again = how % 2 == 0
        back = selling.return_delivery(note, by=self.by, lines=rows, reopens_order=again)
        selling.submit_delivery(back, by=self.by)

    def deliver_alone(self, which, how):
        said = {"lines": self._lines(which, how), **self._header(which)}
        note = selling.create_delivery(DeliveryNote, by=self.by, **said)
        selling.submit_delivery(note, by=self.by)

    def submit_delivery(self, which, how):
        selling.submit_delivery(pick(DeliveryNote, which, "DRAFT"), by=self.by)

    def cancel_delivery(self, which, how):
        selling.cancel_delivery(pick(DeliveryNote, which, *LEFT, "RETURN"), by=self.by)

    # invoices and credit notes

    def bill(self, which, how):
        order = pick(SalesOrder, which, *RUNNING)
        rows = [
            {"order_line": line.pk, "quantity": part(line.quantity, how)}
            for line in order.lines.all()
        ]
        invoice = billing.invoice_order(order, by=self.by, lines=None if how % 5 == 4 else rows)
        if how % 7 != 6:
            self._submit(invoice, how)

    def bill_delivery(self, which, how):
        invoice = billing.invoice_delivery(pick(DeliveryNote, which, "TO_BILL"), by=self.by)
        self._submit(invoice, how)

    def bill_alone(self, which, how):
        said = {"lines": self._lines(which, how), **self._header(which)}
        self._submit(billing.create_invoice(SalesInvoice, by=self.by, **said), how)

    def _submit(self, invoice, how):
        if how % 2:
            long_ago = localdate() - timedelta(days=40)
            invoice = billing.update_invoice(
                invoice, by=self.by, date=long_ago, due_on=long_ago, **rate_of(invoice)
            )
        billing.submit_invoice(invoice, by=self.by)

    def submit_invoice(self, which, how):
        billing.submit_invoice(pick(SalesInvoice, which, "DRAFT"), by=self.by)

    def cancel_invoice(self, which, how):
        billing.cancel_invoice(pick(SalesInvoice, which, *ISSUED), by=self.by)

    def credit(self, which, how):
        invoice = pick(SalesInvoice, which, *ISSUED)
        rows = [
            {"line": line.pk, "quantity": part(line.quantity, how)} for line in invoice.lines.all()
        ]
        said = {"lines": None if how % 5 == 4 else rows, "reopens_order": how % 2 == 0}
        note = billing.credit_invoice(invoice, by=self.by, **said)
        billing.submit_credit_note(note, by=self.by)

    def credit_alone(self, which, how):
        said = {"lines": self._lines(which, how), **self._header(which)}
        note = billing.create_credit_note(CreditNote, by=self.by, **said)
        billing.submit_credit_note(note, by=self.by)

    def cancel_credit(self, which, how):
        billing.cancel_credit_note(pick(CreditNote, which, BOOKED), by=self.by)

    def use_note(self, which, how):
        note = pick(CreditNote, which, BOOKED)
        rows = [{"invoice": pick(SalesInvoice, how, *OWED), "amount": part(note.unallocated, how)}]
        billing.allocate_credit(note, by=self.by, allocations=rows)

    def release_note(self, which, how):
        note = pick(CreditNote, which, BOOKED)
        billing.release_credit(note, by=self.by, invoice=pick(SalesInvoice, how))

    # payments

    def pay(self, which, how):
        invoice = pick(SalesInvoice, which, *OWED)
        amount = part(invoice.grand_total, how)
        said = {"customer": invoice.customer, "currency": invoice.currency, **rate_of(invoice)}
        rows = [{"invoice": invoice, "amount": None if how % 3 else amount}]
        said["allocations"] = rows if how % 5 else []
        billing.record_payment(Payment, by=self.by, amount=amount, **said)

    def pay_back(self, which, how):
        paid = pick(Payment, which, BOOKED)
        said = {"customer": paid.customer, "currency": paid.currency, **rate_of(paid)}
        amount = part(paid.amount, how)
        billing.record_payment(Payment, by=self.by, kind="REFUND", amount=amount, **said)

    def cancel_payment(self, which, how):
        billing.cancel_payment(pick(Payment, which, BOOKED), by=self.by)

    def allocate(self, which, how):
        rows = [{"invoice": pick(SalesInvoice, how, *OWED), "amount": None}]
        billing.allocate_payment(pick(Payment, which, BOOKED), by=self.by, allocations=rows)

    def release(self, which, how):
        invoice = pick(SalesInvoice, how)
        billing.release_payment(pick(Payment, which, BOOKED), by=self.by, invoice=invoice)

    def use_credit(self, which, how):
        billing.use_credit(pick(SalesInvoice, which, *OWED), by=self.by)

    def write_off(self, which, how):
        billing.write_off(pick(SalesInvoice, which, *OWED), by=self.by)

    def fall_due(self, which, how):
        billing.mark_overdue(SalesInvoice, by=self.by)


RATE = {"exchange_rate": D("0.8731")}
RUNNING, STANDING = SalesOrder.RUNNING, (*SalesOrder.STANDING, "COMPLETED")
LEFT = ("TO_BILL", "COMPLETED", "RETURN_ISSUED")
OWED, ISSUED, BOOKED = SalesInvoice.OPEN, SalesInvoice.SUBMITTED, "SUBMITTED"


class NothingThere(Exception):
    """The step is about a document, and there is none."""


def pick(model, which, *statuses):
    """One of those that the step is meant for; now and then of all, to be refused."""
    rows = model._base_manager.order_by("pk")
    if statuses and which != 11:
        rows = rows.filter(status__in=statuses)
    found = list(rows)
    if not found:
        raise NothingThere
    return found[which % len(found)]


def part(quantity, how):
    """So much of it, or one piece, which is what makes cents go astray."""
    share = SHARES[how % len(SHARES)]
    return min(quantity, D(1)) if share is None else (quantity * share).quantize(D("0.01"))


def rate_of(document):
    return RATE if document.currency == "USD" else {}


USUAL = ("order", "deliver", "bill", "pay", "credit", "give_back", "revise")
NAMES = [name for name in vars(World) if name[0] != "_" and name not in ("take", "rest", "order")]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["rest", *USUAL * 3, *NAMES]), st.integers(0, 11), st.integers(0, 14)
    ),
    min_size=10,
    max_size=20,
)
