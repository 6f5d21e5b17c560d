"""What the filters mean, said again slowly: over records in Python, one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate, localtime, now

from doorstep.records.filters import Choice, Day, Link, Moment, Number, Person, Quiet, Text, YesNo
from doorstep.records.filters.spans import span
from doorstep.records.models import Tagging


def meets(record: Any, each: Any, code: str, values: list[str], user: Any) -> bool:
    """Whether a record meets one condition: ``each`` is the filter, ``code`` its operator."""
    if each.name == "tags":
        return _tags(record, code, values)
    held = _held(record, each.path)
    if code == "empty":
        return (held in (None, "")) == (values[0] == "yes")
    kind = type(each.kind)
    if kind is Quiet:
        return _is_quiet(record, int(values[0]))
    found = any(_one(kind, held, code, value, user, record, each) for value in values)
    return not found if code == "not" else found


def _held(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name)
    return record


def _one(kind: type, held: Any, code: str, value: str, user: Any, record: Any, each: Any) -> bool:
    if kind is Choice:
        return held == value
    if kind is Text:
        return _text(held or "", code, value)
    if kind is Number:
        return held is not None and _number(Decimal(held), code, Decimal(value))
    if kind is YesNo:
        return held == (value == "yes")
    if kind in (Day, Moment):
        return held is not None and _time(held, code, value)
    assert issubclass(kind, Link)
    return held is not None and _link(kind, held, value, user)


def _text(held: str, code: str, value: str) -> bool:
    if code == "contains":
        return value.lower() in held.lower()
    return value.lower() == held.lower()


def _number(held: Decimal, code: str, value: Decimal) -> bool:
    return {"min": held >= value, "max": held <= value}.get(code, held == value)


def _time(held: Any, code: str, value: str) -> bool:
    if value == "overdue":
        return held < (now() if isinstance(held, datetime) else localdate())
    found = span(value)
    assert found is not None
    day = localtime(held).date() if isinstance(held, datetime) else held
    last = found.end - timedelta(days=1)
    match code:
        case "before":
            return day < found.start
        case "after":
            return day > last
        case "from":
            return day >= found.start
        case "to":
            return day <= last
    return bool(found.start <= day <= last)


def _link(kind: type, held: Any, value: str, user: Any) -> bool:
    if kind is Person and value == "me":
        return bool(held == user)
    if kind is Person and value == "my-team":
        return held == user or (user.team_id is not None and held.team_id == user.team_id)
    if kind is Person:
        return bool(held.email == value)
    places = [held]
    while getattr(places[-1], "parent", None):  # a place stands for all that lies in it
        places.append(places[-1].parent)
    return value in {str(getattr(each, "name", "")) for each in places} | {str(held.pk)}


def _tags(record: Any, code: str, values: list[str]) -> bool:
    words = {each.tag.name for each in Tagging.objects.about(record)}
    if code == "empty":
        return (not words) == (values[0] == "yes")
    return bool(words & set(values)) != (code == "not")


def _is_quiet(record: Any, days: int) -> bool:
    return bool(record.updated_at < now() - timedelta(days=days))
