"""The documents of billing that stand in the way of cancelling what they were made of."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from doorstep.billing.models import SalesInvoice, SalesInvoiceLine
from doorstep.selling.making import DELIVERY_LINKS, LINKS
from doorstep.selling.models import DeliveryNote, SalesOrder


@LINKS.append
def invoice_of_order(order: SalesOrder) -> SalesInvoice | None:
    """An invoice of this order that is not cancelled: drafts stand in the way as well."""
    return _first(SalesInvoiceLine._base_manager.filter(order_line__order=order))


@DELIVERY_LINKS.append
def invoice_of_delivery(note: DeliveryNote) -> SalesInvoice | None:
    return _first(SalesInvoiceLine._base_manager.filter(delivery_line__delivery=note))


def _first(lines: QuerySet[SalesInvoiceLine]) -> SalesInvoice | None:
    live = lines.filter(~Q(invoice__status=SalesInvoice.Status.CANCELLED))
    found = live.select_related("invoice").first()
    return found.invoice if found else None
