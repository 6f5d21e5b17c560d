"""Which documents of billing go with others, and with one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from doorstep.billing.models import CreditNote, Payment, SalesInvoice, SalesInvoiceLine
from doorstep.selling.linked import deliveries
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.ui.linked import Linked, linked_to
from doorstep.ui.looks import in_full
from doorstep.users.models import User

MOST = 50  # of one kind


@linked_to(SalesOrder)
def invoices_of_order(order: SalesOrder, user: User) -> Iterator[Linked]:
    lines = SalesInvoiceLine._base_manager.filter(order_line__order=order)
    yield from _billed(lines, user)


@linked_to(DeliveryNote)
def invoices_of_delivery(note: DeliveryNote, user: User) -> Iterator[Linked]:
    lines = SalesInvoiceLine._base_manager.filter(delivery_line__delivery=note)
    yield from _billed(lines, user)


@linked_to(SalesInvoice)
def of_invoice(invoice: SalesInvoice, user: User) -> Iterator[Linked]:
    """What it was made of, what takes it back, and what paid it."""
    lines = SalesInvoiceLine._base_manager.filter(invoice=invoice).order_by()
    orders = SalesOrder.objects.visible_to(user).filter(
        pk__in=lines.exclude(order_line=None).values("order_line__order")
    )
    for order in orders.order_by("pk")[:MOST]:
        yield Linked("order", order, in_full(order.grand_total, order.currency))
    offers = Quotation.objects.visible_to(user).filter(orders__in=orders).distinct()
    for offer in offers.order_by("pk")[:MOST]:
        yield Linked("quotation", offer, in_full(offer.grand_total, offer.currency))
    notes = DeliveryNote.objects.visible_to(user).filter(
        pk__in=lines.exclude(delivery_line=None).values("delivery_line__delivery")
    )
    yield from deliveries(notes)
    backs = CreditNote.objects.visible_to(user).filter(invoice=invoice)
    yield from map(_credit, backs.order_by("pk")[:MOST])
    yield from _payments(Payment.objects.visible_to(user).filter(allocations__invoice=invoice))


@linked_to(CreditNote)
def of_credit_note(note: CreditNote, user: User) -> Iterator[Linked]:
    """The invoice it takes back, those it settled, and what was paid back of it."""
    seen = SalesInvoice.objects.visible_to(user)
    pks = {note.invoice_id, *note.allocations.values_list("invoice_id", flat=True)}
    for invoice in seen.filter(pk__in=pks - {None}).order_by("pk")[:MOST]:
        yield _invoice(invoice)
    yield from _payments(Payment.objects.visible_to(user).filter(paid_back__credit_note=note))


def _billed(lines: Any, user: User) -> Iterator[Linked]:
    wanted = lines.order_by().values("invoice")
    invoices = SalesInvoice.objects.visible_to(user).filter(pk__in=wanted)
    found = list(invoices.order_by("-pk")[:MOST])
    yield from map(_invoice, found)
    ids = [each.pk for each in found]
    notes = CreditNote.objects.visible_to(user).filter(invoice__in=ids)
    yield from map(_credit, notes.order_by("-pk")[:MOST])
    yield from _payments(Payment.objects.visible_to(user).filter(allocations__invoice__in=ids))


def _payments(rows: Any) -> Iterator[Linked]:
    for payment in rows.distinct().order_by("-pk")[:MOST]:
        yield Linked("payment", payment, in_full(payment.amount, payment.currency))


def _invoice(invoice: SalesInvoice) -> Linked:
    left = invoice.outstanding
    says = _("%s open") % in_full(left, invoice.currency) if left else ""
    return Linked("invoice", invoice, says or in_full(invoice.grand_total, invoice.currency))


def _credit(note: CreditNote) -> Linked:
    return Linked("invoice", note, _("Credit of %s") % in_full(note.grand_total, note.currency))
