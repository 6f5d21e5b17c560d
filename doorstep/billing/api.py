"""The verbs of invoices, credit notes and payments in the API; all else comes with their types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from doorstep.billing import actions
from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.paper.api import add_paper
from doorstep.selling.api import DeliveredLine, DeliveryIn, do, rows
from doorstep.selling.models import DeliveryNote, SalesOrder
from doorstep.ui.http import Request

orders = Router(tags=["Orders"])
deliveries = Router(tags=["Deliveries"])
invoices = Router(tags=["Invoices"])
credit_notes = Router(tags=["Credit notes"])
payments = Router(tags=["Payments"])
add_paper(invoices, SalesInvoice)
add_paper(credit_notes, CreditNote)
add_paper(payments, Payment)


class CreditIn(Schema):
    """Without lines, all that was not credited yet."""

    lines: list[DeliveredLine] | None = None
    reason: str = ""
    reopens_order: bool = True


class WriteOffIn(Schema):
    note: str = ""


class AllocationRow(Schema):
    invoice: int
    amount: Decimal | None = None


class AllocateIn(Schema):
    allocations: list[AllocationRow]


class ReleaseIn(Schema):
    invoice: int


@orders.post("/{int:pk}/invoice")
def invoice_order(request: Request, pk: int, body: DeliveryIn) -> HttpResponse:
    """A draft invoice of what is not billed."""
    lines = rows(body.lines)
    return do(request, SalesOrder, pk, actions.invoice_order, made=True, lines=lines)


@deliveries.post("/{int:pk}/invoice")
def invoice_delivery(request: Request, pk: int) -> HttpResponse:
    """A draft invoice of what the customer has of it."""
    return do(request, DeliveryNote, pk, actions.invoice_delivery, made=True)


@invoices.post("/{int:pk}/submit")
def submit_invoice(request: Request, pk: int) -> HttpResponse:
    """Number and freeze an invoice, and post it to the ledger."""
    return do(request, SalesInvoice, pk, actions.submit_invoice)


@invoices.post("/{int:pk}/cancel")
def cancel_invoice(request: Request, pk: int) -> HttpResponse:
    """Take it back as if it had not been."""
    return do(request, SalesInvoice, pk, actions.cancel_invoice)


@invoices.post("/{int:pk}/credit")
def credit_invoice(request: Request, pk: int, body: CreditIn) -> HttpResponse:
    """A draft credit note of it."""
    said = body.dict() | {"lines": rows(body.lines)}
    return do(request, SalesInvoice, pk, actions.credit_invoice, made=True, **said)


@invoices.post("/{int:pk}/delivery")
def deliver_invoice(request: Request, pk: int) -> HttpResponse:
    """A draft delivery of what was invoiced before it left."""
    return do(request, SalesInvoice, pk, actions.deliver_invoice, made=True)


@invoices.post("/{int:pk}/write-off")
def write_off(request: Request, pk: int, body: WriteOffIn) -> HttpResponse:
    """Give up what is outstanding of it."""
    return do(request, SalesInvoice, pk, actions.write_off, made=True, note=body.note)


@invoices.post("/{int:pk}/use-credit")
def use_credit(request: Request, pk: int) -> HttpResponse:
    """Settle it with what is left of the customer's payments and credit notes."""
    return do(request, SalesInvoice, pk, actions.use_credit)


@credit_notes.post("/{int:pk}/allocate")
def allocate_credit(request: Request, pk: int, body: AllocateIn) -> HttpResponse:
    """Let what is left of a credit note settle invoices."""
    allocations = _allocations(request, body)
    return do(request, CreditNote, pk, actions.allocate_credit, allocations=allocations)


@credit_notes.post("/{int:pk}/release")
def release_credit(request: Request, pk: int, body: ReleaseIn) -> HttpResponse:
    """Take what settled an invoice back."""
    invoice = _invoice(request, body.invoice)
    return do(request, CreditNote, pk, actions.release_credit, invoice=invoice)


@credit_notes.post("/{int:pk}/submit")
def submit_credit_note(request: Request, pk: int) -> HttpResponse:
    """Number and post it; what its invoice asks for is settled by it."""
    return do(request, CreditNote, pk, actions.submit_credit_note)


@credit_notes.post("/{int:pk}/cancel")
def cancel_credit_note(request: Request, pk: int) -> HttpResponse:
    """Take it back."""
    return do(request, CreditNote, pk, actions.cancel_credit_note)


@payments.post("/{int:pk}/allocate")
def allocate_payment(request: Request, pk: int, body: AllocateIn) -> HttpResponse:
    """Let what is left of a payment settle invoices."""
    allocations = _allocations(request, body)
    return do(request, Payment, pk, actions.allocate_payment, allocations=allocations)


@payments.post("/{int:pk}/release")
def release_payment(request: Request, pk: int, body: ReleaseIn) -> HttpResponse:
    """Take what went to an invoice back."""
    invoice = _invoice(request, body.invoice)
    return do(request, Payment, pk, actions.release_payment, invoice=invoice)


@payments.post("/{int:pk}/cancel")
def cancel_payment(request: Request, pk: int) -> HttpResponse:
    """It did not come: its invoices ask for it again."""
    return do(request, Payment, pk, actions.cancel_payment)


def _allocations(request: Request, body: AllocateIn) -> list[dict[str, Any]]:
    return [
        {"invoice": _invoice(request, row.invoice), "amount": row.amount}
        for row in body.allocations[:500]
    ]


def _invoice(request: Request, pk: int) -> SalesInvoice:
    found: SalesInvoice = get_object_or_404(SalesInvoice.objects.visible_to(request.user), pk=pk)
    return found
