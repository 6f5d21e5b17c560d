"""What customers will owe for orders and deliveries that are not invoiced yet (reference 7)."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F

from doorstep.kit.money import money
from doorstep.parties.models import Customer
from doorstep.receivables.credit import credit_limit_of, exposes
from doorstep.selling.models import DeliveryNote, DeliveryNoteLine, SalesOrder


@exposes
def orders_not_billed(customer: Customer) -> Decimal:
    """Of standing orders what is not invoiced; not where orders pass by the limit."""
    if credit_limit_of(customer).bypass_at_order:
        return Decimal(0)
    return SalesOrder.objects.unbilled(customer)


@exposes
def deliveries_not_billed(customer: Customer) -> Decimal:
    """What was delivered and not invoiced, where no order counts it already."""
    rows = DeliveryNoteLine._base_manager.filter(
        delivery__customer=customer,
        delivery__status=DeliveryNote.Status.TO_BILL,
        delivery__return_of=None,
        quantity__gt=F("billed_quantity") + F("returned_quantity"),
    )
    if not credit_limit_of(customer).bypass_at_order:
        rows = rows.filter(order_line=None)
    names = ("quantity", "billed_quantity", "returned_quantity", "net", "tax")
    total = Decimal(0)
    for quantity, billed, back, net, tax, rate in rows.values_list(
        *names, "delivery__exchange_rate"
    ):
        total += money((net + tax) * (quantity - billed - back) / quantity * rate)
    return total
