"""What events and tasks were about, and who took part: what ``collecting`` brings, of the past."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from doorstep.activity import collecting
from doorstep.activity.models import EventLink, EventParticipant, RecordLink, TaskLink
from doorstep.history.reading import rows_then
from doorstep.history.rows import model_of
from doorstep.history.sight import Sight
from doorstep.kit.naming import kind_of
from doorstep.records.past import past_of
from doorstep.users.models import User


def _records_then(
    model: type[RecordLink], _collect: Any, pk: int, moment: datetime, by: User
) -> list[str]:
    """Each as "lead:7"; those one may not see are left out."""
    rows = rows_then(model, moment, **{f"{model.whole}_id": pk})
    named = [(row["about_type"], row["about_id"]) for row in rows]
    seen = Sight(by).among("view", named)
    return [
        f"{kind_of(model_of(label))}:{number}"
        for label, number in named
        if (label, number) in seen
    ]


past_of(collecting.event_records)(partial(_records_then, EventLink))
past_of(collecting.task_records)(partial(_records_then, TaskLink))


@past_of(collecting.participants)
def participants_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[Any]:
    rows = rows_then(EventParticipant, moment, event_id=pk)
    people = User.objects.filter(pk__in={row["user_id"] for row in rows} - {None})
    emails = dict(people.values_list("pk", "email"))
    return [
        {"user": emails.get(row["user_id"])} | {n: row[n] for n in ("email", "name", "answer")}
        for row in rows
    ]
