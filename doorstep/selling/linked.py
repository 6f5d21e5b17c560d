"""Which documents of selling go with one another; billing adds its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.ui.linked import Linked, linked_to
from doorstep.ui.looks import in_full, quantity
from doorstep.users.models import User

MOST = 50  # of one kind; a document with more of them shows the newest


@linked_to(Quotation)
def orders_of_quotation(quotation: Quotation, user: User) -> Iterator[Linked]:
    orders = SalesOrder.objects.visible_to(user).filter(quotation=quotation)
    yield from map(_order, orders.order_by("-pk")[:MOST])


@linked_to(SalesOrder)
def of_order(order: SalesOrder, user: User) -> Iterator[Linked]:
    """The offer it began with, and what left for it."""
    quotations = Quotation.objects.visible_to(user).filter(pk=order.quotation_id)
    yield from map(_quotation, quotations)
    notes = DeliveryNote.objects.visible_to(user).filter(order=order)
    yield from deliveries(notes)


@linked_to(DeliveryNote)
def of_delivery(note: DeliveryNote, user: User) -> Iterator[Linked]:
    """Its order, the offer of that, and what came back."""
    orders = SalesOrder.objects.visible_to(user).filter(pk=note.order_id)
    yield from map(_order, orders)
    quotations = Quotation.objects.visible_to(user).filter(orders=note.order_id)
    yield from map(_quotation, quotations if note.order_id else ())
    near = Q(return_of=note) | Q(pk=note.return_of_id)
    yield from deliveries(DeliveryNote.objects.visible_to(user).filter(near))


def deliveries(notes: Any) -> Iterator[Linked]:
    """Deliveries with how many pieces each has."""
    counted = notes.annotate(pieces=Sum("lines__quantity")).order_by("-pk")
    for note in counted[:MOST]:
        pieces = note.pieces or 0
        says = ngettext("%(n)s piece", "%(n)s pieces", int(pieces)) % {"n": quantity(pieces)}
        back = _("%s came back") % says if note.is_return else says
        yield Linked("delivery", note, back)


def _order(order: SalesOrder) -> Linked:
    return Linked("order", order, in_full(order.grand_total, order.currency))


def _quotation(quotation: Quotation) -> Linked:
    return Linked("quotation", quotation, in_full(quotation.grand_total, quotation.currency))
