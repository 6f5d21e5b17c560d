"""Saving many records as one action: one entry of the journal, undone as one."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.journaled import Journaled
from doorstep.records.batch import Batch
from doorstep.records.types import type_of
from doorstep.users.models import User


@action("*.batch_saved", verb="view", label=gettext_lazy("Save several"), icon="layers")
def save_many(model: type[Journaled], *, by: User, items: list[Any]) -> list[dict[str, Any]]:
    """Make those without an id, edit the others; what is refused leaves the rest alone."""
    results = Batch(type_of(model), by, items).save()
    plain: list[dict[str, Any]] = orjson.loads(
        orjson.dumps(results, default=str, option=orjson.OPT_UTC_Z)
    )
    return plain
