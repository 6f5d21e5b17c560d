"""The letters of sequences, for a whole page at once, and as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from doorstep.history.reading import rows_then
from doorstep.mail.models import MailTemplate
from doorstep.marketing.models import SequenceStep
from doorstep.records.past import past_of
from doorstep.users.models import User


def steps(ids: Sequence[int], by: User) -> Mapping[int, Any]:
    rows = SequenceStep._base_manager.filter(sequence__in=ids).order_by("after_days", "id")
    found = defaultdict(list)
    for sequence, day, template in rows.values_list("sequence_id", "after_days", "template__name"):
        found[sequence].append({"after_days": day, "template": template})
    return found


@past_of(steps)
def steps_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[Any]:
    rows = rows_then(SequenceStep, moment, sequence_id=pk)
    names = dict(
        MailTemplate._base_manager.filter(pk__in={row["template_id"] for row in rows}).values_list(
            "pk", "name"
        )
    )
    found = [
        {"after_days": row["after_days"], "template": names.get(row["template_id"])}
        for row in rows
    ]
    return sorted(found, key=lambda each: each["after_days"])
