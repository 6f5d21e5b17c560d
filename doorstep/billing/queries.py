"""What pages and rules ask about invoices, payments and credit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import Lower

from doorstep.billing.models import Allocation, CreditNote, InvoicePart, Payment, SalesInvoice
from doorstep.billing.standing import PartStanding, parts_standing
from doorstep.parties.models import Customer

ZERO = Decimal(0)


def parts_of(invoices: Iterable[SalesInvoice], today: date) -> dict[int, list[PartStanding]]:
    """By invoice its parts and how they stand; one query for all. A draft has none."""
    invoices = list(invoices)
    rows = InvoicePart._base_manager.filter(invoice__in=[each.pk for each in invoices])
    schedules: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for pk, due_on, amount in rows.order_by("due_on", "pk").values_list(
        "invoice_id", "due_on", "amount"
    ):
        schedules[pk].append((due_on, amount))
    return {
        each.pk: parts_standing(schedules[each.pk], each.paid_total + each.credited_total, today)
        for each in invoices
    }


def settled_by(invoice: SalesInvoice) -> QuerySet[Allocation]:
    """What went to an invoice, the first first."""
    rows = Allocation._base_manager.filter(invoice=invoice)
    return rows.select_related("payment", "credit_note").order_by("date", "pk")


def open_invoices(customer: Customer, currency: str = "") -> QuerySet[SalesInvoice]:
    """What a customer still has to pay, what is due first first."""
    rows = SalesInvoice._base_manager.filter(customer=customer, status__in=SalesInvoice.OPEN)
    return (rows.filter(currency=currency) if currency else rows).order_by("due_on", "date", "pk")


def proposed(
    invoices: Iterable[SalesInvoice], amount: Decimal, first: SalesInvoice | None = None
) -> dict[int, Decimal]:
    """How a payment is shared out: to ``first``, then to what is due first."""
    rows = sorted(invoices, key=lambda each: first is None or each.pk != first.pk)
    found = {}
    for each in rows:
        if part := min(amount, each.outstanding):
            found[each.pk] = part
            amount -= part
    return found


def same_reference(customer: Customer, reference: str) -> Payment | None:
    """A payment with this reference that is there already: it may be the same money."""
    if not reference.strip():
        return None
    rows = Payment._base_manager.filter(customer=customer, status=Payment.Status.SUBMITTED)
    named = rows.annotate(said=Lower("reference")).filter(said=reference.strip().lower())
    return named.order_by("-pk").first()


def credit_left(customer: Customer) -> dict[str, Decimal]:
    """What is left of payments and credit notes, by currency."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    left = {"customer": customer, "unallocated__gt": 0}
    payments = Payment._base_manager.filter(status=Payment.Status.SUBMITTED, **left)
    notes = CreditNote._base_manager.filter(status=CreditNote.Status.SUBMITTED, **left)
    for rows in (payments, notes):
        sums = rows.order_by().values_list("currency").annotate(Sum("unallocated"))
        for currency, amount in sums:
            found[currency] += amount
    return dict(found)
