"""Brings orders and deliveries up to date with what was delivered and billed.

Called by actions, in the transaction that made the facts. Sums are taken from the documents
anew, so that doing it twice changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, Sum

from doorstep.kit.money import money, unit_of
from doorstep.records.models import Company
from doorstep.selling.models import DeliveryNote, DeliveryNoteLine, SalesOrder, SalesOrderLine
from doorstep.selling.standing import Progress, billed_share, facts_of, order_standing, spread

ZERO = Decimal(0)
BY_FACTS = {*SalesOrder.RUNNING, SalesOrder.Status.COMPLETED}


class Billed(NamedTuple):
    quantity: Decimal
    net: Decimal


def locked_order(order_id: int) -> SalesOrder:
    found: SalesOrder = SalesOrder._base_manager.select_for_update(of=("self",)).get(pk=order_id)
    return found


def refresh_order(order: SalesOrder, billed: Mapping[int, Billed] | None = None) -> SalesOrder:
    """Count what was delivered of a locked order, and what ``billed`` says was invoiced."""
    lines = list(SalesOrderLine._base_manager.filter(order=order).order_by("position", "pk"))
    delivered = _delivered([line.pk for line in lines])
    for line in lines:
        line.delivered_quantity = delivered.get(line.pk, ZERO)
        if billed is not None:
            line.billed_quantity, line.billed_net = billed.get(line.pk, Billed(ZERO, ZERO))
        line.save()
    settle_order(order, lines)
    refresh_deliveries(lines)
    return order


def settle_order(order: SalesOrder, lines: Iterable[SalesOrderLine]) -> None:
    """Set percentages and status by the facts; a hold or an end stays until somebody lifts it."""
    lines = list(lines)
    found = order_standing(map(facts_of, lines), needs_delivery=order.needs_delivery)
    order.delivered_percent, order.billed_percent = found.delivered_percent, found.billed_percent
    order.delivery_status, order.billing_status = found.delivery_status, found.billing_status
    order.base_billed = _base_billed(order, lines)
    if order.status == SalesOrder.Status.CLOSED:
        order.delivery_status = order.billing_status = Progress.CLOSED
    elif order.status in BY_FACTS and order.status != found.status:
        order.become(found.status)
    order.save()


def refresh_deliveries(lines: Iterable[SalesOrderLine]) -> None:
    """Spread what was invoiced of order lines over their deliveries, the oldest first.

    What an invoice took from a delivery itself is counted there, and not again.
    """
    lines = list(lines)
    rows = _delivery_lines([line.pk for line in lines])
    changed: dict[int, DeliveryNote] = {}
    for line in lines:
        of_line = rows.get(line.pk, [])
        direct = sum((row.invoiced_quantity for row in of_line), ZERO)
        room = [max(row.kept_quantity - row.invoiced_quantity, ZERO) for row in of_line]
        shares = spread(max(line.billed_quantity - direct, ZERO), room)
        for row, share in zip(of_line, shares, strict=True):
            row.billed_quantity = row.invoiced_quantity + share
            row.save()
            changed[row.delivery_id] = row.delivery
    for note in changed.values():
        settle_delivery(note)


def settle_delivery(note: DeliveryNote) -> None:
    """A delivery's status by what was invoiced of it and what came back."""
    note = DeliveryNote._base_manager.select_for_update(of=("self",)).get(pk=note.pk)
    rows = list(DeliveryNoteLine._base_manager.filter(delivery=note))
    kept = sum((row.kept_quantity for row in rows), ZERO)
    billed = sum((min(row.billed_quantity, row.kept_quantity) for row in rows), ZERO)
    is_back = bool(rows) and not kept
    note.billed_percent = money(billed * 100 / kept) if kept else Decimal(100)
    by_facts = {
        True: DeliveryNote.Status.RETURN_ISSUED,
        False: DeliveryNote.Status.COMPLETED if billed >= kept else DeliveryNote.Status.TO_BILL,
    }[is_back]
    free = (DeliveryNote.Status.TO_BILL, DeliveryNote.Status.COMPLETED)
    if note.status in (*free, DeliveryNote.Status.RETURN_ISSUED) and note.status != by_facts:
        note.become(by_facts)
    note.save()


def _delivered(lines: list[int]) -> dict[int, Decimal]:
    """By order line what was delivered, less what came back and is delivered again."""
    done = Q(delivery__status__in=DeliveryNote.SUBMITTED)
    rows = DeliveryNoteLine._base_manager.filter(done, order_line__in=lines).order_by()
    found: dict[int, Decimal] = defaultdict(Decimal)
    came_back = Q(delivery__return_of__isnull=False)
    sums = rows.values_list("order_line").annotate(
        out=Sum("quantity", filter=~came_back, default=ZERO),
        back=Sum("quantity", filter=came_back & Q(delivery__reopens_order=True), default=ZERO),
    )
    for line, out, back in sums:
        found[line] = out - back
    return found


def _delivery_lines(lines: list[int]) -> dict[int, list[DeliveryNoteLine]]:
    rows = DeliveryNoteLine._base_manager.filter(
        order_line__in=lines,
        delivery__return_of=None,
        delivery__status__in=DeliveryNote.SUBMITTED,
    )
    found: dict[int, list[DeliveryNoteLine]] = defaultdict(list)
    for row in rows.select_related("delivery").order_by("delivery__date", "delivery_id", "pk"):
        found[row.order_line_id].append(row)  # type: ignore[index]
    return found


def _base_billed(order: SalesOrder, lines: Iterable[SalesOrderLine]) -> Decimal:
    """What was invoiced with its tax, in proportion, in the company's currency."""
    unit = unit_of(Company.current().currency)
    return money(order.base_total * billed_share(order, lines), unit)
