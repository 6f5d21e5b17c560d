"""What must hold of an order before it counts, and when its lines change (reference 14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from doorstep.documents.drawing import not_before
from doorstep.kit.errors import Invalid
from doorstep.selling.models import SalesOrder, SalesOrderLine
from doorstep.selling.refusals import BelowFacts, DuplicateReference

LIVE = {*SalesOrder.Status} - {SalesOrder.Status.DRAFT, SalesOrder.Status.CANCELLED}


def check_delivery_day(order: SalesOrder, *, must_be_said: bool) -> None:
    """The day is not before the order; where the house wants it, goods have one."""
    says = _("It cannot be delivered before it is ordered.")
    not_before(order.delivery_on, order.date, "delivery_on", says)
    if must_be_said and order.needs_delivery and order.delivery_on is None:
        says = _("Say by when it is delivered.")
        raise Invalid(says, delivery_on=says)


def check_reference(order: SalesOrder, *, is_free: bool) -> None:
    """One order for each order number of a customer, unless the house says otherwise."""
    if is_free or not order.customer_reference:
        return
    same = SalesOrder._base_manager.filter(
        customer=order.customer,
        customer_reference__iexact=order.customer_reference,
        status__in=LIVE,
    )
    if found := same.exclude(pk=order.pk).first():
        names = {"reference": order.customer_reference, "order": found}
        says = _("Their order number %(reference)s is that of %(order)s already.") % names
        raise DuplicateReference(says, customer_reference=says)


def refuse_below_facts(held: Mapping[int, SalesOrderLine], rows: Sequence[Any]) -> None:
    """Refuse less of a line than was delivered or invoiced, and another price of what was."""
    now = {row.pk: (place, row) for place, row in enumerate(rows) if row.pk}
    for pk, line in held.items():
        place, row = now.get(pk, (0, None))
        least = max(line.delivered_quantity, line.billed_quantity)
        if least and (row is None or row.quantity < least):
            names = {"line": line, "least": f"{least.normalize():f}"}
            says = _("Of “%(line)s” %(least)s are delivered or invoiced already.") % names
            raise BelowFacts(says, **({f"lines.{place}.quantity": says} if row else {}))
        if row and line.billed_quantity and _price(row) != _price(line):
            says = _("“%s” is invoiced at its rate already.") % line
            raise BelowFacts(says, **{f"lines.{place}.rate": says})


def _price(line: Any) -> tuple[Any, ...]:
    return line.rate, line.discount_percent, line.tax_template_id
