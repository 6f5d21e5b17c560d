"""In which words invoices, credit notes and statements are sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.billing.actions import send_credit_note, send_invoice, send_statement
from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.billing.records import CREDIT_NOTES, SALES_INVOICES
from doorstep.parties.records import CUSTOMERS
from doorstep.selling.views.sending import Letter, in_menu_to_send

INVOICE = Letter(
    records=SALES_INVOICES,
    send=send_invoice,
    subject=_("Invoice %(document)s from %(company)s"),
    text=_(
        "Dear %(name)s,\n\nour invoice %(document)s over %(total)s is attached. %(due)s"
        "\n\nThank you."
    ),
)
CREDIT_NOTE = Letter(
    records=CREDIT_NOTES,
    send=send_credit_note,
    subject=_("Credit note %(document)s from %(company)s"),
    text=_("Dear %(name)s,\n\nour credit note %(document)s over %(total)s is attached."),
)
STATEMENT = Letter(
    records=CUSTOMERS,
    send=send_statement,
    subject=_("Statement of account from %(company)s"),
    text=_(
        "Dear %(name)s,\n\nthe statement of your account from %(since)s to %(until)s is attached."
        " It comes to %(owed)s.\n\nIf a payment crossed this letter, thank you."
    ),
)

in_menu_to_send(SalesInvoice)
in_menu_to_send(CreditNote)
