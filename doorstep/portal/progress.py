"""Where an order is, in the words and doors that its customer sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from doorstep.selling.models import DeliveryNote, SalesOrder

Status = SalesOrder.Status


@dataclass(frozen=True)
class Step:
    """A door: open (done), lit (now) or closed (next)."""

    label: str
    on: date | None
    state: str
    says: str = ""


def word_for(order: SalesOrder) -> tuple[str, str, str]:
    """The status as a customer reads it, its tone and its glyph."""
    if order.status == Status.CANCELLED:
        return _("Cancelled"), "gray", "st-ban"
    if order.status == Status.ON_HOLD:
        return _("Waits"), "lamp", "st-q1"
    if order.status in (Status.COMPLETED, Status.TO_BILL, Status.CLOSED):
        return (_("Delivered") if order.needs_delivery else _("Done")), "green", "st-done"
    if order.delivered_percent > 0:
        return _("Partly delivered"), "blue", "st-q2"
    return _("Confirmed"), "blue", "st-open"


def steps_of(order: SalesOrder, deliveries: Iterable[DeliveryNote]) -> list[Step]:
    """Confirmed, each delivery, and what is still to come."""
    steps = [Step(_("Confirmed"), order.date, "done")]
    if order.status == Status.CANCELLED:
        return [*steps, Step(_("Cancelled"), None, "done")]
    if not order.needs_delivery:
        is_done = order.status in (Status.COMPLETED, Status.CLOSED)
        return [*steps, Step(_("Done"), None, "done" if is_done else "now")]
    for note in deliveries:
        if note.return_of_id is None and note.status != DeliveryNote.Status.CANCELLED:
            steps.append(Step(_("Delivery"), note.date, "done", note.received_by))
    if order.status in (Status.COMPLETED, Status.TO_BILL, Status.CLOSED):
        return [*steps, Step(_("Delivered"), None, "done")]
    waits = _("Waits") if order.status == Status.ON_HOLD else _("Being prepared")
    return [*steps, Step(waits, None, "now"), Step(_("Delivered"), order.delivery_on, "next")]
