"""The fields above and below the lines of a draft, with only what the buyer has to choose from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.catalog.models import PaymentTerms, PriceList
from doorstep.kit.numbers import row_number
from doorstep.parties.models import Address, Contact, Customer, Lead
from doorstep.records.veil import out_of_reach, within_reach
from doorstep.ui.record_forms import record_form
from doorstep.users.models import User

PARTIES: dict[str, Any] = {"lead": Lead, "customer": Customer}
OF_PARTY = {
    "contact": Contact,
    "billing_address": Address,
    "shipping_address": Address,
}


class SeenChoiceField(forms.ModelChoiceField):
    """What may be seen, and what is held already: that is kept, but not named, out of reach."""

    def __init__(self, rows: Any, held: int | None, user: User, **options: Any) -> None:
        seen = rows.visible_to(user) if hasattr(rows, "visible_to") else rows
        is_unseen = hasattr(rows, "visible_to") and not within_reach(rows.model, [held], user)
        self.unseen = held if is_unseen else None
        queryset = (seen | rows.filter(pk=held)).distinct() if is_unseen and held else seen
        super().__init__(queryset, **options)

    def label_from_instance(self, row: Any) -> str:
        return out_of_reach() if row.pk == self.unseen else super().label_from_instance(row)


def party_named(user: User, text: str) -> Any:
    """ "lead:7" or "customer:3", if this user may see it; a converted lead is its customer."""
    kind, _colon, number = text.partition(":")
    model, pk = PARTIES.get(kind), row_number(number)
    found = model.objects.visible_to(user).filter(pk=pk).first() if model and pk else None
    if isinstance(found, Lead) and found.customer_id:
        return Customer.objects.visible_to(user).filter(pk=found.customer_id).first() or found
    return found


def name_of_party(party: Any) -> str:
    """ "lead:7", as the field keeps it."""
    return f"{party._meta.model_name}:{party.pk}" if party is not None else ""


def header_form(
    model: Any, names: tuple[str, ...], user: User, data: QueryDict | None, document: Any
) -> forms.ModelForm[Any]:
    """A form for ``document`` as it would be."""
    made: Any = record_form(model, names, user)(data, instance=document)
    party = document.customer_or_lead
    for name, field in list(made.fields.items()):
        held = getattr(document, f"{name}_id", None)
        if choices := _choices(name, party, held):
            rows, bare = choices
            made.fields[name] = SeenChoiceField(
                rows, held, user, label=field.label, required=False, empty_label=bare
            )
        made.fields[name].required = False
    return made  # type: ignore[no-any-return]


def _choices(name: str, party: Any, held: int | None) -> tuple[Any, str] | None:
    if name == "price_list":
        return PriceList.objects.filter(is_selling=True, disabled=False), _("Usual")
    if name == "payment_terms":
        return PaymentTerms.objects.offered(), _("Usual")
    if model := OF_PARTY.get(name):
        if party is None:
            return model.objects.none(), "–"
        rows = model.objects.filter(**{f"links__{party._meta.model_name}": party})
        if name != "contact":
            rows = rows.exclude(disabled=True) | model.objects.filter(pk=held)
        return rows.distinct().order_by("pk"), "–"
    return None
