"""Orders of the demo company: some left in parts, one waits, one came back in part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from doorstep.catalog.models import Item
from doorstep.demo.past import Story, ago
from doorstep.parties.models import Customer
from doorstep.selling.actions import (
    create_order,
    deliver_order,
    hold_order,
    return_delivery,
    submit_delivery,
    submit_order,
    update_delivery,
    update_order,
)
from doorstep.selling.models import DeliveryNote, SalesOrder
from doorstep.users.models import User


@dataclass(frozen=True)
class Sale:
    """Who ordered what, so many days ago; how much of each line left first; what came of it."""

    customer: str
    days: float
    lines: tuple[tuple[str, int, str], ...]
    reference: str = ""
    in_days: int = 14
    first: tuple[int, ...] = ()
    hold: str = ""
    back: int = 0
    note: str = ""


SALES = (
    Sale(
        "Alderwick",
        11,
        (("P-110", 24, "300"), ("P-111", 18, "360"), ("P-120", 12, "390"), ("P-121", 6, "350")),
        "4500-118",
        19,
        (20, 18),
        note="Goods entrance, weekdays before 11. Two lots agreed.",
    ),
    Sale("", 24, (("P-120", 8, "390"), ("P-111", 4, "360")), "B-77", 10, (8, 4), back=2),
    Sale("", 9, (("P-110", 6, "310"),), "", 21, hold="The colour is not decided."),
    Sale("", 5, (("P-121", 10, "350"), ("P-110", 10, "300")), "2026/41", 3),
)


def sales(by: User) -> Iterator[Story]:
    """A story for each sale; who is not named buys in turn."""
    for turn, sale in enumerate(SALES):
        yield _sale(sale, turn, by)


def _sale(sale: Sale, turn: int, by: User) -> Story:
    yield ago(sale.days, turn + 1)
    order = _ordered(sale, turn, by)
    if sale.first:
        yield ago(sale.days * 0.5, turn + 2)
        note = _sent(order, sale, by)
        if sale.back:
            yield ago(sale.days * 0.3, turn + 3)
            row = {"line": note.lines.all()[0].pk, "quantity": Decimal(sale.back)}
            submit_delivery(return_delivery(note, by=by, lines=[row]), by=by)
    if sale.hold:
        yield ago(sale.days * 0.6, turn + 2)
        hold_order(order, by=by, reason=sale.hold)


def _ordered(sale: Sale, turn: int, by: User) -> SalesOrder:
    buyers = Customer.objects.order_by("pk")
    named = buyers.filter(name__icontains=sale.customer) if sale.customer else buyers[turn:]
    wanted = Item.objects.filter(code__in=[code for code, *_rest in sale.lines])
    items = {item.code: item for item in wanted}
    lines = [
        {"item": items[code], "quantity": Decimal(count), "rate": Decimal(rate)}
        for code, count, rate in sale.lines
    ]
    day = localdate() - timedelta(days=int(sale.days))
    values = {"date": day, "delivery_on": day + timedelta(days=sale.in_days)}
    customer = named[:1].get()
    order = create_order(SalesOrder, by=by, customer=customer, lines=lines, **values)
    order = update_order(order, by=by, customer_reference=sale.reference, note=sale.note)
    return submit_order(order, by=by)


def _sent(order: SalesOrder, sale: Sale, by: User) -> DeliveryNote:
    order.refresh_from_db()
    rows = zip(order.lines.all(), sale.first, strict=False)
    lines = [{"order_line": line.pk, "quantity": Decimal(count)} for line, count in rows]
    day = localdate() - timedelta(days=int(sale.days * 0.5))
    facts = {"carrier": "Nordfrakt", "tracking": f"7073 4412 {order.pk:04}", "date": day}
    note = submit_delivery(deliver_order(order, by=by, lines=lines, **facts), by=by)
    return update_delivery(note, by=by, received_by="Jun Takeda")
