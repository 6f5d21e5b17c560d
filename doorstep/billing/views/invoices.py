"""The pages of invoices and credit notes: read, and the dialogs that decide about them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.billing.actions import (
    cancel_credit_note,
    cancel_invoice,
    credit_invoice,
    invoice_delivery,
    invoice_order,
    release_credit,
    write_off,
)
from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.billing.records import CREDIT_NOTES, SALES_INVOICES
from doorstep.kit.errors import Invalid, Refusal
from doorstep.kit.numbers import row_number
from doorstep.selling.models import DeliveryNote, SalesOrder
from doorstep.selling.views.dialogs import decided, quantities, visible
from doorstep.ui.document_page import document_page, lines_of
from doorstep.ui.http import Request
from doorstep.ui.pages import say_done

ASKS = require_http_methods(["GET", "POST"])


def sales_invoice_detail(request: Request, pk: int) -> HttpResponse:
    return document_page(request, SALES_INVOICES, pk)


def credit_note_detail(request: Request, pk: int) -> HttpResponse:
    return document_page(request, CREDIT_NOTES, pk)


@ASKS
@login_required
def order_bill(request: Request, pk: int) -> HttpResponse:
    """How much of each line of an order is invoiced now; what is open is offered."""
    order = visible(request, SalesOrder, pk)
    lines = [line for line in lines_of(order) if line.unbilled_quantity > 0]

    def act(**said: Any) -> Any:
        wanted = quantities(request, lines)
        if not wanted:
            raise Invalid(_("Say of one line at least how much is invoiced."))
        rows = [{"order_line": each, "quantity": count} for each, count in wanted.items()]
        made = invoice_order(order, lines=rows, **said)
        say_done(request, _("A draft invoice is there; it counts once it is submitted."))
        return made

    context = {"lines": lines, "here": request.path}
    return decided(request, order, "billing/_bill.html", act, context)


@require_POST
@login_required
def delivery_bill(request: Request, pk: int) -> HttpResponse:
    """A draft invoice of what the customer has of a delivery."""
    note = visible(request, DeliveryNote, pk)
    try:
        made = invoice_delivery(note, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(note)
    say_done(request, _("A draft invoice is there; it counts once it is submitted."))
    return redirect(made)


@ASKS
@login_required
def invoice_credit(request: Request, pk: int) -> HttpResponse:
    """How much of each line is taken back."""
    invoice = visible(request, SalesInvoice, pk)
    lines = [line for line in lines_of(invoice) if line.creditable_quantity > 0]

    def act(**said: Any) -> Any:
        wanted = quantities(request, lines)
        if not wanted:
            raise Invalid(_("Say of one line at least how much is taken back."))
        rows = [{"line": each, "quantity": count} for each, count in wanted.items()]
        said["reason"] = request.POST.get("reason", "")[:500]
        reopens = request.POST.get("reopens_order") == "on"
        made = credit_invoice(invoice, lines=rows, reopens_order=reopens, **said)
        say_done(request, _("A draft credit note is there; it counts once it is submitted."))
        return made

    return decided(request, invoice, "billing/_credit.html", act, {"lines": lines})


@ASKS
@login_required
def invoice_write_off(request: Request, pk: int) -> HttpResponse:
    """Give up what is outstanding."""
    invoice = visible(request, SalesInvoice, pk)

    def act(**said: Any) -> Any:
        write_off(invoice, note=request.POST.get("note", "")[:500], **said)
        say_done(request, _("What was left of %s is written off.") % invoice)
        return invoice

    return decided(request, invoice, "billing/_write_off.html", act, {})


@ASKS
@login_required
def invoice_cancel(request: Request, pk: int) -> HttpResponse:
    """Take an invoice back; what stands in the way is named first."""
    invoice = visible(request, SalesInvoice, pk)
    rows = invoice.allocations.select_related("payment", "credit_note")
    notes = list(invoice.credit_notes.exclude(status=CreditNote.Status.CANCELLED))
    paid = [row.payment for row in rows if row.payment]
    notes += [row.credit_note for row in rows if row.credit_note and row.credit_note not in notes]
    context = {
        "in_the_way": [*paid, *notes],
        "says": _("It is as if it had not been: its order can be invoiced again."),
        "here": request.path,
    }
    act = _told(request, partial(cancel_invoice, invoice))
    return decided(request, invoice, "billing/_cancel.html", act, context)


@ASKS
@login_required
def credit_note_cancel(request: Request, pk: int) -> HttpResponse:
    """Take a credit note back."""
    note = visible(request, CreditNote, pk)
    others = note.allocations.exclude(invoice=note.invoice_id).select_related("invoice")
    refunds = note.went_back.select_related("refund")
    context = {
        "in_the_way": [*(row.invoice for row in others), *(row.refund for row in refunds)],
        "says": _("What it settled is asked for again."),
        "here": request.path,
    }
    act = _told(request, partial(cancel_credit_note, note))
    return decided(request, note, "billing/_cancel.html", act, context)


@require_POST
@login_required
def credit_note_release(request: Request, pk: int) -> HttpResponse:
    """Take credit back from an invoice that it settled."""
    note = visible(request, CreditNote, pk)
    invoice = visible(request, SalesInvoice, row_number(request.POST.get("invoice", "")) or 0)
    try:
        release_credit(note, by=request.user, invoice=invoice)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        say_done(request, _("%s asks for it again.") % invoice)
    return redirect(note)


def _told(request: Request, do: Any) -> Any:
    def act(**said: Any) -> Any:
        done = do(**said)
        say_done(request, _("%s is cancelled.") % done)
        return done

    return act
