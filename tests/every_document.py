"""Each action of selling and billing, done once on a world of one of each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from doorstep.billing.actions import submit_credit_note, submit_invoice
from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.billing.testing import make_credit_note, make_sales_invoice
from doorstep.catalog.testing import make_shipping_rule
from doorstep.pricing.testing import make_coupon
from doorstep.selling.actions import submit_delivery, submit_order, submit_quotation
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.selling.testing import make_delivery_note, make_quotation, make_sales_order

LINES = [{"description": "A lamp", "quantity": Decimal(2), "rate": Decimal(40)}]
LATER = date(2099, 1, 1)


def quoted(w: Any) -> Quotation:
    return submit_quotation(make_quotation(owner=w.chief), by=w.chief)


def expiring(w: Any) -> Quotation:
    day = date.today()
    offer = make_quotation(owner=w.chief, date=day, valid_until=day)
    return submit_quotation(offer, by=w.chief)


def ordered(w: Any) -> SalesOrder:
    return submit_order(make_sales_order(owner=w.chief), by=w.chief)


def held(w: Any) -> SalesOrder:
    return w.did("sales_order.held", ordered(w))


def closed(w: Any) -> SalesOrder:
    return w.did("sales_order.closed", ordered(w))


def delivered(w: Any) -> DeliveryNote:
    return submit_delivery(make_delivery_note(owner=w.chief), by=w.chief)


def invoiced(w: Any) -> SalesInvoice:
    return submit_invoice(make_sales_invoice(owner=w.chief), by=w.chief)


def billed_first(w: Any) -> Any:
    invoice = submit_invoice(w.did("sales_order.invoiced", ordered(w)), by=w.chief)
    return w.did("sales_invoice.delivered", invoice)


def paid(w: Any, invoice: SalesInvoice) -> Payment:
    return w.did("payment.created", Payment, customer=invoice.customer, amount=Decimal(50))


def allocated(w: Any) -> Any:
    invoice = invoiced(w)
    rows = [{"invoice": invoice, "amount": Decimal(20)}]
    return w.did("payment.allocated", paid(w, invoice), allocations=rows)


def credit_used(w: Any) -> Any:
    invoice = invoiced(w)
    note = make_credit_note(owner=w.chief, customer=invoice.customer, rate="10", quantity="1")
    note = submit_credit_note(note, by=w.chief)
    return w.did("credit_note.allocated", note, allocations=[{"invoice": invoice}])


def credit_released(w: Any) -> Any:
    note = credit_used(w)
    return w.did("credit_note.released", note, invoice=note.allocations.get().invoice)


def payment_released(w: Any) -> Any:
    payment = allocated(w)
    return w.did("payment.released", payment, invoice=payment.allocations.get().invoice)


def couponed(w: Any, kind: str, make: Any) -> Any:
    code = make_coupon().name
    return w.did(f"{kind}.coupon_applied", make(owner=w.chief), code=code)


def sent_by(w: Any, kind: str, make: Any) -> Any:
    rule = make_shipping_rule()
    return w.did(f"{kind}.shipping_chosen", make(owner=w.chief), rule=rule)


def uncouponed(w: Any, kind: str, make: Any) -> Any:
    return w.did(f"{kind}.coupon_removed", couponed(w, kind, make))


def resumed(w: Any) -> Any:
    w.did("customer.reminders_stopped", w.customer)
    return w.did("customer.reminders_resumed", w.customer)


DOCUMENTS: dict[str, Any] = {
    "credit_note.created": lambda w: w.did(
        "credit_note.created", CreditNote, customer=w.customer, lines=LINES
    ),
    "credit_note.updated": lambda w: w.did(
        "credit_note.updated", make_credit_note(owner=w.chief), lines=LINES
    ),
    "delivery_note.created": lambda w: w.did(
        "delivery_note.created", DeliveryNote, customer=w.customer, lines=LINES
    ),
    "delivery_note.invoiced": lambda w: w.did("delivery_note.invoiced", delivered(w)),
    "delivery_note.returned": lambda w: w.did("delivery_note.returned", delivered(w)),
    "delivery_note.updated": lambda w: w.did(
        "delivery_note.updated", make_delivery_note(owner=w.chief), lines=LINES
    ),
    "payment.allocated": lambda w: allocated(w),
    "quotation.amended": lambda w: w.did("quotation.amended", quoted(w)),
    "quotation.cancelled": lambda w: w.did("quotation.cancelled", quoted(w)),
    "quotation.created": lambda w: w.did(
        "quotation.created", Quotation, party=w.lead, lines=LINES
    ),
    "customer.quoted": lambda w: w.did("customer.quoted", w.customer),
    "lead.quoted": lambda w: w.did("lead.quoted", w.lead),
    "quotation.commented": lambda w: w.did(
        "quotation.commented", quoted(w), name="Nadia", text="In copper?"
    ),
    "quotation.expired": lambda w: w.did("quotation.expired", expiring(w), today=LATER),
    "quotation.lost": lambda w: w.did("quotation.lost", quoted(w), text="Too dear"),
    "quotation.ordered": lambda w: w.did("quotation.ordered", quoted(w)),
    "quotation.updated": lambda w: w.did(
        "quotation.updated", make_quotation(owner=w.chief), lines=LINES
    ),
    "sales_invoice.created": lambda w: w.did(
        "sales_invoice.created", SalesInvoice, customer=w.customer, lines=LINES
    ),
    "sales_invoice.delivered": lambda w: billed_first(w),
    "sales_invoice.credited": lambda w: w.did("sales_invoice.credited", invoiced(w)),
    "credit_note.allocated": lambda w: credit_used(w),
    "credit_note.released": lambda w: credit_released(w),
    "customer.reminders_resumed": lambda w: resumed(w),
    "customer.reminders_stopped": lambda w: w.did("customer.reminders_stopped", w.customer),
    "customer.took_over": lambda w: w.did("customer.took_over", w.customer),
    "payment.released": lambda w: payment_released(w),
    "sales_invoice.updated": lambda w: w.did(
        "sales_invoice.updated", make_sales_invoice(owner=w.chief), lines=LINES
    ),
    "quotation.coupon_applied": lambda w: couponed(w, "quotation", make_quotation),
    "quotation.coupon_removed": lambda w: uncouponed(w, "quotation", make_quotation),
    "sales_order.coupon_applied": lambda w: couponed(w, "sales_order", make_sales_order),
    "sales_order.coupon_removed": lambda w: uncouponed(w, "sales_order", make_sales_order),
    "quotation.shipping_chosen": lambda w: sent_by(w, "quotation", make_quotation),
    "sales_order.shipping_chosen": lambda w: sent_by(w, "sales_order", make_sales_order),
    "sales_order.closed": lambda w: closed(w),
    "sales_order.created": lambda w: w.did(
        "sales_order.created", SalesOrder, customer=w.customer, lines=LINES
    ),
    "sales_order.delivered": lambda w: w.did("sales_order.delivered", ordered(w)),
    "sales_order.held": lambda w: held(w),
    "sales_order.many_closed": lambda w: w.did(
        "sales_order.many_closed", SalesOrder, ids=[ordered(w).pk]
    ),
    "sales_order.many_reopened": lambda w: w.did(
        "sales_order.many_reopened", SalesOrder, ids=[closed(w).pk]
    ),
    "sales_order.invoiced": lambda w: w.did("sales_order.invoiced", ordered(w)),
    "sales_order.reopened": lambda w: w.did("sales_order.reopened", closed(w)),
    "sales_order.resumed": lambda w: w.did("sales_order.resumed", held(w)),
    "sales_order.updated": lambda w: w.did("sales_order.updated", w.order, lines=LINES),
    "sales_order.line_added": lambda w: w.did(
        "sales_order.line_added", w.order, description="A lamp", rate=10
    ),
}
