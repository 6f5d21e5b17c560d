"""To whom messages went, and which records they belong to: for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from doorstep.history.rows import model_of
from doorstep.kit.naming import kind_of
from doorstep.mail.models import MessageLink, MessageRecipient
from doorstep.users.models import User

Found = Mapping[int, Any]


def recipients(ids: Sequence[int], by: User) -> Found:
    """A copy that nobody was to know of stays unsaid."""
    rows = MessageRecipient._base_manager.filter(message__in=ids).order_by("id")
    shown = rows.exclude(kind=MessageRecipient.Kind.BCC)
    found = defaultdict(list)
    for message, kind, name, given in shown.values_list("message_id", "kind", "name", "address"):
        found[message].append({"kind": kind, "name": name, "address": given})
    return found


def message_records(ids: Sequence[int], by: User) -> Found:
    """Each as "lead:7"; those one may not see are left out."""
    rows = MessageLink.objects.permitted(by, "view").filter(message__in=ids)
    found = defaultdict(list)
    for message, label, pk in rows.order_by("id").values_list(
        "message_id", "about_type", "about_id"
    ):
        found[message].append(f"{kind_of(model_of(label))}:{pk}")
    return found
