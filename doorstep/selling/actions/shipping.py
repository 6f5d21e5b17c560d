"""What sending costs, as a line of a draft."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import ShippingRule
from doorstep.documents.drawing import check_draft, save_draft
from doorstep.history.action import action
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.selling.shipping import cost_by
from doorstep.users.models import User


@action(
    "quotation.shipping_chosen",
    verb="edit",
    label=_("Choose how it is sent"),
    told=_("chose how it is sent"),
    icon="truck",
    fits=lambda quotation: False,
)
def ship_quotation_by(
    quotation: Quotation, *, by: User, rule: ShippingRule | None = None
) -> Quotation:
    """Add what sending costs, instead of what it cost before; without a rule, nothing."""
    return _ship_by(quotation, rule, by)  # type: ignore[no-any-return]


@action(
    "sales_order.shipping_chosen",
    verb="edit",
    label=_("Choose how it is sent"),
    told=_("chose how it is sent"),
    icon="truck",
    fits=lambda order: False,
)
def ship_order_by(order: SalesOrder, *, by: User, rule: ShippingRule | None = None) -> SalesOrder:
    """Add what sending costs, instead of what it cost before; without a rule, nothing."""
    return _ship_by(order, rule, by)  # type: ignore[no-any-return]


def _ship_by(document: Any, rule: ShippingRule | None, by: User) -> Any:
    check_draft(document)
    cost = cost_by(rule, document) if rule else None
    lines = list(document.lines.select_related("item", "unit"))
    kept = [line for line in lines if not line.shipping_rule_id]
    if rule:
        line = document._meta.get_field("lines").related_model(
            description=rule.name,
            rate=cost,
            tax_template=rule.tax_template,
            shipping_rule=rule,
            position=max((each.position for each in kept), default=0) + 1,
        )
        kept.append(line)
    return save_draft(document, kept, by=by)
