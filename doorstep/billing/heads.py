"""What stands above a payment, and how far a customer is with invoices."""

from __future__ import annotations

from doorstep.billing.models import Payment, SalesInvoice
from doorstep.parties.models import Customer
from doorstep.ui.heads import JOURNEY, Door, Head, Said, door, show_head
from doorstep.ui.looks import day
from doorstep.users.models import User

show_head(
    Payment,
    Head(icon="banknote", status="status", says=(Said("customer", "building-2"),)),
)


@door(Customer, "invoice")
def customer_invoiced(customer: Customer, user: User) -> Door:
    invoices = SalesInvoice.objects.visible_to(user).filter(customer=customer)
    latest = invoices.filter(status__in=SalesInvoice.SUBMITTED).order_by("-date", "-pk").first()
    if latest is None:
        return Door(JOURNEY["invoice"])
    return Door(JOURNEY["invoice"], day(latest.date), "done", latest.get_absolute_url())
