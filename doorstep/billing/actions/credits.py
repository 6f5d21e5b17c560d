"""The verbs of credit notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.billing.crediting import reckon_credit
from doorstep.billing.facts import count_billed, count_credited, locked_invoice
from doorstep.billing.models import CreditNote, CreditNoteLine, SalesInvoice
from doorstep.billing.refusals import OverBilling, OverCredit, PaymentLinked
from doorstep.billing.settling import Rows, allocate, refuse_paid_back, release
from doorstep.documents.drawing import (
    check_lines,
    copied_header,
    copied_line,
    save_draft,
    take_number,
)
from doorstep.documents.reckoning import in_base, share_of_discount
from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.parties.models import Customer, sales_policy
from doorstep.receivables.credit import lock_customer
from doorstep.receivables.ledger import post, reverse
from doorstep.receivables.models import LedgerEntry
from doorstep.receivables.periods import check_period
from doorstep.selling.drawing import draw_up, redraw, snapshot
from doorstep.selling.making import FURTHER, allowed_quantity, beyond
from doorstep.selling.models import SalesOrderLine
from doorstep.users.access import granted
from doorstep.users.models import User

Status = CreditNote.Status
SUBMITTED = gettext_lazy("It was sent out under its number: cancel it instead.")
HEADER = (
    *("contact", "billing_address", "shipping_address", "payment_terms", "party_name"),
    *("customer", "territory"),
)


@action(
    "credit_note.created", verb="create", label=gettext_lazy("New credit note"), icon="receipt"
)
def create_credit_note(
    notes: type[CreditNote], *, by: User, customer: Customer | None = None, **values: Any
) -> CreditNote:
    """Begin a credit that is for no invoice in particular."""
    return draw_up(notes(), by=by, values=values | {"customer": customer})  # type: ignore[no-any-return]


@action(
    "credit_note.updated",
    verb="edit",
    label=gettext_lazy("Edit credit note"),
    icon="pencil",
    fits=lambda credit: credit.is_draft,
)
def update_credit_note(credit: CreditNote, *, by: User, **values: Any) -> CreditNote:
    """Change a draft; ``lines`` are all it has from then on."""
    return redraw(credit, by=by, values=values)  # type: ignore[no-any-return]


@action(
    "sales_invoice.credited",
    verb="credit",
    label=gettext_lazy("Make credit note"),
    told=gettext_lazy("made a credit note of this invoice"),
    icon="receipt",
    fits=lambda invoice: invoice.status in SalesInvoice.SUBMITTED,
)
def credit_invoice(
    invoice: SalesInvoice,
    *,
    by: User,
    lines: Sequence[Mapping[str, Any]] | None = None,
    reason: str = "",
    reopens_order: bool = True,
) -> CreditNote:
    """A draft credit of all that was not credited, or of ``lines``: ``line`` and ``quantity``."""
    if invoice.status not in SalesInvoice.SUBMITTED:
        raise Conflict(_("Only a submitted invoice can be credited: %s is none.") % invoice)
    rows = list(invoice.lines.select_related("item", "unit", "tax_template"))
    left = {row.pk: row.quantity - row.credited_quantity for row in rows}
    wanted = left if lines is None else _said(lines, left)
    if not any(wanted.values()):
        raise OverCredit(_("All of %s is credited.") % invoice)
    header = copied_header(invoice, beside=HEADER)
    credit = CreditNote(
        owner=by, invoice=invoice, reason=reason, reopens_order=reopens_order, **header
    )
    made = [
        copied_line(row, CreditNoteLine, quantity=wanted[row.pk], invoice_line=row)
        for row in rows
        if wanted.get(row.pk)
    ]
    for place, line in enumerate(made, start=1):
        line.position = place
    credit.discount_amount = share_of_discount(invoice, made)
    save_draft(credit, made, by=by)
    return credit


@action(
    "credit_note.submitted",
    verb="submit",
    label=gettext_lazy("Submit"),
    told=gettext_lazy("submitted this credit note"),
    icon="receipt",
    undoable=SUBMITTED,
    fits=lambda credit: credit.is_draft,
)
def submit_credit_note(credit: CreditNote, *, by: User) -> CreditNote:
    """Number and post it; what its invoice still asks for is settled by it, the rest is credit."""
    if not credit.is_draft:
        credit.become(Status.SUBMITTED)
    credit.customer = lock_customer(credit.customer)
    check_period(credit, by=by)
    invoice = locked_invoice(credit.invoice_id) if credit.invoice_id else None
    lines = list(credit.lines.select_related("item", "unit", "invoice_line"))
    check_lines(credit, lines, by=by)
    _check_left(lines)
    reckon_credit(credit, lines)
    for line in lines:
        line.save()
    take_number(credit, sales_policy().credit_note_series, at=timezone.now())
    credit.printed = snapshot(credit)
    credit.unallocated = credit.grand_total
    credit.become(Status.SUBMITTED)
    credit.save()
    post(
        credit.customer,
        document=credit,
        kind=LedgerEntry.Kind.CREDIT_NOTE,
        amount=-credit.grand_total,
        base_amount=-in_base(credit, credit.grand_total),
        currency=credit.currency,
        day=credit.date,
    )
    if invoice:
        if part := min(credit.grand_total, invoice.outstanding):
            allocate(credit, [{"invoice": invoice, "amount": part}], day=credit.date)
            invoice.refresh_from_db()
        count_credited(invoice)
        count_billed(invoice.lines.all())
    return credit


@action(
    "credit_note.cancelled",
    verb="cancel",
    label=gettext_lazy("Cancel"),
    told=gettext_lazy("cancelled this credit note"),
    icon="ban",
    undoable=gettext_lazy("Make a new credit note instead."),
    fits=lambda credit: credit.status == Status.SUBMITTED,
)
def cancel_credit_note(credit: CreditNote, *, by: User) -> CreditNote:
    """Take it back: what it settled is asked for again."""
    credit.customer = lock_customer(credit.customer)
    check_period(credit, by=by)
    other = credit.allocations.exclude(invoice=credit.invoice_id).select_related("invoice").first()
    if other:
        names = {"credit": credit, "invoice": other.invoice}
        says = _("%(credit)s cannot be cancelled: take it back from %(invoice)s first.")
        raise PaymentLinked(says % names)
    refuse_paid_back(credit)
    credit.become(Status.CANCELLED)
    release(credit, credit.allocations.all())
    credit.cancelled_at = timezone.now()
    credit.unallocated = Decimal(0)
    credit.save()
    reverse(credit, day=localdate())
    if credit.invoice_id:
        invoice = locked_invoice(credit.invoice_id)
        count_credited(invoice)
        count_billed(invoice.lines.all())
        _refuse_twice(invoice, by)
    return credit


@action(
    "credit_note.allocated",
    verb="allocate",
    label=gettext_lazy("Use for invoices"),
    told=gettext_lazy("said which invoices this settles"),
    icon="receipt",
    fits=lambda credit: credit.status == Status.SUBMITTED and credit.unallocated,
)
def allocate_credit(credit: CreditNote, *, by: User, allocations: Rows) -> CreditNote:
    """Let what is left of a credit note settle invoices of the same customer."""
    if credit.status != Status.SUBMITTED:
        raise Conflict(_("Only what is submitted can be used: %s is not.") % credit)
    lock_customer(credit.customer)
    allocate(credit, allocations)
    return credit


@action(
    "credit_note.released",
    verb="allocate",
    label=gettext_lazy("Take back from an invoice"),
    told=gettext_lazy("took this back from an invoice"),
    icon="undo-2",
    fits=lambda credit: False,
)
def release_credit(credit: CreditNote, *, by: User, invoice: SalesInvoice) -> CreditNote:
    """What settled an invoice is credit again; not of the one that it takes back itself."""
    lock_customer(credit.customer)
    held = list(credit.allocations.filter(invoice=invoice))
    if not held or credit.invoice_id == invoice.pk:
        names = {"credit": credit, "invoice": invoice}
        says = _("%(credit)s cannot be taken back from %(invoice)s: cancel the credit note.")
        raise Conflict(says % names)
    release(credit, held)
    return credit


def _said(lines: Sequence[Mapping[str, Any]], left: Mapping[int, Decimal]) -> dict[int, Decimal]:
    found = {}
    for place, row in enumerate(lines):
        if row["line"] not in left:
            says = _("This invoice has no line %s.") % row["line"]
            raise Invalid(says, **{f"lines.{place}.line": says})
        quantity = row.get("quantity")
        found[row["line"]] = left[row["line"]] if quantity is None else quantity
    return found


def _refuse_twice(invoice: SalesInvoice, by: User) -> None:
    """Refuse to cancel a credit of what was invoiced again meanwhile."""
    usual = sales_policy().over_billing_percent
    rows = SalesOrderLine._base_manager.filter(invoice_lines__invoice=invoice).distinct()
    for line in rows.select_related("item", "order"):
        most = allowed_quantity(line.quantity, beyond(line, "over_billing_percent", usual))
        if line.billed_quantity > most and not granted(by, FURTHER, line.order):
            raise OverBilling(_("“%s” was invoiced again: cancel that invoice first.") % line)


def _check_left(lines: Sequence[CreditNoteLine]) -> None:
    for place, line in enumerate(lines):
        if line.invoice_line is None:
            continue
        left = line.invoice_line.quantity - line.invoice_line.credited_quantity
        if line.quantity > left:
            names = {"line": line, "left": f"{left.normalize():f}"}
            says = _("Of “%(line)s” only %(left)s can be credited.") % names
            raise OverCredit(says, **{f"lines.{place}.quantity": says})
