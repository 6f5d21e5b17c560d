"""What selling tells whoever takes a customer over."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from doorstep.history.rows import by_type
from doorstep.selling.models import DeliveryNote, SalesOrder
from doorstep.ui.handover import Brief, Line, brief_part

MOST = 10


@brief_part("orders", _("Orders"), order=60)
def orders(brief: Brief) -> Iterator[Line]:
    """The latest orders of the relationship."""
    customers = by_type(brief.rows).get("parties.customer", [])
    found = SalesOrder.objects.visible_to(brief.by).filter(customer__in=customers)
    for order in found.exclude(pk=_own(brief)).order_by("-created_at", "-pk")[:MOST]:
        more = f"{order.get_status_display()} · {order.grand_total} {order.currency}"
        yield Line(str(order), more=more, at=order.created_at, record=order)


@brief_part("deliveries", _("To deliver"), order=61)
def deliveries(brief: Brief) -> Iterator[Line]:
    """What was promised and has not left, the soonest first; what is drawn up and not sent."""
    customers = by_type(brief.rows).get("parties.customer", [])
    open_orders = SalesOrder.objects.visible_to(brief.by).filter(
        customer__in=customers, status__in=SalesOrder.TO_SEND
    )
    for order in open_orders.exclude(pk=_own(brief)).order_by("delivery_on", "pk")[:MOST]:
        more = f"{int(order.delivered_percent)} %"
        yield Line(str(order), more=more, at=order.delivery_on, record=order)
    drafts = DeliveryNote.objects.visible_to(brief.by).filter(
        customer__in=customers, status=DeliveryNote.Status.DRAFT
    )
    for note in drafts.order_by("pk")[:MOST]:
        yield Line(str(note), more=note.get_status_display(), record=note)


def _own(brief: Brief) -> int | None:
    return brief.record.pk if isinstance(brief.record, SalesOrder) else None
