"""What billing shows on pages of customers: how much they may owe, and how much they do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from doorstep.billing.ageing import aged
from doorstep.billing.figures import billed_this_year
from doorstep.billing.meters import shares_of
from doorstep.billing.models import Payment, SalesInvoice
from doorstep.parties.models import Customer
from doorstep.receivables.credit import credit_limit_of, exposure_of
from doorstep.receivables.ledger import base_balance_of
from doorstep.records.models import Company
from doorstep.ui.http import Request
from doorstep.ui.panels import panel_answer, panel_on
from doorstep.users.access import Reach


@panel_on(Customer, _("Credit limit"), order=4)
def credit(request: Request, customer: Customer) -> HttpResponse:
    """What is free of the limit, and what took the rest."""
    limit, exposure = credit_limit_of(customer), exposure_of(customer)
    owed = base_balance_of(customer)
    may = request.user.reach(Customer, "edit") != Reach.NONE
    context: dict[str, Any] = {
        "customer": customer,
        "limit": limit,
        "exposure": exposure,
        "owed": owed,
        "on_order": exposure - owed,
        "currency": Company.current().currency,
        "may_change": may,
    }
    if limit.amount:
        used = [max(int(part * 100 / limit.amount), 0) for part in (owed, exposure - owed)]
        first = min(used[0], 100)
        context |= {
            "free": limit.amount - exposure,
            "used_percent": int(exposure * 100 / limit.amount),
            "owed_percent": first,
            "order_percent": min(used[1], 100 - first),
        }
    return panel_answer(request, "billing/_credit_panel.html", context)


@panel_on(Customer, _("Receivables"), order=5)
def receivables(request: Request, customer: Customer) -> HttpResponse:
    """What is open of the invoices that this person sees, and how old it is."""
    if request.user.reach(SalesInvoice, "view") == Reach.NONE:
        return HttpResponse()
    seen = SalesInvoice.objects.visible_to(request.user).filter(customer=customer)
    found = aged(seen, localdate())
    row = found.rows[0] if found.rows else None
    context: dict[str, Any] = {
        "customer": customer,
        "ageing": found,
        "row": row,
        "shares": shares_of(row.by_age) if row else [],
        "currency": Company.current().currency,
        "billed": billed_this_year(customer, request.user),
        "may_remind": request.user.reach(Customer, "remind") != Reach.NONE,
        "may_record": request.user.reach(Payment, "create") != Reach.NONE,
    }
    return panel_answer(request, "billing/_receivables_panel.html", context)
