"""How an order is read: how far it is, and what waits for somebody."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doorstep.kit.addresses import address, has_address
from doorstep.parties.models import Customer
from doorstep.selling.models import DeliveryNote, SalesOrder
from doorstep.selling.standing import OrderSums, paid_of, sums_of
from doorstep.ui.document_page import Next, Paper, Progress, show_document
from doorstep.ui.heads import Head, Said, show_head
from doorstep.ui.http import Request
from doorstep.ui.linked import how_far
from doorstep.ui.looks import day, in_full, quantity
from doorstep.ui.offers import Made, hint, makes, opens_page
from doorstep.users.models import User

Status = SalesOrder.Status


def progress_of_order(request: Request, order: SalesOrder, lines: list[Any]) -> dict[str, Any]:
    """The two meters."""
    sums = sums_of(order, lines)
    paid = min(paid_of(order), sums.billed)
    whole = order.grand_total or 1
    return {
        "sums": sums,
        "paid": paid,
        "unpaid": sums.billed - paid,
        "delivered_percent": int(order.delivered_percent),
        "paid_percent": min(int(paid * 100 / whole), 100),
        "billed_percent": min(int((sums.billed - paid) * 100 / whole), 100),
    }


def next_of_order(order: SalesOrder, user: User) -> Next | None:
    """The one thing to do now."""
    if order.status == Status.ON_HOLD:
        url = address("sales_order_hold", order.pk)
        says = order.hold_reason or _("Resume it when it may go on")
        return Next(says, url, "pause", "dialog", label=_("On hold"))
    if order.status in (Status.TO_DELIVER, Status.TO_DELIVER_AND_BILL):
        return _next_delivery(order, user)
    if order.status == Status.TO_BILL:
        page = "sales_order_bill"
        url = address(page, order.pk) if has_address(page, order.pk) else ""
        return Next(_("Write the invoice"), url, "receipt", "dialog")
    return None


def _next_delivery(order: SalesOrder, user: User) -> Next:
    drafts = DeliveryNote.objects.visible_to(user).filter(order=order, status="DRAFT")
    if draft := drafts.order_by("pk").first():
        return Next(_("Send the delivery that is drawn up"), draft.get_absolute_url(), "truck")
    url = address("sales_order_dispatch", order.pk)
    if order.delivery_on is None:
        return Next(_("Prepare the delivery"), url, "truck", "dialog")
    is_late = order.delivery_on < localdate()
    says = _("It was promised for %s") if is_late else _("Prepare the delivery, by %s")
    return Next(says % day(order.delivery_on), url, "truck", "dialog", is_late)


@how_far(SalesOrder, "delivery")
def delivered(order: SalesOrder) -> tuple[str, bool] | None:
    if not order.needs_delivery:
        return _("not needed"), True
    sums = sums_of(order, order.lines.all())
    if not sums.delivered:
        return None
    names = {"done": quantity(sums.delivered), "all": quantity(sums.ordered)}
    return _("%(done)s of %(all)s") % names, sums.left == 0


@how_far(SalesOrder, "invoice")
def billed(order: SalesOrder) -> tuple[str, bool] | None:
    if not order.billed_percent:
        return None
    return f"{int(order.billed_percent)} %", order.billed_percent >= 100


@hint("sales_order.delivered")
def left_to_deliver(order: SalesOrder) -> str:
    return _left(sums_of(order, order.lines.all()))


@hint("sales_order.held")
def while_held(order: SalesOrder) -> str:
    return _("Nothing leaves and nothing is invoiced")


@hint("sales_order.closed")
def no_longer_owed(order: SalesOrder) -> str:
    sums = sums_of(order, order.lines.all())
    amount = in_full(sums.to_bill, order.currency)
    return _("%(left)s, %(amount)s not invoiced") % {"left": _left(sums), "amount": amount}


def _left(sums: OrderSums) -> str:
    whole = int(sums.left) if sums.left == int(sums.left) else 2
    says = ngettext("%(number)s piece left", "%(number)s pieces left", whole)
    return says % {"number": quantity(sums.left)}


makes(Customer, Made(SalesOrder, gettext_lazy("Order"), "shopping-bag", "m s"))
for asks in ("sales_order.updated", "sales_order.revised"):
    opens_page(asks)
show_head(
    SalesOrder,
    Head(
        icon="shopping-bag",
        status="status",
        says=(Said("customer", "building-2"),),
    ),
)
show_document(
    SalesOrder,
    Paper(
        stage="order",
        dated=gettext_lazy("Ordered"),
        progress=(
            Progress("delivered_quantity", gettext_lazy("Delivered")),
            Progress("billed_quantity", gettext_lazy("Invoiced")),
        ),
        above="selling/_order_meters.html",
        context=progress_of_order,
        next=next_of_order,
        settle=gettext_lazy("Hold or close"),
        settling=("hold", "close", "cancel"),
    ),
)
