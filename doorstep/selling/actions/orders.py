"""The verbs of orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.documents.drawing import (
    check_lines,
    drawn_lines,
    save_draft,
    take_number,
)
from doorstep.documents.reckoning import reckon
from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.parties.models import Customer, sales_policy
from doorstep.receivables.credit import check_credit, lock_customer
from doorstep.receivables.periods import check_period
from doorstep.records.many import Done, each_alone
from doorstep.records.saving import put
from doorstep.selling.drawing import check_party, draw_up, price, redraw, snapshot
from doorstep.selling.facts import settle_order
from doorstep.selling.making import refuse_linked
from doorstep.selling.models import SalesOrder, SalesOrderLine
from doorstep.selling.pursuing import pursue, said_of
from doorstep.selling.quoting import refresh_quotation
from doorstep.selling.redeeming import redeem
from doorstep.selling.refusals import OrderClosed
from doorstep.selling.rules import check_delivery_day, check_reference, refuse_below_facts
from doorstep.users.models import User

Status = SalesOrder.Status
SUBMITTED = gettext_lazy("It counts under its number: cancel it, close it, or change its lines.")


@action("sales_order.created", verb="create", label=gettext_lazy("New order"), icon="shopping-bag")
def create_order(
    orders: type[SalesOrder],
    *,
    by: User,
    customer: Customer | None = None,
    made_lines: Sequence[SalesOrderLine] | None = None,
    **values: Any,
) -> SalesOrder:
    """Begin an order of a customer. ``made_lines`` come from an earlier document."""
    order: SalesOrder = draw_up(orders(), by=by, values=values | {"customer": customer})
    check_reference(order, is_free=sales_policy().same_reference)
    if made_lines is not None:
        for place, line in enumerate(made_lines, start=1):
            line.position = place
        save_draft(order, made_lines, by=by)
    return order


@action(
    "sales_order.updated",
    verb="edit",
    label=gettext_lazy("Edit order"),
    icon="pencil",
    fits=lambda order: order.is_draft,
)
def update_order(order: SalesOrder, *, by: User, **values: Any) -> SalesOrder:
    """Change a draft; ``lines`` are all it has from then on. Later some facts still change."""
    changed: SalesOrder = redraw(order, by=by, values=values)
    check_reference(changed, is_free=sales_policy().same_reference)
    return changed


@action(
    "sales_order.line_added",
    verb="edit",
    label=gettext_lazy("Add a line"),
    told=gettext_lazy("added a line"),
    icon="plus",
    fits=lambda order: order.is_draft,
)
def add_line(
    order: SalesOrder, *, by: User, description: str, rate: Decimal, quantity: Decimal = Decimal(1)
) -> SalesOrder:
    """Add a line to a draft, and bring its totals up to date."""
    values = {"description": description, "rate": rate, "quantity": quantity}
    held = list(order.lines.select_related("item", "unit"))
    made = drawn_lines(order, [*({"id": line.pk} for line in held), values])
    price(order, made[-1:], [values])
    save_draft(order, made, by=by)
    return order


@action(
    "sales_order.submitted",
    verb="submit",
    label=gettext_lazy("Submit"),
    told=gettext_lazy("submitted this order"),
    icon="shopping-bag",
    undoable=SUBMITTED,
    fits=lambda order: order.is_draft,
)
def submit_order(order: SalesOrder, *, by: User) -> SalesOrder:
    """Confirm a draft: check it and the customer's credit, freeze it and give it a number."""
    if not order.is_draft:
        order.become(Status.TO_DELIVER_AND_BILL)
    order.customer = lock_customer(order.customer)  # two orders must not both fit
    check_party(order.customer, by)
    check_period(order, by=by)
    policy = sales_policy()
    lines = list(order.lines.select_related("item", "unit"))
    check_lines(order, lines, by=by, zero=policy.zero_quantity)
    check_delivery_day(order, must_be_said=policy.delivery_date)
    check_reference(order, is_free=policy.same_reference)
    redeem(order)
    order.become(Status.TO_DELIVER_AND_BILL)
    reckon(order, lines)
    for line in lines:
        line.save()
    take_number(order, policy.order_series, at=timezone.now())
    order.printed = snapshot(order)
    settle_order(order, lines)
    _tell_quotations(lines)
    pursue(order.opportunity, said_of(order, _("was submitted")), by=by)
    check_credit(order.customer, by=by, at_order=True)
    return order


@action(
    "sales_order.revised",
    verb="edit",
    label=gettext_lazy("Change lines"),
    told=gettext_lazy("changed the lines of this order"),
    icon="pencil",
    undoable=gettext_lazy("Change the lines back instead."),
    fits=lambda order: order.status in SalesOrder.STANDING,
)
def revise_order(order: SalesOrder, *, by: User, lines: Sequence[Mapping[str, Any]]) -> SalesOrder:
    """Agree on other lines of a submitted order: never less than was delivered or invoiced."""
    if order.status not in SalesOrder.STANDING:
        raise Conflict(_("Only an order that still runs can be changed: %s.") % order)
    held = {line.pk: line for line in order.lines.all()}
    rows = drawn_lines(order, lines)
    price(order, rows, lines)
    check_lines(order, rows, by=by)
    refuse_below_facts(held, rows)
    reckon(order, rows)
    keep = {row.pk for row in rows if row.pk}
    order.lines.filter(pk__in=[pk for pk in held if pk not in keep]).delete()
    for row in rows:
        row.order = order
        row.save()
    settle_order(order, rows)
    _tell_quotations([*held.values(), *rows])
    check_credit(order.customer, by=by, at_order=True)
    return order


@action(
    "sales_order.held",
    verb="hold",
    label=gettext_lazy("Put on hold"),
    told=gettext_lazy("put this order on hold"),
    icon="pause",
    keys="h",
    fits=lambda order: order.status in SalesOrder.RUNNING,
)
def hold_order(order: SalesOrder, *, by: User, reason: str = "") -> SalesOrder:
    """Nothing is delivered or invoiced until it is resumed."""
    order.become(Status.ON_HOLD)
    order.hold_reason = reason
    put(order, by=by)
    return order


@action(
    "sales_order.resumed",
    verb="hold",
    label=gettext_lazy("Resume"),
    told=gettext_lazy("resumed this order"),
    icon="redo-2",
    fits=lambda order: order.status == Status.ON_HOLD,
)
def resume_order(order: SalesOrder, *, by: User) -> SalesOrder:
    """Go on with an order that was held."""
    if order.status != Status.ON_HOLD:
        raise Conflict(_("%s is not on hold.") % order)
    return _go_on(order, by)


@action(
    "sales_order.closed",
    verb="close",
    label=gettext_lazy("Close the rest"),
    told=gettext_lazy("closed this order"),
    icon="package-check",
    fits=lambda order: order.status in (*SalesOrder.STANDING, Status.COMPLETED),
)
def close_order(order: SalesOrder, *, by: User) -> SalesOrder:
    """Nothing more comes of it: what is open is neither delivered nor invoiced."""
    order.become(Status.CLOSED)
    settle_order(order, order.lines.all())
    return order


@action(
    "sales_order.reopened",
    verb="close",
    label=gettext_lazy("Reopen"),
    told=gettext_lazy("reopened this order"),
    icon="rotate-ccw",
    fits=lambda order: order.status == Status.CLOSED,
)
def reopen_order(order: SalesOrder, *, by: User) -> SalesOrder:
    """Take a closed order up again, if the customer's credit allows it."""
    if order.status != Status.CLOSED:
        raise Conflict(_("%s is not closed.") % order)
    return _go_on(order, by)


@action("sales_order.many_closed", verb="close", label=gettext_lazy("Close"), icon="package-check")
def close_orders(orders: type[SalesOrder], *, by: User, ids: Iterable[int]) -> Done:
    """Close several orders; those that cannot be closed are left, with the reason."""
    return each_alone(_chosen(orders, by, ids), partial(close_order, by=by))


@action("sales_order.many_reopened", verb="close", label=gettext_lazy("Reopen"), icon="rotate-ccw")
def reopen_orders(orders: type[SalesOrder], *, by: User, ids: Iterable[int]) -> Done:
    """Reopen several closed orders, as far as the credit of their customers goes."""
    return each_alone(_chosen(orders, by, ids), partial(reopen_order, by=by))


@action(
    "sales_order.cancelled",
    verb="cancel",
    label=gettext_lazy("Cancel order"),
    told=gettext_lazy("cancelled this order"),
    icon="ban",
    undoable=gettext_lazy("Make a new order of it instead."),
    fits=lambda order: order.status in (*SalesOrder.STANDING, Status.COMPLETED),
)
def cancel_order(order: SalesOrder, *, by: User) -> SalesOrder:
    """Take an order back, before anything was delivered or invoiced of it."""
    if order.status == Status.CLOSED:
        raise OrderClosed(_("%s is closed: reopen it first.") % order)
    refuse_linked(order)
    check_period(order, by=by)
    order.become(Status.CANCELLED)
    order.cancelled_at = timezone.now()
    order.save()
    _tell_quotations(order.lines.all())
    pursue(order.opportunity, said_of(order, _("was cancelled")), by=by)
    return order


def _chosen(orders: type[SalesOrder], by: User, ids: Iterable[int]) -> Iterable[SalesOrder]:
    return orders.objects.permitted(by, "close").filter(pk__in=list(ids)).order_by("pk")


def _go_on(order: SalesOrder, by: User) -> SalesOrder:
    order.customer = lock_customer(order.customer)
    order.become(Status.TO_DELIVER_AND_BILL)
    order.hold_reason = ""
    settle_order(order, order.lines.all())
    check_credit(order.customer, by=by, at_order=True)
    return order


def _tell_quotations(lines: Any) -> None:
    wanted = {line.quotation_line.quotation_id for line in lines if line.quotation_line_id}
    for pk in sorted(wanted):
        refresh_quotation(pk)
