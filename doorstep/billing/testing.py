"""Factories: the smallest valid record, with anything overridden by keyword, without history."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from doorstep.billing.actions import record_payment, submit_invoice
from doorstep.billing.models import (
    CreditNote,
    CreditNoteLine,
    Payment,
    SalesInvoice,
    SalesInvoiceLine,
)
from doorstep.history.journal import unrecorded
from doorstep.parties.testing import make_customer
from doorstep.selling.testing import make_document

_numbers = count(1)


def make_sales_invoice(*, rate: str = "100", quantity: str = "3", **fields: Any) -> SalesInvoice:
    return make_document(  # type: ignore[no-any-return]
        SalesInvoice, SalesInvoiceLine, rate=rate, quantity=quantity, **fields
    )


def make_credit_note(*, rate: str = "100", quantity: str = "3", **fields: Any) -> CreditNote:
    return make_document(CreditNote, CreditNoteLine, rate=rate, quantity=quantity, **fields)  # type: ignore[no-any-return]


def make_payment(*, amount: str = "100", **fields: Any) -> Payment:
    """A payment as a row alone: not in the ledger."""
    with unrecorded():
        usual = {"currency": "EUR", "number": f"PAY-T-{next(_numbers)}"}
        customer = fields.pop("customer", None) or make_customer(owner=fields.get("owner"))
        payment = Payment(customer=customer, amount=Decimal(amount), **usual | fields)
        payment.unallocated = payment.amount
        payment.save()
        return payment


def submitted_invoice(*, by: Any, amount: str = "1000", **fields: Any) -> SalesInvoice:
    """An invoice of one line that was submitted by an action, with its history."""
    usual = {"owner": by, "rate": amount, "quantity": "1"}
    return submit_invoice(make_sales_invoice(**usual | fields), by=by)


def paid(invoice: SalesInvoice, amount: str, *, by: Any, allocated: str = "") -> Payment:
    """A payment of the invoice's customer, all of it for this invoice if nothing else is said."""
    rows = [{"invoice": invoice, "amount": Decimal(allocated or amount)}]
    return record_payment(
        Payment, by=by, customer=invoice.customer, amount=Decimal(amount), allocations=rows
    )
