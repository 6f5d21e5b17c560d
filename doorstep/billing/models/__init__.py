"""Invoices, credit notes, payments, and what was allocated to what."""

from doorstep.billing.models.credit import CreditNote, CreditNoteLine
from doorstep.billing.models.invoice import InvoicePart, SalesInvoice, SalesInvoiceLine
from doorstep.billing.models.payment import Allocation, PaidBack, Payment
from doorstep.billing.models.reminding import DunningLevel, DunningStop, Reminder

__all__ = [
    "Allocation",
    "CreditNote",
    "CreditNoteLine",
    "DunningLevel",
    "DunningStop",
    "InvoicePart",
    "PaidBack",
    "Payment",
    "Reminder",
    "SalesInvoice",
    "SalesInvoiceLine",
]
