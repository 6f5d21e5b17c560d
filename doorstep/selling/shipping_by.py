"""How a quotation or an order is sent, whichever it is: what pages, carts and programs call."""

from __future__ import annotations

from typing import Any

from doorstep.catalog.models import ShippingRule
from doorstep.selling.actions import ship_order_by, ship_quotation_by
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.users.models import User


def ship_by(
    document: Quotation | SalesOrder, *, by: User, rule: ShippingRule | None, **how: Any
) -> Any:
    """Let a draft bear what a rule says that sending costs; without a rule, nothing.

    Raises ``NotDeliverable``. ``ways_of`` of ``selling/shipping.py`` says which rules there are.
    """
    act = ship_order_by if isinstance(document, SalesOrder) else ship_quotation_by
    return act(document, by=by, rule=rule, **how)
