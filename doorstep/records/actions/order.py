"""The order in which the rows of a list stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.records.models import Master
from doorstep.users.models import User


@action(
    "*.reordered", verb="edit", label=gettext_lazy("Change the order"), icon="chevrons-up-down"
)
def reorder(model: type[Master], *, by: User, ids: Sequence[int]) -> int:
    """Put these rows first, in this order; the others follow as they stood."""
    rows: dict[int, Any] = {row.pk: row for row in model.objects.permitted(by, "edit")}
    first = [rows.pop(pk) for pk in dict.fromkeys(ids) if pk in rows]
    for position, row in enumerate([*first, *rows.values()]):
        row.position = position
        row.save()
    return len(first)
