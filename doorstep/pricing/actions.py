"""The verbs of prices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.catalog.queries import factor_of
from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.pricing.models import ItemPrice
from doorstep.records.saving import beside, filled, put
from doorstep.users.models import User


@action("item_price.created", verb="create", label=gettext_lazy("Create price"), icon="plus")
def create_price(prices: type[ItemPrice], *, by: User, **values: Any) -> ItemPrice:
    """Say what an item costs; of its own unit unless said otherwise."""
    if not values.get("unit") and values.get("item"):
        values["unit"] = values["item"].unit
    aside = beside(prices, values)
    price = filled(prices, by=by, **values)
    _check(price)
    return put(price, by=by, **aside)


@action("item_price.updated", verb="edit", label=gettext_lazy("Edit price"), icon="pencil")
def update_price(price: ItemPrice, *, by: User, **values: Any) -> ItemPrice:
    """Change what an item costs, for whom, or when."""
    if "unit" in values and not values["unit"]:
        values["unit"] = price.item.unit
    for name in values.keys() - {"tags", "custom"}:
        setattr(price, name, values[name])
    _check(price)
    return put(price, by=by, **values)


def _check(price: ItemPrice) -> None:
    """Of what, on which list; an amount or a discount; in a unit that the item is sold in."""
    missing = [name for name in ("item", "price_list") if not getattr(price, f"{name}_id")]
    if missing:
        says = _("This field is needed.")
        raise Invalid(_("Please correct the marked fields."), **dict.fromkeys(missing, says))
    if (price.rate is None) == (price.discount is None):
        says = _("Say a price, or so much off the usual one.")
        raise Invalid(says, rate=says)
    factor_of(price.item, price.unit)
