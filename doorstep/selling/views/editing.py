"""How orders and deliveries are written: the fields of their drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.documents.drawing import drawn_lines
from doorstep.selling.actions import (
    create_delivery,
    create_order,
    revise_order,
    submit_delivery,
    submit_order,
    update_delivery,
    update_order,
)
from doorstep.selling.drawing import price
from doorstep.selling.editor.kinds import Editor
from doorstep.selling.editor.origins import of_deliveries, of_orders, of_running_orders
from doorstep.selling.models import SalesOrder
from doorstep.selling.records import DELIVERY_NOTES, SALES_ORDERS
from doorstep.users.models import User


def agreed(party: Any) -> dict[str, Any]:
    """Whom a submitted order is for stays."""
    return {}


def lines_alone(document: Any, *, by: User, values: Mapping[str, Any]) -> Sequence[Any]:
    """The lines of a submitted order as they would be; its header stays."""
    rows = drawn_lines(document, values["lines"])
    price(document, rows, values["lines"])
    return rows


REVISION = Editor(
    records=SALES_ORDERS,
    update=revise_order,
    addressed=agreed,
    bounds=of_running_orders,
    lay=lines_alone,  # type: ignore[arg-type]
    fits=lambda order: order.status in SalesOrder.STANDING,
    label=_("For"),
    hint=_(
        "Nothing goes below what is delivered or invoiced, and what is invoiced keeps its rate."
    ),
)
ORDERS = Editor(
    records=SALES_ORDERS,
    create=create_order,
    update=update_order,
    submit=submit_order,
    bounds=of_orders,
    buyer=("contact", "date", "delivery_on", "customer_reference", "payment_terms"),
    more=(
        *("billing_address", "shipping_address", "price_list", "currency", "exchange_rate"),
        *("needs_delivery", "terms_text"),
    ),
    below=("note", "discount_percent"),
    label=_("For"),
    later=REVISION,
)
DELIVERIES = Editor(
    records=DELIVERY_NOTES,
    create=create_delivery,
    update=update_delivery,
    submit=submit_delivery,
    bounds=of_deliveries,
    buyer=("contact", "date", "customer_reference", "carrier", "tracking"),
    more=("shipping_address",),
    below=("note",),
    has_prices=False,
    label=_("For"),
)
