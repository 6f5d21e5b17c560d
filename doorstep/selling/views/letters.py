"""In which words quotations, orders and deliveries are sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.selling.actions import (
    send_delivery,
    send_order,
    send_quotation,
    submit_quotation,
)
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.selling.records import DELIVERY_NOTES, QUOTATIONS, SALES_ORDERS
from doorstep.selling.views.sending import Letter, in_menu_to_send

QUOTATION = Letter(
    records=QUOTATIONS,
    send=send_quotation,
    subject=_("Quotation from %(company)s"),
    text=_(
        "Dear %(name)s,\n\nhere is our quotation over %(total)s:\n{link}\n\n"
        "There you can read it, ask us, accept it or decline it. %(until)s"
    ),
    hint=_(
        "{link} stands for the address of a page on which the customer reads, asks, accepts or"
        " declines."
    ),
    alone=submit_quotation,
    alone_says=_("%s is submitted. Copy the link to its page for the customer."),
)
ORDER = Letter(
    records=SALES_ORDERS,
    send=send_order,
    subject=_("Order confirmation %(document)s from %(company)s"),
    text=_(
        "Dear %(name)s,\n\nthank you for your order. Our confirmation %(document)s over %(total)s"
        " is attached."
    ),
)
DELIVERY = Letter(
    records=DELIVERY_NOTES,
    send=send_delivery,
    subject=_("Delivery %(document)s from %(company)s"),
    text=_("Dear %(name)s,\n\nwhat you ordered is on its way. The delivery note is attached."),
)

in_menu_to_send(Quotation, "submit", lambda quotation: quotation.status in Quotation.WAITING)
in_menu_to_send(SalesOrder)
in_menu_to_send(DeliveryNote)
