"""The company, as it is first set up and as it is changed later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.office.choices import (
    countries,
    currencies,
    languages,
    months,
    time_zones,
    weekdays,
)


class SetupForm(forms.Form):
    """The first administrator, and the least one must know of the company."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    password = forms.CharField(label=_("Password"), max_length=200, strip=False)
    company = forms.CharField(label=_("Company"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    currency = forms.ChoiceField(label=_("Currency"), initial="EUR")
    time_zone = forms.ChoiceField(label=_("Time zone"), initial="UTC")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("Choose …")), *countries()]  # type: ignore[attr-defined]
        self.fields["currency"].choices = currencies()  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]


class CompanyForm(forms.Form):
    """All that an administrator may change of the company."""

    name = forms.CharField(label=_("Name"), max_length=200)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200, required=False)
    logo_text = forms.CharField(label=_("Logo text"), max_length=40, required=False)
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("Town"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    tax_id = forms.CharField(label=_("Tax number"), max_length=50, required=False)
    bank_account = forms.CharField(label=_("Bank account"), max_length=100, required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    week_starts_on = forms.TypedChoiceField(label=_("Week starts on"), coerce=int)
    fiscal_year_starts_in = forms.TypedChoiceField(label=_("Fiscal year starts in"), coerce=int)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = {
            "country": [("", _("Not said")), *countries()],
            "currency": currencies(),
            "language": languages(),
            "time_zone": time_zones(),
            "week_starts_on": weekdays(),
            "fiscal_year_starts_in": months(),
        }
        for name, choices in found.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
