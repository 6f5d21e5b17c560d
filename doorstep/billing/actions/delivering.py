"""A delivery begun from the invoice that was written before it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.billing.models import SalesInvoice
from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.selling.actions import deliver_order
from doorstep.selling.models import DeliveryNote
from doorstep.selling.refusals import NothingLeftToDeliver
from doorstep.users.models import User


@action(
    "sales_invoice.delivered",
    verb="dispatch",
    label=gettext_lazy("Delivery note"),
    told=gettext_lazy("made a delivery of this invoice"),
    icon="truck",
    fits=lambda invoice: invoice.status in SalesInvoice.SUBMITTED,
)
def deliver_invoice(invoice: SalesInvoice, *, by: User) -> DeliveryNote:
    """A draft delivery of what its order still has open of what was invoiced here.

    It was invoiced already, so the delivery is completed as soon as it leaves (Q252).
    """
    if invoice.status not in SalesInvoice.SUBMITTED:
        raise Conflict(_("Submit %s first.") % invoice)
    lines = [line for line in invoice.lines.select_related("order_line__order") if line.order_line]
    orders = {line.order_line.order for line in lines}
    if len(orders) != 1:
        says = _("%s is not of one order: make the delivery of the order.")
        raise NothingLeftToDeliver(says % invoice)
    wanted = [
        {
            "order_line": line.order_line.pk,
            "quantity": min(line.quantity, line.order_line.open_quantity),
        }
        for line in lines
    ]
    if not any(row["quantity"] for row in wanted):
        raise NothingLeftToDeliver(_("All of %s is delivered.") % invoice)
    reference = invoice.customer_reference
    return deliver_order(orders.pop(), by=by, lines=wanted, customer_reference=reference)
