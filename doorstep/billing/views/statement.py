"""A customer's statement of account: on a page, on paper, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from doorstep.billing.ageing import aged
from doorstep.billing.meters import shares_of
from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.billing.statements import name_of_statement, statement_sheet
from doorstep.billing.views.files import csv_answer
from doorstep.billing.views.letters import STATEMENT
from doorstep.kit.addresses import address
from doorstep.paper.answers import sheet_answer
from doorstep.parties.models import Customer
from doorstep.receivables.statement import Statement, currencies_of, statement_of
from doorstep.records.models import Company
from doorstep.selling.views.dialogs import visible
from doorstep.selling.views.orders import ASKS
from doorstep.selling.views.sending import written
from doorstep.ui.http import Request
from doorstep.ui.looks import day as shown
from doorstep.ui.looks import in_full
from doorstep.users.access import Reach, allow

USUAL = timedelta(days=90)
KINDS = {"sales_invoice": SalesInvoice, "credit_note": CreditNote, "payment": Payment}


@require_safe
@login_required
def customer_statement(request: Request, pk: int) -> HttpResponse:
    """What was owed, what moved, what is owed; ``?format=csv`` or ``pdf`` as a file.

    A ledger is the whole of what somebody owes, so it is for those who see all invoices of
    theirs: whoever sees none is refused.
    """
    customer = visible(request, Customer, pk)
    allow(request.user, "view", SalesInvoice)
    told = _asked(request, customer)
    if request.GET.get("format") == "csv":
        name = f"statement-{customer.pk}-{told.until}.csv"
        return csv_answer(name, _rows(told))
    if request.GET.get("format") == "pdf":
        return sheet_answer(request, statement_sheet(told), name_of_statement(told))
    invoices = SalesInvoice.objects.visible_to(request.user).filter(customer=customer)
    found = aged(invoices.filter(currency=told.currency), localdate())
    row = found.rows[0] if found.rows else None
    context = {
        "customer": customer,
        "told": told,
        "rows": [(each, _url(each.document)) for each in told.movements],
        "currencies": currencies_of(customer) or [told.currency],
        "row": row,
        "shares": shares_of(row.by_age) if row else [],
        "company": Company.current(),
        "today": localdate(),
        "base": Company.current().currency,
        "may_send": request.user.reach(Customer, "remind") != Reach.NONE,
    }
    return render(request, "billing/statement.html", context)


@ASKS
@login_required
def statement_sending(request: Request, pk: int) -> HttpResponse:
    """The letter that brings the customer this account of these days."""
    customer = visible(request, Customer, pk)
    allow(request.user, "view", SalesInvoice)
    told = _asked(request, customer)
    days = {"since": told.since, "until": told.until}
    letter = replace(STATEMENT, more={"currency": told.currency, **days})
    names = {name: shown(each) for name, each in days.items()}
    names["owed"] = in_full(told.closing, told.currency)
    return written(request, letter, customer, customer, name_of_statement(told), **names)


def _asked(request: Request, customer: Customer) -> Statement:
    today = localdate()
    until = _day(request.GET.get("until", ""), today)
    since = _day(request.GET.get("since", ""), min(until, today) - USUAL)
    since = min(since, until)
    known = currencies_of(customer)
    usual = known[0] if known else customer.currency or Company.current().currency
    asked = request.GET.get("currency", "")
    return statement_of(customer, asked if asked in known else usual, since, until)


def _day(text: str, usual: date) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return usual


def _url(document: str) -> str:
    kind, _colon, pk = document.partition(":")
    return address(f"{kind}_detail", int(pk)) if kind in KINDS and pk.isdigit() else ""


def _rows(told: Statement) -> Iterator[list[object]]:
    yield ["date", "document", "what", "debit", "credit", "balance", "currency"]
    yield [told.since, "", "opening balance", "", "", told.opening, told.currency]
    for each in told.movements:
        moved = [each.debit or "", each.credit or "", each.balance, told.currency]
        yield [each.on, each.number, each.what, *moved]
    sums = [told.debit, told.credit, told.closing, told.currency]
    yield [told.until, "", "closing balance", *sums]
