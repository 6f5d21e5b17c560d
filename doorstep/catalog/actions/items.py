"""The verbs of items."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.catalog.models import Item, ItemGroup, UnitOfMeasure
from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.records.saving import beside, filled, put
from doorstep.users.models import User


@action("item.created", verb="create", label=gettext_lazy("Create item"), icon="plus")
def create_item(items: type[Item], *, by: User, **values: Any) -> Item:
    """Add something we sell; counted in the first unit of the list unless said otherwise."""
    if not values.get("unit"):
        values["unit"] = _usual_unit()
    aside = beside(items, values)
    item = filled(items, by=by, **values)
    _check_group(values.get("group"))
    return put(item, by=by, **aside)


@action("item.updated", verb="edit", label=gettext_lazy("Edit item"), icon="pencil")
def update_item(item: Item, *, by: User, **values: Any) -> Item:
    """Change what an item is."""
    if values.get("group") != item.group:
        _check_group(values.get("group"))
    if "unit" in values and not values["unit"]:
        values["unit"] = item.unit
    return put(item, by=by, **values)


def _usual_unit() -> UnitOfMeasure:
    unit = UnitOfMeasure.objects.offered().first()
    if unit is None:
        says = _("Say in which unit it is counted.")
        raise Invalid(says, unit=says)
    return unit


def _check_group(group: ItemGroup | None) -> None:
    """Items belong to groups that hold no others."""
    if group and group.children.exists():
        says = _("“%s” holds other groups; choose one of those.") % group
        raise Invalid(says, group=says)
