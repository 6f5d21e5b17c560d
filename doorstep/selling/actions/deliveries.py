"""The verbs of deliveries and of what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.documents.drawing import (
    check_lines,
    copied_header,
    copied_line,
    save_draft,
    take_number,
)
from doorstep.documents.reckoning import reckon, share_of_discount
from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.parties.models import Customer, sales_policy
from doorstep.receivables.credit import check_credit, lock_customer
from doorstep.receivables.periods import check_period
from doorstep.selling.drawing import check_party, draw_up, redraw, snapshot
from doorstep.selling.facts import locked_order, refresh_order, settle_delivery
from doorstep.selling.making import (
    check_open,
    check_return,
    check_running,
    refuse_linked,
    refuse_twice,
    wanted_of,
)
from doorstep.selling.models import DeliveryNote, DeliveryNoteLine, SalesOrder
from doorstep.selling.refusals import (
    NothingLeftToDeliver,
    OverReturn,
)
from doorstep.users.models import User

Status = DeliveryNote.Status
ZERO = Decimal(0)
SUBMITTED = gettext_lazy("It left under its number: cancel it, or book what came back.")
HEADER = (
    *("contact", "billing_address", "shipping_address", "payment_terms", "party_name"),
    *("customer", "territory"),
)


@action("delivery_note.created", verb="create", label=gettext_lazy("New delivery"), icon="truck")
def create_delivery(
    notes: type[DeliveryNote], *, by: User, customer: Customer | None = None, **values: Any
) -> DeliveryNote:
    """Begin a delivery that no order asks for."""
    return draw_up(notes(), by=by, values=values | {"customer": customer})  # type: ignore[no-any-return]


@action(
    "delivery_note.updated",
    verb="edit",
    label=gettext_lazy("Edit delivery"),
    icon="pencil",
    fits=lambda delivery: delivery.is_draft,
)
def update_delivery(delivery: DeliveryNote, *, by: User, **values: Any) -> DeliveryNote:
    """Change a draft; ``lines`` are all it has from then on."""
    return redraw(delivery, by=by, values=values)  # type: ignore[no-any-return]


@action(
    "sales_order.delivered",
    verb="dispatch",
    label=gettext_lazy("Delivery note"),
    told=gettext_lazy("made a delivery of this order"),
    icon="truck",
    keys="m d",
    fits=lambda order: order.status in SalesOrder.RUNNING and order.needs_delivery,
)
def deliver_order(
    order: SalesOrder,
    *,
    by: User,
    lines: Sequence[Mapping[str, Any]] | None = None,
    **values: Any,
) -> DeliveryNote:
    """A draft delivery of what is open, or of ``lines``: ``order_line`` and ``quantity``.

    Raises ``OrderHeld``, ``OrderClosed``, ``NothingLeftToDeliver``.
    """
    check_running(order)
    rows = wanted_of(order, lines, lambda line: line.open_quantity)
    if not rows:
        raise NothingLeftToDeliver(_("All of %s is delivered.") % order)
    header = copied_header(order, beside=(*HEADER, "customer_reference"))
    delivery = DeliveryNote(owner=by, order=order, **header | values)
    made = [
        copied_line(line, DeliveryNoteLine, quantity=quantity, order_line=line, position=place)
        for place, (line, quantity) in enumerate(rows, start=1)
    ]
    check_open(made, by=by)
    delivery.discount_amount = share_of_discount(order, made)
    save_draft(delivery, made, by=by)
    return delivery


@action(
    "delivery_note.submitted",
    verb="submit",
    label=gettext_lazy("Submit"),
    told=gettext_lazy("submitted this delivery"),
    icon="truck",
    undoable=SUBMITTED,
    fits=lambda delivery: delivery.is_draft,
)
def submit_delivery(delivery: DeliveryNote, *, by: User) -> DeliveryNote:
    """It left the house (or came back): number it, and count it on its order."""
    delivery.customer = lock_customer(delivery.customer)
    check_party(delivery.customer, by)
    check_period(delivery, by=by)
    lines = list(delivery.lines.select_related("item", "unit", "order_line", "return_line"))
    check_lines(delivery, lines, by=by)
    orders = _orders_of(lines)
    for order in orders:
        if not delivery.is_return:
            check_running(order)
    if delivery.is_return:
        check_return(lines)
    else:
        check_open(lines, by=by)
    delivery.become(Status.RETURN if delivery.is_return else Status.TO_BILL)
    reckon(delivery, lines)
    for line in lines:
        line.save()
    take_number(delivery, sales_policy().delivery_series, at=timezone.now())
    delivery.printed = snapshot(delivery)
    delivery.save()
    _count(delivery, lines, orders)
    if not delivery.is_return:
        check_credit(delivery.customer, by=by)
    delivery.refresh_from_db()
    return delivery


@action(
    "delivery_note.returned",
    verb="dispatch",
    label=gettext_lazy("Book a return"),
    told=gettext_lazy("booked a return of this delivery"),
    icon="undo-2",
    fits=lambda delivery: delivery.status in DeliveryNote.SUBMITTED and not delivery.is_return,
)
def return_delivery(
    delivery: DeliveryNote,
    *,
    by: User,
    lines: Sequence[Mapping[str, Any]] | None = None,
    reopens_order: bool = True,
) -> DeliveryNote:
    """A draft return of all that is still there, or of ``lines``: ``line`` and ``quantity``."""
    if delivery.is_return or delivery.status not in DeliveryNote.SUBMITTED:
        raise Conflict(_("Only of a submitted delivery can something come back."))
    rows = _returned(delivery, lines)
    header = copied_header(delivery, beside=(*HEADER, "customer_reference"))
    back = DeliveryNote(
        owner=by, order=delivery.order, return_of=delivery, reopens_order=reopens_order, **header
    )
    made = [
        copied_line(
            line,
            DeliveryNoteLine,
            quantity=quantity,
            order_line=line.order_line,
            return_line=line,
            position=place,
        )
        for place, (line, quantity) in enumerate(rows, start=1)
    ]
    check_return(made)
    back.discount_amount = share_of_discount(delivery, made)
    save_draft(back, made, by=by)
    return back


@action(
    "delivery_note.cancelled",
    verb="cancel",
    label=gettext_lazy("Cancel delivery"),
    told=gettext_lazy("cancelled this delivery"),
    icon="ban",
    undoable=gettext_lazy("Make a new delivery instead."),
    fits=lambda delivery: delivery.status in DeliveryNote.SUBMITTED,
)
def cancel_delivery(delivery: DeliveryNote, *, by: User) -> DeliveryNote:
    """It never left, or never came back: what it counted is taken off its order."""
    refuse_linked(delivery)
    check_period(delivery, by=by)
    lines = list(delivery.lines.select_related("order_line", "return_line"))
    delivery.become(Status.CANCELLED)
    delivery.cancelled_at = timezone.now()
    delivery.save()
    _count(delivery, lines, _orders_of(lines))
    if delivery.is_return:
        refuse_twice(lines, by=by)
    return delivery


def _orders_of(lines: Sequence[DeliveryNoteLine]) -> list[SalesOrder]:
    wanted = sorted({line.order_line.order_id for line in lines if line.order_line})
    return [locked_order(pk) for pk in wanted]


def _returned(
    delivery: DeliveryNote, said: Sequence[Mapping[str, Any]] | None
) -> list[tuple[DeliveryNoteLine, Decimal]]:
    lines = list(delivery.lines.select_related("item", "unit", "tax_template", "order_line"))
    if said is None:
        found = [(line, line.kept_quantity) for line in lines if line.kept_quantity]
    else:
        known = {line.pk: line for line in lines}
        found = [
            (known[row["line"]], row["quantity"])
            for row in said
            if row["line"] in known and row["quantity"]
        ]
    if not found:
        raise OverReturn(_("Nothing of %s is left to come back.") % delivery)
    return found


def _count(
    delivery: DeliveryNote, lines: Sequence[DeliveryNoteLine], orders: Sequence[SalesOrder]
) -> None:
    """Bring the order, and the delivery that this is a return of, up to date."""
    if delivery.return_of_id:
        _count_returns(delivery.return_of)
    for order in orders:
        refresh_order(order)
    settle_delivery(
        delivery.return_of or delivery
    ) if delivery.status != Status.CANCELLED else None


def _count_returns(first: Any) -> None:
    rows = DeliveryNoteLine._base_manager.filter(
        return_line__delivery=first, delivery__status=Status.RETURN
    )
    sums = dict(rows.order_by().values_list("return_line").annotate(Sum("quantity")))
    for line in DeliveryNoteLine._base_manager.filter(delivery=first):
        line.returned_quantity = sums.get(line.pk, ZERO)
        line.save()
    settle_delivery(first)
