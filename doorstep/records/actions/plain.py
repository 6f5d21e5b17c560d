"""The plain edits every record shares. Anything with a rule of its own is a verb of its app."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.journaled import Journaled
from doorstep.records.models import Master
from doorstep.records.saving import beside, filled, put
from doorstep.records.uses import refuse_used
from doorstep.users.models import User


@action("*.created", verb="create", label=gettext_lazy("Create"), icon="plus")
def create(model: type[Journaled], *, by: User, **values: Any) -> Any:
    """Make a record. It belongs to whoever made it, unless said otherwise."""
    if issubclass(model, Master):
        values.setdefault("position", model.objects.after_all())
    aside = beside(model, values)
    return put(filled(model, by=by, **values), by=by, **aside)


@action("*.updated", verb="edit", label=gettext_lazy("Edit"), icon="pencil")
def update(record: Journaled, *, by: User, **values: Any) -> Any:
    """Set plain fields."""
    return put(record, by=by, **values)


@action(
    "*.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("deleted this"),
    icon="trash-2",
)
def delete(record: Journaled, *, by: User) -> None:
    """Delete a record and what belongs to it; a row of a list only if nothing has it."""
    if isinstance(record, Master):
        refuse_used(record)
    record.delete()
