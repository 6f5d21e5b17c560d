"""Letters that bring an invoice, a credit note or a statement to the customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.files.base import ContentFile
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.billing.statements import name_of_statement, statement_sheet
from doorstep.history.action import action
from doorstep.mail.actions import write_letter
from doorstep.mail.models import Message
from doorstep.mail.writing.letter import Person
from doorstep.paper.typesetting import pdf_from
from doorstep.parties.models import Customer
from doorstep.receivables.statement import statement_of
from doorstep.selling.sending import SENT, send_submitted
from doorstep.users.access import allow
from doorstep.users.models import User


@action("sales_invoice.sent", told=gettext_lazy("sent this invoice to the customer"), **SENT)
def send_invoice(
    invoice: SalesInvoice, *, by: User, to: Iterable[Person], subject: str, text: str
) -> SalesInvoice:
    """Write to the customer what is to be paid, with the invoice."""
    return send_submitted(invoice, by=by, to=to, subject=subject, text=text)  # type: ignore[no-any-return]


@action("credit_note.sent", told=gettext_lazy("sent this credit note to the customer"), **SENT)
def send_credit_note(
    credit: CreditNote, *, by: User, to: Iterable[Person], subject: str, text: str
) -> CreditNote:
    """Write to the customer what is taken back, with the credit note."""
    return send_submitted(credit, by=by, to=to, subject=subject, text=text)  # type: ignore[no-any-return]


@action(
    "customer.statement_sent",
    told=gettext_lazy("sent them the statement of their account"),
    **SENT | {"verb": "remind"},
)
def send_statement(
    customer: Customer,
    *,
    by: User,
    to: Iterable[Person],
    subject: str,
    text: str,
    currency: str,
    since: date,
    until: date,
) -> Customer:
    """Write to a customer what they owe, with their account of some days as PDF."""
    allow(by, "view", SalesInvoice)
    told = statement_of(customer, currency, since, until)
    paper = ContentFile(pdf_from(statement_sheet(told), at=now()), name=name_of_statement(told))
    write_letter(
        Message,
        by=by,
        to=tuple(to),
        subject=subject,
        text=text,
        records=[customer],
        files=[paper],
    )
    return customer
