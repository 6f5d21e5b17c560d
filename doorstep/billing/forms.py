"""Input for the pages of payments. Forms check shape; actions decide."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from doorstep.billing.models import Payment, SalesInvoice

MOST = 200  # open invoices on one page; the API takes more


class PaymentForm(forms.Form):
    """What came in, or goes back; and how much of it each open invoice gets."""

    kind = forms.ChoiceField(
        choices=[(each, each.label) for each in (Payment.Kind.RECEIVED, Payment.Kind.REFUND)],
        label=_("Kind"),
        initial=Payment.Kind.RECEIVED,
    )
    amount = forms.DecimalField(
        label=_("Amount"), min_value=Decimal("0.01"), max_digits=17, decimal_places=2
    )
    date = forms.DateField(
        label=_("Date"),
        initial=localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    method = forms.CharField(label=_("Paid by"), max_length=60, required=False)
    reference = forms.CharField(label=_("Their reference"), max_length=140, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    again = forms.BooleanField(required=False)

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "again"}


class SharesForm(forms.Form):
    """A field ``pay-<id>`` for each open invoice."""

    def __init__(self, *args: Any, invoices: Iterable[SalesInvoice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.invoices = list(invoices)
        for each in self.invoices:
            self.fields[f"pay-{each.pk}"] = forms.DecimalField(
                required=False,
                min_value=Decimal(0),
                max_digits=17,
                decimal_places=2,
                localize=False,
            )

    def rows(self) -> list[dict[str, Any]]:
        """What each invoice gets, where it gets anything."""
        found = [(each, self.cleaned_data.get(f"pay-{each.pk}")) for each in self.invoices]
        return [{"invoice": each, "amount": amount} for each, amount in found if amount]
