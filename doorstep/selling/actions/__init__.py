"""The verbs of selling: every change to a quotation, an order or a delivery happens here."""

from doorstep.selling.actions.answers import (
    accept_quotation,
    comment_quotation,
    decline_quotation,
    send_quotation,
)
from doorstep.selling.actions.coupons import (
    apply_to_order,
    apply_to_quotation,
    remove_from_order,
    remove_from_quotation,
)
from doorstep.selling.actions.deliveries import (
    cancel_delivery,
    create_delivery,
    deliver_order,
    return_delivery,
    submit_delivery,
    update_delivery,
)
from doorstep.selling.actions.letters import send_delivery, send_order
from doorstep.selling.actions.orders import (
    add_line,
    cancel_order,
    close_order,
    close_orders,
    create_order,
    hold_order,
    reopen_order,
    reopen_orders,
    resume_order,
    revise_order,
    submit_order,
    update_order,
)
from doorstep.selling.actions.quotations import (
    amend_quotation,
    cancel_quotation,
    create_quotation,
    expire_quotation,
    lose_quotation,
    order_quotation,
    submit_quotation,
    update_quotation,
)
from doorstep.selling.actions.quoting import quote_customer, quote_lead
from doorstep.selling.actions.shipping import ship_order_by, ship_quotation_by

__all__ = [
    "accept_quotation",
    "add_line",
    "amend_quotation",
    "apply_to_order",
    "apply_to_quotation",
    "cancel_delivery",
    "cancel_order",
    "cancel_quotation",
    "close_order",
    "close_orders",
    "comment_quotation",
    "create_delivery",
    "create_order",
    "create_quotation",
    "decline_quotation",
    "deliver_order",
    "expire_quotation",
    "hold_order",
    "lose_quotation",
    "order_quotation",
    "quote_customer",
    "quote_lead",
    "remove_from_order",
    "remove_from_quotation",
    "reopen_order",
    "reopen_orders",
    "resume_order",
    "return_delivery",
    "revise_order",
    "send_delivery",
    "send_order",
    "send_quotation",
    "ship_order_by",
    "ship_quotation_by",
    "submit_delivery",
    "submit_order",
    "submit_quotation",
    "update_delivery",
    "update_order",
    "update_quotation",
]
