"""What is made of an order: whether it may be, how much of each line, and what stands on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict, Invalid
from doorstep.parties.models import sales_policy
from doorstep.selling.models import DeliveryNote, DeliveryNoteLine, SalesOrder, SalesOrderLine
from doorstep.selling.refusals import (
    LinkExists,
    OrderClosed,
    OrderHeld,
    OverDelivery,
    OverReturn,
)
from doorstep.users.access import granted
from doorstep.users.models import User

FURTHER = "exceed_order"  # the verb of who may let more go than was ordered
LINKS: list[Any] = []  # functions of an order: the documents that stand on it
DELIVERY_LINKS: list[Any] = []  # functions of a delivery: likewise


def in_the_way_of(document: SalesOrder | DeliveryNote) -> list[Any]:
    """Of each kind one that stands in the way of cancelling an order or a delivery."""
    finders = LINKS if isinstance(document, SalesOrder) else DELIVERY_LINKS
    return [found for find in finders if (found := find(document))]


def refuse_linked(document: SalesOrder | DeliveryNote) -> None:
    """Refuse while a delivery, an invoice … of it is not cancelled; names the first."""
    for found in in_the_way_of(document):
        names = {"document": document, "other": found}
        says = _("%(document)s cannot be cancelled: cancel or delete %(other)s first.")
        raise LinkExists(says % names)


@DELIVERY_LINKS.append
def return_of(note: DeliveryNote) -> DeliveryNote | None:
    """What came back of it, if that is not cancelled."""
    return note.returns.exclude(status=DeliveryNote.Status.CANCELLED).first()


@LINKS.append
def delivery_of(order: SalesOrder) -> DeliveryNote | None:
    """A delivery of this order that is not cancelled."""
    rows = DeliveryNoteLine._base_manager.filter(order_line__order=order)
    live = (
        rows.exclude(delivery__status=DeliveryNote.Status.CANCELLED)
        .select_related("delivery")
        .first()
    )
    return live.delivery if live else None


def check_running(order: SalesOrder) -> None:
    """Refuse where nothing may be delivered or invoiced now, and say the way out."""
    if order.status == SalesOrder.Status.ON_HOLD:
        raise OrderHeld(_("%s is on hold: resume it first.") % order)
    if order.status == SalesOrder.Status.CLOSED:
        raise OrderClosed(_("%s is closed: reopen it first.") % order)
    if order.status in (SalesOrder.Status.DRAFT, SalesOrder.Status.CANCELLED):
        names = {"order": order, "status": order.get_status_display().lower()}
        raise Conflict(_("%(order)s is %(status)s: submit an order first.") % names)


def wanted_of(
    order: SalesOrder, said: Sequence[Mapping[str, Any]] | None, left: Any
) -> list[tuple[SalesOrderLine, Decimal]]:
    """The lines of an order and how much of each: as said, or all that is ``left``."""
    lines = list(order.lines.select_related("item", "unit", "tax_template"))
    if said is None:
        return [(line, left(line)) for line in lines if left(line)]
    known = {line.pk: line for line in lines}
    found = []
    for place, row in enumerate(said):
        line = known.get(row["order_line"])
        if line is None:
            says = _("This order has no line %s.") % row["order_line"]
            raise Invalid(says, **{f"lines.{place}.order_line": says})
        quantity = left(line) if row.get("quantity") is None else row["quantity"]
        if quantity:
            found.append((line, quantity))
    return found


def allowed_quantity(quantity: Decimal, percent: Decimal) -> Decimal:
    """What was ordered, and what may go beyond it."""
    return quantity * (100 + percent) / 100


def beyond(line: Any, name: str, usual: Decimal) -> Decimal:
    """How many percent may go beyond a line: what its item says, or the house."""
    own = getattr(line.item, name) if line.item else None
    return usual if own is None else own


def check_open(lines: Sequence[DeliveryNoteLine], *, by: User) -> None:
    """No more than is open of each order line, and what the item or the house lets go beyond it.

    Whoever has ``exceed_order`` may go further.
    """
    usual = sales_policy().over_delivery_percent
    of_order = _fresh(SalesOrderLine, [line.order_line_id for line in lines])
    now: dict[int, Decimal] = {}
    for place, line in enumerate(lines):
        if line.order_line_id is None:
            continue
        fresh = of_order[line.order_line_id]
        total = now.get(fresh.pk, fresh.delivered_quantity) + line.quantity
        now[fresh.pk] = total
        most = allowed_quantity(fresh.quantity, beyond(line, "over_delivery_percent", usual))
        if total > most and not granted(by, FURTHER, fresh.order):
            names = {
                "line": fresh,
                "left": f"{max(most - total + line.quantity, Decimal(0)).normalize():f}",
            }
            says = _("Of “%(line)s” %(left)s are left to deliver.") % names
            raise OverDelivery(says, **{f"lines.{place}.quantity": says})


def refuse_twice(lines: Sequence[DeliveryNoteLine], *, by: User) -> None:
    """Refuse to cancel a return of what was delivered again meanwhile."""
    usual = sales_policy().over_delivery_percent
    of_order = _fresh(SalesOrderLine, [line.order_line_id for line in lines])
    for fresh in of_order.values():
        most = allowed_quantity(fresh.quantity, beyond(fresh, "over_delivery_percent", usual))
        if fresh.delivered_quantity > most and not granted(by, FURTHER, fresh.order):
            says = _("“%s” was delivered again: cancel that delivery first.")
            raise OverDelivery(says % fresh)


def check_return(lines: Sequence[DeliveryNoteLine]) -> None:
    """No more comes back than they have."""
    of_delivery = _fresh(DeliveryNoteLine, [line.return_line_id for line in lines])
    for place, line in enumerate(lines):
        fresh = of_delivery[line.return_line_id]
        if line.quantity > fresh.kept_quantity:
            names = {"line": fresh, "left": f"{fresh.kept_quantity.normalize():f}"}
            says = _("Of “%(line)s” only %(left)s can come back.") % names
            raise OverReturn(says, **{f"lines.{place}.quantity": says})


def _fresh(model: Any, pks: Sequence[int | None]) -> dict[int | None, Any]:
    """The rows as they are now, not as they were when they were read along."""
    found: dict[int | None, Any] = model._base_manager.in_bulk([pk for pk in pks if pk])
    return found
