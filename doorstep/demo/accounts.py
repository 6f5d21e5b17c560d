"""What customers were invoiced and what they paid: some pay in time, some late, one not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from doorstep.billing.actions import (
    create_invoice,
    credit_invoice,
    record_payment,
    submit_credit_note,
    submit_invoice,
)
from doorstep.billing.models import Payment, SalesInvoice
from doorstep.catalog.models import PaymentTerms
from doorstep.demo.past import Story, ago
from doorstep.demo.stories import PRODUCTS, Cast
from doorstep.parties.models import Customer

# For each customer: how many days ago it was invoiced, how many pieces, after how many days how
# much of it was paid (percent), and how much was credited.
BILLED = (
    ((58, 12, 21, 100, 0), (38, 9, None, 0, 0), (6, 24, None, 0, 0)),
    ((44, 6, 30, 100, 0), (16, 14, 9, 40, 0)),
    ((72, 3, None, 0, 0),),
    ((33, 10, 14, 100, 0), (12, 8, None, 0, 2)),
    ((25, 5, 20, 100, 0), (3, 30, None, 0, 0)),
)


def account(facts: tuple[str, ...], turn: int, cast: Cast) -> Story:
    """The invoices of one customer, and the payments that came for them."""
    by = cast.staff[0]
    for number, (days, pieces, after, percent, credited) in enumerate(BILLED[turn % len(BILLED)]):
        yield ago(days, turn + number)
        customer = Customer.objects.get(name=facts[0])
        invoice = _invoice(customer, days, pieces, turn + number, by)
        if credited:
            yield ago(days - 1, turn + number)
            _credit(invoice, credited, by)
        if after:
            yield ago(max(days - after, 1), turn + number)
            _pay(invoice, percent, max(days - after, 1), turn, by)


def _invoice(customer: Customer, days: int, pieces: int, turn: int, by: Any) -> SalesInvoice:
    description, price = PRODUCTS[turn % len(PRODUCTS)]
    more, other = PRODUCTS[(turn + 1) % len(PRODUCTS)]
    lines = [
        {"description": description, "rate": Decimal(price), "quantity": Decimal(pieces)},
        {"description": more, "rate": Decimal(other), "quantity": Decimal(1 + pieces // 4)},
    ]
    said: dict[str, Any] = {"date": ago(days).date(), "lines": lines}
    if terms := PaymentTerms.objects.offered().filter(instalments__count=30).first():
        said["payment_terms"] = terms
    draft = create_invoice(SalesInvoice, by=by, customer=customer, **said)
    return submit_invoice(draft, by=by)


def _credit(invoice: SalesInvoice, pieces: int, by: Any) -> None:
    line = invoice.lines.first()
    rows = [{"line": line.pk, "quantity": Decimal(pieces)}]
    reason = "Two came with a scratched shade."
    submit_credit_note(credit_invoice(invoice, by=by, lines=rows, reason=reason), by=by)


def _pay(invoice: SalesInvoice, percent: int, days: int, turn: int, by: Any) -> None:
    invoice.refresh_from_db()
    amount = (invoice.outstanding * percent / 100).quantize(Decimal("0.01"))
    record_payment(
        Payment,
        by=by,
        customer=invoice.customer,
        date=ago(days).date(),
        amount=amount,
        currency=invoice.currency,
        method="Bank transfer",
        reference=f"{invoice.number} {turn + 1:03}",
        allocations=[{"invoice": invoice, "amount": amount}],
    )
