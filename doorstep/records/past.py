"""What stood in other tables at a moment: the past of values that are collected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from doorstep.users.models import User

Then = Callable[[Any, int, datetime, User], Any]
_past: dict[Any, Then] = {}


def past_of(*collects: Any) -> Callable[[Then], Then]:
    """The decorated function says what these ``collect`` would have brought for one record:
    ``tags_then(collect, pk, moment, by)``.
    """

    def register(then: Then) -> Then:
        _past.update(dict.fromkeys(collects, then))
        return then

    return register


def has_past(collect: Any) -> bool:
    return collect in _past or type(collect) in _past


def collected_then(collect: Any, pk: int, moment: datetime, by: User) -> Any:
    then = _past.get(collect) or _past[type(collect)]
    return then(collect, pk, moment, by)
