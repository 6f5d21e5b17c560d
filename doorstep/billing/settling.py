"""Credit that goes to invoices, comes back from them, or is paid back to the customer.

A payment and a credit note are both a source: what is not used of them is the customer's credit.
Helpers of actions: they write, so they only work inside one that locked the customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from doorstep.billing.facts import locked_invoice, settle_invoice
from doorstep.billing.models import Allocation, CreditNote, PaidBack, Payment, SalesInvoice
from doorstep.billing.refusals import (
    AllocationExceedsOutstanding,
    AlreadyPaid,
    AnotherCurrency,
    OverRefund,
    PaymentLinked,
    RefNotOfParty,
)
from doorstep.kit.errors import Invalid
from doorstep.parties.models import Customer

Rows = Sequence[Mapping[str, Any]]
Source = Payment | CreditNote
ZERO = Decimal(0)


def allocate(source: Source, rows: Rows, *, day: date | None = None) -> None:
    """Each invoice once, of this customer and currency, never more than it still asks for.

    ``rows`` name an ``invoice`` and an ``amount``; without one as much as both allow.
    """
    rows = sorted(rows, key=lambda row: row["invoice"].pk)
    if len({row["invoice"].pk for row in rows}) < len(rows):
        says = _("Name each invoice once.")
        raise Invalid(says, allocations=says)
    for row in rows:
        invoice = locked_invoice(row["invoice"].pk)
        amount = row.get("amount")
        amount = min(invoice.outstanding, source.unallocated) if amount is None else amount
        _check(source, invoice, amount)
        _add(source, invoice, amount, day or localdate())
        source.unallocated -= amount
        settle_invoice(invoice)
    source.save()


def release(source: Source, allocations: Iterable[Allocation]) -> None:
    """Take what settled invoices back: they ask for it again, and it is credit again."""
    held = sorted(allocations, key=lambda each: each.invoice_id)
    for each in held:
        source.unallocated += each.amount
        invoice = locked_invoice(each.invoice_id)
        each.delete()
        settle_invoice(invoice)
    source.save()


def credits_of(customer: Customer, currency: str) -> list[Source]:
    """What of payments and credit notes is left, locked, the oldest first."""
    of_customer = {"customer": customer, "currency": currency, "unallocated__gt": 0}
    payments = Payment._base_manager.filter(
        kind=Payment.Kind.RECEIVED, status=Payment.Status.SUBMITTED, **of_customer
    )
    notes = CreditNote._base_manager.filter(status=CreditNote.Status.SUBMITTED, **of_customer)
    found: list[Source] = [
        *payments.select_for_update(of=("self",)).order_by("pk"),
        *notes.select_for_update(of=("self",)).order_by("pk"),
    ]
    return sorted(found, key=lambda each: (each.date, each.created_at, each.pk))


def pay_back(refund: Payment) -> None:
    """A refund uses credit up, the oldest first; more than there is cannot be paid back."""
    found = credits_of(refund.customer, refund.currency)
    there = sum((each.unallocated for each in found), ZERO)
    if refund.amount > there:
        names = {"customer": refund.customer, "there": there, "currency": refund.currency}
        says = _("%(customer)s has a credit of %(there)s %(currency)s: no more can be paid back.")
        raise OverRefund(says % names, amount=says % names)
    left = refund.amount
    for source in found:
        part = min(left, source.unallocated)
        if part:
            PaidBack(refund=refund, amount=part, **_as_source(source)).save()
            source.unallocated -= part
            source.save()
            left -= part
    refund.unallocated = ZERO
    refund.save()


def take_back(refund: Payment) -> None:
    """The refund did not go: what it used is credit again."""
    for row in list(refund.paid_back.select_related("payment", "credit_note")):
        source: Source = row.payment or row.credit_note  # type: ignore[assignment]
        source.unallocated += row.amount
        source.save()
        row.delete()


def refuse_paid_back(source: Source) -> None:
    """What was paid back stands in the way of cancelling what it was."""
    row = source.went_back.select_related("refund").first()
    if row:
        names = {"source": source, "refund": row.refund}
        says = _("%(source)s cannot be cancelled: cancel the refund %(refund)s first.")
        raise PaymentLinked(says % names)


def _as_source(source: Source) -> dict[str, Source]:
    return {"payment" if isinstance(source, Payment) else "credit_note": source}


def _add(source: Source, invoice: SalesInvoice, amount: Decimal, day: date) -> None:
    held = source.allocations.filter(invoice=invoice).first()
    if held:
        held.amount += amount
        held.save()
    else:
        Allocation(invoice=invoice, amount=amount, date=day, **_as_source(source)).save()


def _check(source: Source, invoice: SalesInvoice, amount: Decimal) -> None:
    names = {
        "invoice": invoice,
        "customer": source.customer,
        "left": invoice.outstanding,
        "source": source,
        "unused": source.unallocated,
    }
    if invoice.customer_id != source.customer_id or invoice.status not in SalesInvoice.SUBMITTED:
        says = _("%(invoice)s is no submitted invoice of %(customer)s.") % names
        raise RefNotOfParty(says, allocations=says)
    if invoice.currency != source.currency:
        says = _("%(invoice)s is in another currency.") % names
        raise AnotherCurrency(says, allocations=says)
    if not invoice.outstanding:
        says = _("%(invoice)s is paid already.") % names
        raise AlreadyPaid(says, allocations=says)
    if amount > invoice.outstanding:
        says = _("Only %(left)s of %(invoice)s are outstanding.") % names
        raise AllocationExceedsOutstanding(says, allocations=says)
    if amount <= 0 or amount > source.unallocated:
        says = _("Only %(unused)s of %(source)s are left.") % names
        raise AllocationExceedsOutstanding(says, allocations=says)
