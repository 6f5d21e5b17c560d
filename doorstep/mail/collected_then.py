"""To whom messages went, and what they belonged to: what ``collecting`` brings, of the past."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from doorstep.history.reading import rows_then
from doorstep.history.rows import model_of
from doorstep.history.sight import Sight
from doorstep.kit.naming import kind_of
from doorstep.mail import collecting
from doorstep.mail.models import MessageLink, MessageRecipient
from doorstep.records.past import past_of
from doorstep.users.models import User


@past_of(collecting.message_records)
def message_records_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[str]:
    rows = rows_then(MessageLink, moment, message_id=pk)
    named = [(row["about_type"], row["about_id"]) for row in rows]
    seen = Sight(by).among("view", named)
    return [
        f"{kind_of(model_of(label))}:{number}"
        for label, number in named
        if (label, number) in seen
    ]


@past_of(collecting.recipients)
def recipients_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[Any]:
    rows = rows_then(MessageRecipient, moment, message_id=pk)
    shown = (row for row in rows if row["kind"] != MessageRecipient.Kind.BCC)
    return [{name: row[name] for name in ("kind", "name", "address")} for row in shown]
