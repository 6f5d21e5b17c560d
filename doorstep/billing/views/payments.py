"""The pages of payments: recorded with what they pay, read, used, taken back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.billing.actions import (
    allocate_credit,
    allocate_payment,
    cancel_payment,
    record_payment,
    release_payment,
)
from doorstep.billing.forms import MOST, PaymentForm, SharesForm
from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.billing.queries import credit_left, open_invoices, proposed, same_reference
from doorstep.billing.records import PAYMENTS
from doorstep.kit.addresses import address
from doorstep.kit.errors import Invalid, Refusal
from doorstep.kit.numbers import row_number
from doorstep.parties.models import Customer
from doorstep.receivables.credit import credit_limit_of
from doorstep.receivables.ledger import balances_of
from doorstep.records.models import Company
from doorstep.selling.views.dialogs import decided, visible
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.record_page import record_page
from doorstep.users.access import allow

CENT, MOST_MONEY = Decimal("0.01"), Decimal(10) ** 15
ASKS = require_http_methods(["GET", "POST"])


def payment_detail(request: Request, pk: int) -> HttpResponse:
    payment = visible(request, Payment, pk)
    more = {
        "used": list(payment.allocations.select_related("invoice").order_by("date", "pk")),
        "paid_back": list(payment.paid_back.select_related("payment", "credit_note")),
        "went_back": list(payment.went_back.select_related("refund")),
    }
    return record_page(request, PAYMENTS, pk, "billing/payment.html", **more)


@ASKS
@login_required
def payment_create(request: Request) -> HttpResponse:
    """A payment of ``?customer=3``, or of ``?invoice=8``, which is then paid first."""
    allow(request.user, "create", Payment)
    invoice = _invoice(request)
    customer = invoice.customer if invoice else _customer(request)
    if customer is None:
        return render(request, "billing/payment_of_whom.html", {"here": request.path})
    currency = _currency(request, customer, invoice)
    open_ones = _open(request, customer, currency)
    form = PaymentForm(posted(request), initial=_first(request, invoice))
    shares = SharesForm(posted(request), invoices=open_ones)
    if form.is_valid() & shares.is_valid() and _is_new(form, customer):
        with refusals_shown_on(form):
            said = form.said() | {"currency": currency, "allocations": shares.rows()}
            made = record_payment(Payment, by=request.user, customer=customer, **said)
            say_done(request, _("%s is recorded.") % made)
            return go_to(request, invoice or made)
    context = _context(request, customer, currency, invoice, form, shares)
    status = 422 if form.errors or shares.errors else 200
    return render(request, "billing/payment_create.html", context, status=status)


@login_required
def invoice_pay(request: Request, pk: int) -> HttpResponse:
    """To the page on which a payment of this invoice is recorded."""
    return redirect(f"{address('payment_create')}?invoice={visible(request, SalesInvoice, pk).pk}")


@ASKS
@login_required
def payment_allocate(request: Request, pk: int) -> HttpResponse:
    """Say which invoices what is left of a payment is for."""
    return _allocating(request, visible(request, Payment, pk), allocate_payment)


@ASKS
@login_required
def credit_note_allocate(request: Request, pk: int) -> HttpResponse:
    """Say which invoices what is left of a credit note settles."""
    return _allocating(request, visible(request, CreditNote, pk), allocate_credit)


@require_POST
@login_required
def payment_release(request: Request, pk: int) -> HttpResponse:
    """Take a payment back from an invoice that it went to."""
    payment = visible(request, Payment, pk)
    invoice = visible(request, SalesInvoice, row_number(request.POST.get("invoice", "")) or 0)
    try:
        release_payment(payment, by=request.user, invoice=invoice)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        say_done(request, _("%s asks for it again.") % invoice)
    return redirect(payment)


@ASKS
@login_required
def payment_cancel(request: Request, pk: int) -> HttpResponse:
    """It did not come, or did not go."""
    payment = visible(request, Payment, pk)

    def act(**said: Any) -> Any:
        done = cancel_payment(payment, **said)
        say_done(request, _("%s is cancelled.") % done)
        return done

    context = {
        "in_the_way": [row.refund for row in payment.went_back.select_related("refund")],
        "says": _("The invoices it went to ask for it again."),
        "here": request.path,
    }
    return decided(request, payment, "billing/_cancel.html", act, context)


def _allocating(request: Request, source: Any, action: Any) -> HttpResponse:
    invoices = _open(request, source.customer, source.currency)
    shares = SharesForm(posted(request), invoices=invoices)

    def act(**said: Any) -> Any:
        if not (shares.is_valid() and shares.rows()):
            raise Invalid(_("Say of one invoice at least how much it gets."))
        done = action(source, allocations=shares.rows(), **said)
        say_done(request, _("Used."))
        return done

    context = {
        "shares": _rows(shares, proposed(invoices, source.unallocated), request),
        "here": request.path,
    }
    return decided(request, source, "billing/_allocate.html", act, context)


def _context(
    request: Request,
    customer: Customer,
    currency: str,
    invoice: SalesInvoice | None,
    form: PaymentForm,
    shares: SharesForm,
) -> dict[str, Any]:
    amount = _amount(request.GET.get("amount", "")) or (invoice.outstanding if invoice else None)
    share_out = proposed(shares.invoices, amount, invoice) if amount else {}
    limit = credit_limit_of(customer).amount
    balance = balances_of(customer)
    earlier = Payment.objects.visible_to(request.user).filter(customer=customer)
    return {
        "form": form,
        "shares": _rows(shares, share_out, request),
        "customer": customer,
        "invoice": invoice,
        "currency": currency,
        "currencies": _currencies(customer),
        "balance": balance.get(currency, Decimal(0)),
        "credit": credit_left(customer).get(currency, Decimal(0)),
        "limit": limit,
        "earlier": list(earlier.order_by("-date", "-pk")[:5]),
        "base": Company.current().currency,
        "double": form.errors.get("again"),
        "shares_wrong": shares.errors,
    }


def _rows(shares: SharesForm, share_out: dict[int, Decimal], request: Request) -> list[Any]:
    """Each open invoice with what stands in its field, and what is wrong with that."""
    return [
        (
            each,
            request.POST.get(f"pay-{each.pk}", share_out.get(each.pk, "")),
            shares.errors.get(f"pay-{each.pk}", [""])[0] if shares.is_bound else "",
        )
        for each in shares.invoices
    ]


def _is_new(form: PaymentForm, customer: Customer) -> bool:
    """Whether no payment has this reference; or somebody says that it is another."""
    double = same_reference(customer, form.cleaned_data["reference"])
    if double is None or form.cleaned_data["again"]:
        return True
    says = _("%(payment)s of %(day)s has this reference already.")
    form.add_error("again", says % {"payment": double, "day": double.date})
    return False


def _first(request: Request, invoice: SalesInvoice | None) -> dict[str, Any]:
    names = ("amount", "date", "method", "reference", "note", "kind")
    found = {name: request.GET[name] for name in names if request.GET.get(name)}
    return ({"amount": invoice.outstanding} if invoice else {}) | found


def _invoice(request: Request) -> SalesInvoice | None:
    pk = row_number(request.GET.get("invoice", ""))
    if pk is None:
        return None
    found: SalesInvoice = visible(request, SalesInvoice, pk)
    if found.status not in SalesInvoice.SUBMITTED:
        raise Http404
    return found


def _customer(request: Request) -> Customer | None:
    pk = row_number(request.GET.get("customer", ""))
    return visible(request, Customer, pk) if pk else None


def _open(request: Request, customer: Customer, currency: str) -> list[SalesInvoice]:
    seen = SalesInvoice.objects.visible_to(request.user)
    return list(open_invoices(customer, currency).filter(pk__in=seen.values("pk"))[:MOST])


def _currencies(customer: Customer) -> list[str]:
    rows = open_invoices(customer).order_by().values_list("currency", flat=True).distinct()
    usual = customer.currency or Company.current().currency
    return sorted({usual, *rows})


def _currency(request: Request, customer: Customer, invoice: SalesInvoice | None) -> str:
    asked = request.GET.get("currency", "")
    if invoice:
        return invoice.currency
    if asked in _currencies(customer):
        return asked
    first = open_invoices(customer).first()
    return first.currency if first else customer.currency or Company.current().currency


def _amount(text: str) -> Decimal | None:
    try:
        found = Decimal(text[:20].replace(",", "."))
    except InvalidOperation:
        return None
    return found.quantize(CENT) if found.is_finite() and 0 < found < MOST_MONEY else None
