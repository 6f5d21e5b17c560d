"""Brings invoices, orders and deliveries up to date with what was billed, credited and paid.

Called by actions, in the transaction that made the facts; sums are taken anew each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.timezone import localdate

from doorstep.billing.models import (
    Allocation,
    CreditNote,
    CreditNoteLine,
    InvoicePart,
    SalesInvoice,
    SalesInvoiceLine,
)
from doorstep.billing.standing import invoice_standing
from doorstep.selling.facts import (
    Billed,
    locked_order,
    refresh_order,
    settle_delivery,
)
from doorstep.selling.models import DeliveryNoteLine, SalesOrderLine

ZERO = Decimal(0)


def locked_invoice(pk: int) -> SalesInvoice:
    found: SalesInvoice = SalesInvoice._base_manager.select_for_update(of=("self",)).get(pk=pk)
    return found


def settle_invoice(invoice: SalesInvoice, *, today: date | None = None) -> SalesInvoice:
    """Count what went to a locked invoice, and set what is outstanding and its status."""
    rows = Allocation._base_manager.filter(invoice=invoice)
    sums = rows.aggregate(
        paid=Sum("amount", filter=Q(credit_note=None), default=ZERO),
        credited=Sum("amount", filter=Q(payment=None), default=ZERO),
    )
    invoice.paid_total, invoice.credited_total = sums["paid"], sums["credited"]
    invoice.outstanding = invoice.grand_total - invoice.paid_total - invoice.credited_total
    parts = InvoicePart._base_manager.filter(invoice=invoice).values_list("due_on", "amount")
    status = invoice_standing(
        total=invoice.grand_total,
        paid=invoice.paid_total,
        credited=invoice.credited_total,
        schedule=list(parts),
        today=today or localdate(),
    )
    if invoice.status in SalesInvoice.SUBMITTED and invoice.status != status:
        invoice.become(status)
    invoice.save()
    return invoice


def count_billed(lines: Iterable[SalesInvoiceLine]) -> None:
    """Count on orders and deliveries what was invoiced of their lines, less what was credited."""
    lines = list(lines)
    order_ids = SalesOrderLine._base_manager.filter(
        pk__in=[line.order_line_id for line in lines if line.order_line_id]
    )
    direct = [line.delivery_line_id for line in lines if line.delivery_line_id]
    _count_direct([pk for pk in direct if pk])
    for pk in sorted(set(order_ids.values_list("order_id", flat=True))):
        order = locked_order(pk)
        refresh_order(order, billed_of(order.lines.values_list("pk", flat=True)))
    _settle_alone(direct)


def billed_of(order_lines: Iterable[int]) -> dict[int, Billed]:
    """By order line how much of it stands on submitted invoices, in quantity and net amount."""
    wanted = list(order_lines)
    rows = SalesInvoiceLine._base_manager.filter(
        order_line__in=wanted, invoice__status__in=SalesInvoice.SUBMITTED
    ).order_by()
    found: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    sums = rows.values_list("order_line").annotate(Sum("quantity"), Sum("net"))
    for line, quantity, net in sums:
        found[line][0] += quantity
        found[line][1] += net
    back = CreditNoteLine._base_manager.filter(
        invoice_line__order_line__in=wanted,
        credit_note__status="SUBMITTED",
        credit_note__reopens_order=True,
    ).order_by()
    taken = back.values_list("invoice_line__order_line").annotate(Sum("quantity"), Sum("net"))
    for line, quantity, net in taken:
        found[line][0] -= quantity
        found[line][1] -= net
    return {pk: Billed(max(each[0], ZERO), max(each[1], ZERO)) for pk, each in found.items()}


def count_credited(invoice: SalesInvoice) -> None:
    """Count on the lines of an invoice what was credited of them."""
    rows = CreditNoteLine._base_manager.filter(
        invoice_line__invoice=invoice, credit_note__status="SUBMITTED"
    )
    sums = dict(rows.order_by().values_list("invoice_line").annotate(Sum("quantity")))
    for line in SalesInvoiceLine._base_manager.filter(invoice=invoice):
        line.credited_quantity = sums.get(line.pk, ZERO)
        line.save()


def _count_direct(delivery_lines: Sequence[int]) -> None:
    """What invoices took from deliveries themselves, less what is invoiced again."""
    rows = SalesInvoiceLine._base_manager.filter(
        delivery_line__in=delivery_lines, invoice__status__in=SalesInvoice.SUBMITTED
    )
    sums = dict(rows.order_by().values_list("delivery_line").annotate(Sum("quantity")))
    back = CreditNoteLine._base_manager.filter(
        invoice_line__delivery_line__in=delivery_lines,
        credit_note__status="SUBMITTED",
        credit_note__reopens_order=True,
    ).order_by()
    taken = dict(back.values_list("invoice_line__delivery_line").annotate(Sum("quantity")))
    for line in DeliveryNoteLine._base_manager.filter(pk__in=delivery_lines):
        left = sums.get(line.pk, ZERO) - taken.get(line.pk, ZERO)
        line.invoiced_quantity = max(left, ZERO)
        if line.order_line_id is None:
            line.billed_quantity = line.invoiced_quantity
        line.save()


def _settle_alone(delivery_lines: Sequence[int | None]) -> None:
    """Deliveries that no order asked for."""
    rows = DeliveryNoteLine._base_manager.filter(pk__in=delivery_lines, order_line=None)
    for row in rows.select_related("delivery").distinct():
        settle_delivery(row.delivery)


def use_credit(note: CreditNote, invoice: SalesInvoice, amount: Decimal) -> None:
    """Let a locked invoice be settled by so much of a credit note."""
    if amount <= 0:
        return
    Allocation(credit_note=note, invoice=invoice, amount=amount).save()
    note.unallocated -= amount
    note.save()
    settle_invoice(invoice)
