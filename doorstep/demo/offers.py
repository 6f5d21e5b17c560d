"""Offers of the demo company, and what became of them: ordered, delivered, paid, or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from doorstep.billing.actions import (
    credit_invoice,
    invoice_delivery,
    record_payment,
    submit_invoice,
)
from doorstep.billing.models import Payment, SalesInvoice
from doorstep.catalog.models import Item
from doorstep.demo.past import Story, ago
from doorstep.parties.models import Customer, Lead
from doorstep.selling.actions import (
    accept_quotation,
    close_order,
    create_quotation,
    decline_quotation,
    deliver_order,
    expire_quotation,
    order_quotation,
    submit_delivery,
    submit_order,
    submit_quotation,
)
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.users.models import User

ZERO = Decimal(0)


@dataclass(frozen=True)
class Offer:
    """Who was offered what, so many days ago, until when from today; and how many days ago they
    accepted. ``share`` of it was delivered, and ``paid`` percent of that invoiced and paid.
    """

    whose: str
    days: float
    lines: tuple[tuple[str, int], ...]
    valid: int = 21
    sent: bool = True
    declined: str = ""
    accepted: float | None = None
    ordered: bool = True
    share: Decimal = ZERO
    paid: int = 0
    closed: bool = False
    note: str = ""


HALF, ALL = Decimal("0.5"), Decimal(1)
OFFERS = (
    Offer("Studio Quill Architects", 4, (("P-130", 24), ("W-220", 12))),
    Offer("Vela Coworking", 8, (("T-320", 30),), valid=3, note="For the second floor."),
    Offer("Northgate Library", 1, (("T-320", 60), ("W-230", 14)), sent=False),
    Offer("Alderwick Hotel AB", 2, (("W-210", 36), ("W-211", 8)), sent=False),
    Offer("Abara Gallery", 8, (("T-330", 6),), valid=-2),
    Offer("Casa Olmeda Guesthouse", 10, (("O-410", 8),), declined="Not this season."),
    Offer("Rosa Tannenbaum", 6, (("P-140", 2),), accepted=1, ordered=False),
    Offer(
        *("Museum of Quiet Things", 31, (("W-231", 20), ("T-310", 12))),
        **{"accepted": 27, "share": ALL, "paid": 100},
    ),
    Offer(
        *("Vinterhagen Restaurant", 17, (("P-120", 12), ("O-411", 6))),
        **{"accepted": 13, "share": HALF, "paid": 40},
    ),
    Offer(
        *("Baker Street Chambers", 26, (("T-331", 4),)),
        **{"accepted": 22, "share": HALF, "closed": True},
    ),
)


def offers(by: User) -> Iterator[Story]:
    """A story for each offer, and the drafts that lie on a desk."""
    for turn, offer in enumerate(OFFERS):
        yield _offer(offer, turn, by)
    yield _drafts(by)


def _offer(offer: Offer, turn: int, by: User) -> Story:
    yield ago(offer.days, turn)
    made = _written(offer, by)
    if offer.sent:
        made = submit_quotation(made, by=by)
    if offer.valid < 0:
        yield ago(-offer.valid - 1, turn)
        expire_quotation(made, by=User.system())
    if offer.declined:
        yield ago(offer.days * 0.6, turn)
        decline_quotation(made, by=User.system(), reason=offer.declined)
    if offer.accepted is not None:
        yield ago(offer.accepted, turn)
        made = accept_quotation(made, by=User.system(), name=str(made.contact or made.customer))
        if offer.ordered:
            yield from _sold(offer, made, turn, by)


def _written(offer: Offer, by: User) -> Quotation:
    customer = Customer.objects.filter(name=offer.whose).first()
    party = customer or Lead.objects.filter(organisation=offer.whose).order_by("pk")[0]
    items = {item.code: item for item in Item.objects.filter(code__in=dict(offer.lines))}
    lines = [{"item": items[code], "quantity": Decimal(many)} for code, many in offer.lines]
    return create_quotation(
        Quotation,
        by=by,
        party=party,
        date=ago(offer.days).date(),
        valid_until=localdate() + timedelta(days=offer.valid),
        note=offer.note,
        lines=lines,
    )


def _sold(offer: Offer, quotation: Quotation, turn: int, by: User) -> Story:
    """Ordered at once; delivered, invoiced and paid as far as it came."""
    accepted = offer.accepted or 0
    yield ago(accepted * 0.96, turn)
    quotation.refresh_from_db()
    day = ago(accepted * 0.96).date()
    order = quotation.orders.first() or order_quotation(quotation, by=by, date=day)
    order = submit_order(order, by=by)
    yield ago(accepted * 0.6, turn)
    note = _sent(order, offer.share, ago(accepted * 0.6).date(), by)
    if offer.closed:
        yield ago(accepted * 0.4, turn)
        order.refresh_from_db()
        close_order(order, by=by)
    if offer.paid:
        yield ago(accepted * 0.5, turn)
        note.refresh_from_db()
        bill = invoice_delivery(note, by=by, date=ago(accepted * 0.5).date())
        bill = submit_invoice(bill, by=by)
        yield ago(accepted * 0.15, turn)
        _paid(bill, offer.paid, ago(accepted * 0.15).date(), by)


def _sent(order: SalesOrder, share: Decimal, day: Any, by: User) -> DeliveryNote:
    order.refresh_from_db()
    lines = [
        {"order_line": line.pk, "quantity": line.quantity * share} for line in order.lines.all()
    ]
    facts = {"carrier": "Nordfrakt", "tracking": f"7073 4480 {order.pk:04}", "date": day}
    return submit_delivery(deliver_order(order, by=by, lines=lines, **facts), by=by)


def _paid(bill: SalesInvoice, percent: int, day: Any, by: User) -> None:
    bill.refresh_from_db()
    amount = (bill.outstanding * percent / 100).quantize(Decimal("0.01"))
    record_payment(
        Payment,
        by=by,
        customer=bill.customer,
        date=day,
        amount=amount,
        currency=bill.currency,
        method="Bank transfer",
        reference=str(bill.number),
        allocations=[{"invoice": bill, "amount": amount}],
    )


def _drafts(by: User) -> Story:
    """What somebody began this morning: a delivery, an invoice and a credit note."""
    yield ago(0.3)
    running = SalesOrder.objects.filter(status=SalesOrder.Status.TO_DELIVER_AND_BILL)
    order = running.exclude(customer_reference="").order_by("-pk")[0]
    deliver_order(order, by=by)
    sent = DeliveryNote.objects.filter(status=DeliveryNote.Status.TO_BILL)
    invoice_delivery(sent.filter(order__status__in=SalesOrder.RUNNING).order_by("pk")[0], by=by)
    late = SalesInvoice.objects.filter(status=SalesInvoice.Status.PAID).order_by("-pk")[0]
    line = late.lines.all()[0]
    rows = [{"line": line.pk, "quantity": ALL}]
    credit_invoice(late, by=by, lines=rows, reason="One came with a broken shade.")
