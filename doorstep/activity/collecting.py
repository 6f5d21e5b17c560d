"""What events and tasks are about, and who takes part: for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from doorstep.activity.models import EventLink, EventParticipant, RecordLink, TaskLink
from doorstep.history.rows import model_of
from doorstep.kit.naming import kind_of
from doorstep.users.models import User

Found = Mapping[int, Any]


def event_records(ids: Sequence[int], by: User) -> Found:
    return _records(EventLink, ids, by)


def task_records(ids: Sequence[int], by: User) -> Found:
    return _records(TaskLink, ids, by)


def participants(ids: Sequence[int], by: User) -> Found:
    rows = EventParticipant._base_manager.filter(event__in=ids).order_by("id")
    found = defaultdict(list)
    for event, user, email, name, answer in rows.values_list(
        "event_id", "user__email", "email", "name", "answer"
    ):
        found[event].append({"user": user, "email": email, "name": name, "answer": answer})
    return found


def _records(model: type[RecordLink], ids: Sequence[int], by: User) -> Found:
    """Each as "lead:7"; those one may not see are left out."""
    rows = model.objects.permitted(by, "view").filter(**{f"{model.whole}__in": ids})
    found = defaultdict(list)
    for whole, label, pk in rows.order_by("id").values_list(
        f"{model.whole}_id", "about_type", "about_id"
    ):
        found[whole].append(f"{kind_of(model_of(label))}:{pk}")
    return found
