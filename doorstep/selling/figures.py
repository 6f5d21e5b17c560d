"""What selling says of a customer in figures."""

from __future__ import annotations

from doorstep.parties.models import Customer
from doorstep.parties.summary import told_of_customers
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.users.models import User


@told_of_customers("open_quotations")
def open_quotations(customer: Customer, by: User) -> int:
    """Offers that wait for an answer."""
    waiting = set(Quotation.ACTIVE) - {Quotation.Status.ORDERED}
    rows = Quotation.objects.visible_to(by).filter(customer=customer, status__in=waiting)
    return rows.count()


@told_of_customers("open_orders")
def open_orders(customer: Customer, by: User) -> int:
    """Orders that are not done: to be delivered, to be invoiced, or on hold."""
    live = SalesOrder.STANDING
    rows = SalesOrder.objects.visible_to(by).filter(customer=customer, status__in=live)
    return rows.count()
