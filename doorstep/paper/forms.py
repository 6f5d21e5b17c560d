"""The letterhead, as an administrator changes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from doorstep.paper.einvoice.saying import UNION
from doorstep.records.models import Company, EInvoice, LetterLayout, LetterSize


class LetterheadForm(forms.Form):
    """How paper looks; who we are is on the page of the company."""

    letter_layout = forms.ChoiceField(label=_("Layout"), choices=LetterLayout)
    letter_size = forms.ChoiceField(
        label=_("Paper"),
        required=False,
        choices=[("", _("As in our country")), *LetterSize.choices],
    )
    colour = forms.CharField(
        label=_("Colour"), max_length=7, widget=forms.TextInput({"type": "color"})
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    bank_name = forms.CharField(label=_("Bank"), max_length=100, required=False)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    legal_lines = forms.CharField(
        label=_("Lines at the foot"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    e_invoice = forms.ChoiceField(label=_("E-invoice"), choices=EInvoice)

    def clean_bic(self) -> str:
        return "".join(self.cleaned_data["bic"].split()).upper()

    def clean_legal_lines(self) -> str:
        text = self.cleaned_data["legal_lines"].replace("\r\n", "\n").strip()
        if text.count("\n") > 5:
            raise forms.ValidationError(say("At most six lines fit at the foot of a page."))
        return str(text)

    def clean_e_invoice(self) -> Any:
        value = self.cleaned_data["e_invoice"]
        if value != EInvoice.NONE and Company.current().country not in UNION:
            raise forms.ValidationError(say("E-invoices are for firms of the European Union."))
        return value
