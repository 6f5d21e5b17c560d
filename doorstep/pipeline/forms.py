"""Input for the pages of opportunities. Forms check shape; actions decide."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item, UnitOfMeasure
from doorstep.pipeline.models import Competitor, LostReason, Opportunity
from doorstep.ui.record_forms import PickField, record_form
from doorstep.users.models import User

MADE_OF = ("title", "amount", "currency", "expected_close", "stage", "description")
BLANKS = 3
MOST = 100


class Chosen(forms.ModelMultipleChoiceField):
    """Some rows of a list, each to be ticked."""

    widget = forms.CheckboxSelectMultiple


class LoseForm(forms.Form):
    lost_reasons = Chosen(LostReason.objects.none(), label=_("Why was it lost?"), required=False)
    competitors = Chosen(Competitor.objects.none(), label=_("Who else was in it?"), required=False)
    lost_text = forms.CharField(
        label=_("How it was lost"), max_length=2000, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("lost_reasons", LostReason), ("competitors", Competitor)):
            self.fields[name].queryset = model.objects.offered()
            self.fields[name].is_ticked = True


class LineForm(forms.Form):
    """One line: what, how many, for how much."""

    item = PickField(Item.objects.none(), label=_("Item"), required=False)
    description = forms.CharField(label=_("Description"), max_length=300, required=False)
    quantity = forms.DecimalField(
        label=_("Quantity"), max_digits=12, decimal_places=3, min_value=Decimal("0.001")
    )
    unit = forms.ModelChoiceField(
        UnitOfMeasure.objects.none(), label=_("Unit"), required=False, empty_label="–"
    )
    rate = forms.DecimalField(
        label=_("Rate"), max_digits=15, decimal_places=4, min_value=0, required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.fields["item"].queryset = Item.objects.visible_to(user)
        self.fields["unit"].queryset = UnitOfMeasure.objects.offered()

    def has_changed(self) -> bool:
        """A line without any words is no line: that is how one is taken out."""
        said = (self.data.get(self.add_prefix(name), "") for name in ("item", "description"))
        return any(each.strip() for each in said)


def line_forms(opportunity: Opportunity, data: QueryDict | None, user: User) -> list[LineForm]:
    """A form for each line there is, and some more to fill in."""
    if data is not None:
        count = min(sum(1 for name in data if name.endswith("-quantity")), MOST)
        return [LineForm(data, prefix=f"line{at}", user=user) for at in range(count)]
    held = [dict(_held(line)) for line in opportunity.items.all()]
    rows = [*held, *({"quantity": "1"} for _more in range(BLANKS))]
    return [LineForm(initial=row, prefix=f"line{at}", user=user) for at, row in enumerate(rows)]


def make_form(user: User) -> type[forms.ModelForm[Any]]:
    """What one says of a new opportunity when it is clear whose it is."""
    return record_form(Opportunity, MADE_OF, user)


def _held(line: Any) -> Iterator[tuple[str, Any]]:
    yield "item", line.item_id
    yield "description", line.description
    yield "quantity", f"{line.quantity.normalize():f}"
    yield "unit", line.unit_id
    yield "rate", f"{line.rate.normalize():f}"
