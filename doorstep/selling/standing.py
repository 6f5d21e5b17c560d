"""What facts make of an order's status: pure, no database (reference 14, 15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from doorstep.kit.money import money, unit_of
from doorstep.selling.models.order import Progress, SalesOrder

ZERO, HUNDRED = Decimal(0), Decimal(100)
Status = SalesOrder.Status


@dataclass(frozen=True)
class LineFacts:
    """How much of a line was ordered, delivered and billed, and what it comes to."""

    quantity: Decimal
    delivered: Decimal
    billed: Decimal
    net: Decimal
    billed_net: Decimal

    @property
    def counted_net(self) -> Decimal:
        """What counts as invoiced of its amount: all of it once all pieces are.

        Parts are rounded each for itself, and may come to a cent less than the line.
        """
        return self.net if self.billed >= self.quantity else min(self.billed_net, self.net)


@dataclass(frozen=True)
class Standing:
    status: str
    delivered_percent: Decimal
    billed_percent: Decimal
    delivery_status: str
    billing_status: str


def order_standing(lines: Iterable[LineFacts], *, needs_delivery: bool) -> Standing:
    """Where a submitted order stands that nobody holds or closed."""
    lines = list(lines)
    delivered = delivered_percent(lines)
    billed = billed_percent(lines)
    is_delivered = not needs_delivery or delivered >= HUNDRED
    is_billed = billed >= HUNDRED
    status = {
        (True, True): Status.COMPLETED,
        (True, False): Status.TO_BILL,
        (False, True): Status.TO_DELIVER,
        (False, False): Status.TO_DELIVER_AND_BILL,
    }[is_delivered, is_billed]
    delivery = progress(delivered) if needs_delivery else Progress.NOT_APPLICABLE
    return Standing(status, delivered, billed, delivery, progress(billed))


def delivered_percent(lines: Iterable[LineFacts]) -> Decimal:
    """What was delivered of all that was ordered; more than ordered counts as ordered."""
    lines = list(lines)
    ordered = sum((line.quantity for line in lines), ZERO)
    done = sum((min(line.delivered, line.quantity) for line in lines), ZERO)
    return _percent(done, ordered)


def billed_percent(lines: Iterable[LineFacts]) -> Decimal:
    """By amount; an order that costs nothing is billed by quantity."""
    lines = list(lines)
    whole = sum((line.net for line in lines), ZERO)
    if whole:
        done = sum((line.counted_net for line in lines), ZERO)
        return _percent(done, whole)
    ordered = sum((line.quantity for line in lines), ZERO)
    return _percent(sum((min(line.billed, line.quantity) for line in lines), ZERO), ordered)


def facts_of(line: Any) -> LineFacts:
    """The facts of a line of an order."""
    return LineFacts(
        line.quantity, line.delivered_quantity, line.billed_quantity, line.net, line.billed_net
    )


def billed_share(order: SalesOrder, lines: Iterable[Any]) -> Decimal:
    """How much of an order's amount is invoiced, from nothing to one."""
    net = sum((facts_of(line).counted_net for line in lines), ZERO)
    return min(net / order.net_total, Decimal(1)) if order.net_total else ZERO


def progress(percent: Decimal) -> str:
    if percent >= HUNDRED:
        return Progress.FULLY
    return Progress.PARTLY if percent > ZERO else Progress.NOT


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    """Rounded down, so that 100 means all of it."""
    if not whole:
        return HUNDRED
    found = (part * 100 / whole).quantize(Decimal("0.01"))
    return min(found, Decimal("99.99")) if part < whole else HUNDRED


def spread(billed: Decimal, wanted: Iterable[Decimal]) -> list[Decimal]:
    """What was billed of an order line, given to its deliveries in their order."""
    found = []
    for quantity in wanted:
        share = max(min(billed, quantity), ZERO)
        billed -= share
        found.append(share)
    return found


@dataclass(frozen=True)
class OrderSums:
    """An order in one line: pieces ordered, delivered and left; what is invoiced, and what not."""

    ordered: Decimal
    delivered: Decimal
    left: Decimal
    billed: Decimal
    to_bill: Decimal


def sums_of(order: SalesOrder, lines: Iterable[Any]) -> OrderSums:
    """Amounts in the currency of the order, with their taxes in proportion."""
    lines = list(lines)
    ordered = sum((line.quantity for line in lines), ZERO)
    done = sum((min(line.delivered_quantity, line.quantity) for line in lines), ZERO)
    billed = money(order.grand_total * billed_share(order, lines), unit_of(order.currency))
    return OrderSums(ordered, done, ordered - done, billed, order.grand_total - billed)


PAID: list[Callable[[SalesOrder], Decimal]] = []  # what was paid of an order, in its currency


def paid_of(order: SalesOrder) -> Decimal:
    """What was paid on its invoices; billing knows."""
    return sum((find(order) for find in PAID), ZERO)
