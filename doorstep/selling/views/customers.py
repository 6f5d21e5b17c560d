"""The documents of a customer, whatever their kind."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doorstep.parties.models import Customer
from doorstep.parties.records import CUSTOMERS
from doorstep.selling.panels import transactions_of
from doorstep.selling.views.dialogs import visible
from doorstep.ui.http import Request


@require_safe
@login_required
def customer_documents(request: Request, pk: int) -> HttpResponse:
    """The list beside the customer, or with JavaScript only its next rows."""
    customer = visible(request, Customer, pk)
    context = transactions_of(request, customer)
    if request.htmx.target == "more-documents":
        return render(request, "selling/_transaction_rows.html", context)
    if request.htmx.target == "panel-transactions_panel":
        return render(request, "selling/_transactions.html", context)
    context |= {"records": CUSTOMERS}
    return render(request, "selling/customer_documents.html", context)
