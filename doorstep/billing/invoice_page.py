"""How an invoice and a credit note are read: what is open, since when, and who waits for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doorstep.billing.dunning import next_reminder, stopped
from doorstep.billing.meters import parts as parts_of_bar
from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.billing.queries import credit_left, parts_of, settled_by
from doorstep.kit.addresses import address
from doorstep.parties.models import Customer
from doorstep.selling.transactions import Kind, in_transactions
from doorstep.ui.document_page import Next, Paper, Progress, show_document
from doorstep.ui.heads import Head, Said, show_head
from doorstep.ui.http import Request
from doorstep.ui.linked import how_far
from doorstep.ui.looks import day, in_full
from doorstep.ui.menus import in_menu
from doorstep.ui.offers import hint, opens_page
from doorstep.users.access import Reach
from doorstep.users.models import User

ZERO = Decimal(0)


def standing_of(request: Request, invoice: SalesInvoice, lines: list[Any]) -> dict[str, Any]:
    """The tiles, the schedule, and what settled it."""
    parts = parts_of([invoice], localdate())[invoice.pk]
    late = [part for part in parts if part.late_days]
    late_sum = sum((part.open for part in late), ZERO)
    waiting = invoice.outstanding - late_sum
    bar = [(invoice.paid_total, "2"), (invoice.credited_total, "3")]
    bar += [(late_sum, "danger"), (waiting, "rest")]
    return {
        "parts": parts,
        "late": late_sum,
        "late_days": max((part.late_days for part in late), default=0),
        "settled": list(settled_by(invoice)),
        "bar": parts_of_bar(bar),
        "paper": INVOICE if invoice.credited_total else replace(INVOICE, progress=()),
        "credit": _credit(invoice),
        "has_pay": request.user.reach(Payment, "create") != Reach.NONE,
    } | _reminded(invoice, request.user)


def _reminded(invoice: SalesInvoice, user: User) -> dict[str, Any]:
    """Which reminders went, which waits, and whether none are to go."""
    today = localdate()
    sent = invoice.reminders.select_related("level", "message").order_by("sent_on", "pk")
    stop = stopped(today).filter(customer=invoice.customer_id).first()
    may = user.reach(Customer, "remind") != Reach.NONE
    return {
        "reminders": list(sent),
        "next_reminder": next_reminder(invoice, today) if may and not stop else None,
        "reminders_stopped": stop,
    }


def _credit(invoice: SalesInvoice) -> Any:
    """What the customer has to their credit, where the invoice could use it."""
    if invoice.status not in SalesInvoice.OPEN:
        return 0
    return credit_left(invoice.customer).get(invoice.currency, 0)


def next_of_invoice(invoice: SalesInvoice, user: User) -> Next | None:
    """What waits: to be submitted, paid, or reminded of."""
    if invoice.status not in SalesInvoice.OPEN:
        return None
    parts = parts_of([invoice], localdate())[invoice.pk]
    waiting = next((part for part in parts if part.open), None)
    if waiting is None:
        return None
    page = address("payment_create") + f"?invoice={invoice.pk}"
    if waiting.late_days:
        days = waiting.late_days
        says = ngettext("%(amount)s, %(n)s day late", "%(amount)s, %(n)s days late", days)
        told = says % {"amount": in_full(waiting.open, invoice.currency), "n": days}
        return Next(told, page, "circle-alert", "go", True, gettext_lazy("Payment is late"))
    names = {"amount": in_full(waiting.open, invoice.currency), "day": day(waiting.due_on)}
    told = _("%(amount)s by %(day)s") % names
    return Next(told, page, "banknote", label=gettext_lazy("Payment is due"))


def credit_context(request: Request, note: CreditNote, lines: list[Any]) -> dict[str, Any]:
    """What it takes back, and where the credit went."""
    rows = note.allocations.select_related("invoice").order_by("date", "pk")
    back = note.went_back.select_related("refund").order_by("pk")
    return {"used": list(rows), "paid_back": list(back)}


def next_of_credit(note: CreditNote, user: User) -> Next | None:
    if note.status != CreditNote.Status.SUBMITTED or not note.unallocated:
        return None
    says = _("%s is left to be used") % in_full(note.unallocated, note.currency)
    return Next(says, address("credit_note_allocate", note.pk), "banknote", "dialog")


@how_far(SalesInvoice, "payment")
def paid(invoice: SalesInvoice) -> tuple[str, bool] | None:
    settled = invoice.paid_total + invoice.credited_total
    if not settled:
        return None
    names = {"done": in_full(settled), "all": in_full(invoice.grand_total)}
    return _("%(done)s of %(all)s") % names, not invoice.outstanding


@hint("sales_invoice.settled")
def credit_there(invoice: SalesInvoice) -> str:
    left = _credit(invoice)
    says = _("%s of the customer is there") if left else _("The customer has none at present")
    return says % in_full(left, invoice.currency) if left else str(says)


@hint("sales_invoice.written_off")
def given_up(invoice: SalesInvoice) -> str:
    return _("Give up %s") % in_full(invoice.outstanding, invoice.currency)


HEAD = Head(icon="receipt", status="status", says=(Said("customer", "building-2"),))
show_head(SalesInvoice, HEAD)
show_head(CreditNote, HEAD)
for asks in ("sales_invoice.updated", "credit_note.updated"):
    opens_page(asks)
INVOICE = Paper(
    stage="invoice",
    dated=gettext_lazy("Invoiced"),
    progress=(Progress("credited_quantity", gettext_lazy("Credited")),),
    above="billing/_invoice_above.html",
    context=standing_of,
    next=next_of_invoice,
    settle=gettext_lazy("Credit or cancel"),
    settling=("credit", "write_off", "use_credit", "cancel"),
)
show_document(SalesInvoice, INVOICE)
in_menu(
    SalesInvoice,
    "pay",
    gettext_lazy("Record payment"),
    "banknote",
    may=lambda user, invoice: (
        invoice.status in SalesInvoice.OPEN and user.reach(Payment, "create") != Reach.NONE
    ),
    how="go",
)
in_transactions(Kind(SalesInvoice, "invoices", gettext_lazy("Invoices")))
in_transactions(
    Kind(
        CreditNote,
        "credits",
        gettext_lazy("Credit notes"),
        of="invoice__number",
        of_label=gettext_lazy("Invoice"),
    )
)
in_transactions(Kind(Payment, "payments", gettext_lazy("Payments"), amount="amount", of="method"))
show_document(
    CreditNote,
    Paper(
        stage="invoice",
        dated=gettext_lazy("Credited"),
        above="billing/_credit_above.html",
        context=credit_context,
        next=next_of_credit,
        settle=gettext_lazy("Use or cancel"),
        settling=("allocate", "cancel"),
    ),
)
