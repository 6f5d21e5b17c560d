"""By when an invoice is to be paid, and in which parts (reference 17)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.billing.models import InvoicePart, SalesInvoice
from doorstep.billing.refusals import DueTooLate
from doorstep.catalog.paying import schedule as reckoned_schedule
from doorstep.catalog.queries import portions_of
from doorstep.documents.drawing import not_before
from doorstep.kit.money import unit_of
from doorstep.receivables.credit import APPROVES
from doorstep.users.access import may
from doorstep.users.models import User


def write_schedule(invoice: SalesInvoice, by: User) -> None:
    """The parts by the terms, counted from the invoice's own day; the last takes the rest.

    A due day that was typed makes one part of it all; later than the terms allow is refused,
    except to whoever may let a customer owe more (K153).
    """
    says = _("It cannot be due before its own day.")
    not_before(invoice.due_on, invoice.date, "due_on", says)
    portions = portions_of(invoice.payment_terms)
    unit = unit_of(invoice.currency)
    parts = reckoned_schedule(invoice.grand_total, invoice.date, portions, unit)
    latest = max((part.due_on for part in parts), default=invoice.date)
    typed = invoice.due_on
    if (
        typed
        and invoice.payment_terms
        and typed > latest
        and not may(by, APPROVES, invoice.customer)
    ):
        says = _("The terms allow %s at the latest.") % latest
        raise DueTooLate(says, due_on=says)
    invoice.schedule.all().delete()
    if typed and typed != latest:
        rows = [InvoicePart(invoice=invoice, due_on=typed, amount=invoice.grand_total)]
    else:
        invoice.due_on = latest
        rows = [
            InvoicePart(
                invoice=invoice,
                due_on=part.due_on,
                amount=part.amount,
                position=place,
            )
            for place, part in enumerate(parts, start=1)
        ]
    for row in rows:
        row.save()
