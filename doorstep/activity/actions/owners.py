"""Making a record somebody else's."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.activity.handing import leave_word, refuse_who_cannot_take
from doorstep.history.action import action
from doorstep.records.models import Record
from doorstep.records.saving import put
from doorstep.users.models import User


@action(
    "*.assigned",
    verb="edit",
    label=gettext_lazy("Hand over"),
    told=gettext_lazy("handed this over"),
    icon="user-round",
)
def assign_owner(record: Record, *, by: User, to: User, text: str = "") -> Any:
    """Make a record somebody else's; ``text`` is a note for them."""
    refuse_who_cannot_take(record, to)
    leave_word(record, text, by=by)
    record.owner = to
    return put(record, by=by)
