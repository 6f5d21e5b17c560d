"""How much a customer may owe: their own limit, and what holds without one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.parties.actions import update_customer
from doorstep.parties.models import CreditLimit, Customer, sales_policy
from doorstep.receivables.credit import credit_limit_of, exposure_of
from doorstep.receivables.ledger import base_balance_of
from doorstep.records.models import Company
from doorstep.selling.views.dialogs import visible
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done


class LimitForm(forms.Form):
    amount = forms.DecimalField(
        label=gettext_lazy("Own limit"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
    )
    bypass_at_order = forms.BooleanField(label=gettext_lazy("Do not check orders"), required=False)


@require_http_methods(["GET", "POST"])
@login_required
def customer_credit(request: Request, pk: int) -> HttpResponse:
    """Customer, group, company: which limit holds, and what the customer's own shall be."""
    customer = visible(request, Customer, pk)
    own = CreditLimit.objects.filter(customer=customer, company="").first()
    first = {"amount": own.amount, "bypass_at_order": own.bypass_at_order} if own else {}
    form = LimitForm(posted(request), initial=first)
    if form.is_valid():
        with refusals_shown_on(form):
            update_customer(customer, by=request.user, credit_limits=_rows(customer, form))
            say_done(request, _("The credit limit of %s is changed.") % customer)
            return go_to(request, customer)
    context: dict[str, Any] = {
        "customer": customer,
        "form": form,
        "holds": credit_limit_of(customer),
        "group": customer.group,
        "policy": sales_policy(),
        "owed": base_balance_of(customer),
        "exposure": exposure_of(customer),
        "currency": Company.current().currency,
    }
    page = "billing/_credit_limit.html" if request.htmx else "billing/credit_limit.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _rows(customer: Customer, form: LimitForm) -> list[dict[str, Any]]:
    """The limits of named companies as they are, and the one for all."""
    kept = CreditLimit.objects.filter(customer=customer).exclude(company="")
    rows: list[dict[str, Any]] = list(kept.values("company", "amount", "bypass_at_order"))
    amount, bypass = form.cleaned_data["amount"], form.cleaned_data["bypass_at_order"]
    if amount is not None or bypass:
        rows.append({"company": "", "amount": amount or 0, "bypass_at_order": bypass})
    return rows
