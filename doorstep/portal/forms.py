"""What visitors type. Forms check shape; actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.office.choices import countries
from doorstep.parties.models import Address
from doorstep.portal.models.cart import MOST
from doorstep.records.models import Company

LARGEST = 2**63 - 1
USES = {"both": _("Both"), "delivery": _("Delivery"), "billing": _("Billing")}


class SignUpForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    organisation = forms.CharField(label=_("Company"), max_length=200, required=False)
    password = forms.CharField(label=_("Password"), max_length=200, strip=False)


class PlaceForm(forms.Form):
    """Where something goes."""

    line1 = forms.CharField(label=_("Street and number"), max_length=200)
    line2 = forms.CharField(label=_("Floor, door, anything that helps"), max_length=200)
    postal_code = forms.CharField(label=_("Postcode"), max_length=20)
    city = forms.CharField(label=_("Town"), max_length=100)
    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["line2"].required = self.fields["postal_code"].required = False
        self.fields["country"].choices = [("", _("Choose …")), *countries()]  # type: ignore[attr-defined]
        self.fields["country"].initial = Company.current().country

    def place(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PlaceForm.base_fields}


class AddressForm(PlaceForm):
    """An address of a web user, and what it is for."""

    use = forms.ChoiceField(label=_("Use it for"), choices=list(USES.items()), initial="both")
    title = forms.CharField(label=_("Name or company"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone for the driver"), max_length=40, required=False)

    def said(self) -> dict[str, Any]:
        use = self.cleaned_data["use"]
        types = Address.Type
        return self.place() | {
            "title": self.cleaned_data["title"],
            "phone": self.cleaned_data["phone"],
            "type": types.SHIPPING if use == "delivery" else types.BILLING,
            "is_billing": use != "delivery" or None,
            "is_shipping": use != "billing" or None,
        }


class OrderForm(forms.Form):
    """What goes with a cart that is ordered. No price and no party: those are ours to know."""

    round = forms.UUIDField()
    total = forms.DecimalField(required=False, max_digits=18, decimal_places=6)
    billing_address = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    shipping_address = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    reference = forms.CharField(label=_("Your reference"), max_length=100, required=False)
    note = forms.CharField(label=_("A word to us"), max_length=2_000, required=False)


class GuestForm(PlaceForm):
    """Who orders without an account."""

    round = forms.UUIDField()
    total = forms.DecimalField(required=False, max_digits=18, decimal_places=6)
    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    organisation = forms.CharField(label=_("Company"), max_length=200, required=False)
    reference = forms.CharField(label=_("Your reference"), max_length=100, required=False)


class LineForm(forms.Form):
    """An item of a cart and how many of it."""

    item = forms.IntegerField(min_value=1, max_value=LARGEST)
    quantity = forms.IntegerField(min_value=0, max_value=MOST, required=False)
