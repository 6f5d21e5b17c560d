"""The verbs that bring an order or a delivery to the customer."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.mail.writing.letter import Person
from doorstep.selling.models import DeliveryNote, SalesOrder
from doorstep.selling.sending import SENT, send_submitted
from doorstep.users.models import User


@action("sales_order.sent", told=gettext_lazy("sent this order to the customer"), **SENT)
def send_order(
    order: SalesOrder, *, by: User, to: Iterable[Person], subject: str, text: str
) -> SalesOrder:
    """Write to the customer that the order is confirmed, with its paper."""
    return send_submitted(order, by=by, to=to, subject=subject, text=text)  # type: ignore[no-any-return]


@action("delivery_note.sent", told=gettext_lazy("sent this delivery note"), **SENT)
def send_delivery(
    delivery: DeliveryNote, *, by: User, to: Iterable[Person], subject: str, text: str
) -> DeliveryNote:
    """Write to the customer what is on its way, with the note."""
    return send_submitted(delivery, by=by, to=to, subject=subject, text=text)  # type: ignore[no-any-return]
