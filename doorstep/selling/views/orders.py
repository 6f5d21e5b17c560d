"""The pages of orders: the order itself, and the dialogs that decide about it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doorstep.kit.errors import Invalid
from doorstep.selling.actions import (
    cancel_order,
    close_order,
    deliver_order,
    hold_order,
    reopen_order,
    resume_order,
)
from doorstep.selling.making import in_the_way_of
from doorstep.selling.models import SalesOrder
from doorstep.selling.records import SALES_ORDERS
from doorstep.selling.standing import sums_of
from doorstep.selling.views.dialogs import decided, quantities, visible
from doorstep.ui.document_page import document_page, lines_of
from doorstep.ui.http import Request
from doorstep.ui.pages import say_done

ASKS = require_http_methods(["GET", "POST"])


def sales_order_detail(request: Request, pk: int) -> HttpResponse:
    return document_page(request, SALES_ORDERS, pk)


@ASKS
@login_required
def order_dispatch(request: Request, pk: int) -> HttpResponse:
    """How much of each line leaves now; what is open is offered."""
    order = visible(request, SalesOrder, pk)
    lines = lines_of(order)

    def act(**said: Any) -> Any:
        wanted = quantities(request, lines)
        if not wanted:
            raise Invalid(_("Say of one line at least how much leaves."))
        rows = [{"order_line": each, "quantity": count} for each, count in wanted.items()]
        note = deliver_order(order, lines=rows, **said)
        say_done(request, _("A draft delivery is there; it counts once it is submitted."))
        return note

    context = {"lines": [line for line in lines if line.open_quantity] or lines}
    return decided(request, order, "selling/_order_dispatch.html", act, context)


@ASKS
@login_required
def order_hold(request: Request, pk: int) -> HttpResponse:
    """Put on hold with a reason; an order on hold goes on."""
    order = visible(request, SalesOrder, pk)
    is_held = order.status == SalesOrder.Status.ON_HOLD
    reason = request.POST.get("reason", "")[:500]
    do = partial(resume_order, order) if is_held else partial(hold_order, order, reason=reason)
    says = _("%s goes on.") if is_held else _("%s is on hold.")
    act = _told(request, do, says)
    context = {"is_held": is_held}
    return decided(request, order, "selling/_order_hold.html", act, context)


@ASKS
@login_required
def order_close(request: Request, pk: int) -> HttpResponse:
    """Close what is open of an order, or take a closed one up again."""
    order = visible(request, SalesOrder, pk)
    is_closed = order.status == SalesOrder.Status.CLOSED
    do = partial(reopen_order if is_closed else close_order, order)
    says = _("%s is open again.") if is_closed else _("%s is closed.")
    act = _told(request, do, says)
    context = {"is_closed": is_closed, "sums": sums_of(order, lines_of(order))}
    return decided(request, order, "selling/_order_close.html", act, context)


@ASKS
@login_required
def order_cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel an order; what stands in the way is named first."""
    order = visible(request, SalesOrder, pk)
    act = _told(request, partial(cancel_order, order), _("%s is cancelled."))
    context = {"in_the_way": in_the_way_of(order)}
    return decided(request, order, "selling/_order_cancel.html", act, context)


def _told(request: Request, do: Any, says: str) -> Any:
    def act(**said: Any) -> Any:
        done = do(**said)
        say_done(request, says % done)
        return done

    return act
