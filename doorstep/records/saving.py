"""Setting public values on a record and saving it: what every creating and editing action does."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from doorstep.records.check import check
from doorstep.records.models import Record
from doorstep.records.parts import taken_apart, write_parts
from doorstep.records.tagging import set_tags
from doorstep.users.models import User

R = TypeVar("R", bound=Any)


def put(
    record: R, *, by: User, tidied: bool = False, free: Collection[str] = (), **values: Any
) -> R:
    """Set ``values``, tidy, check and save. ``tags`` replaces its tags, ``custom`` adds to it;
    what goes with it in rows of its own is replaced as well.

    An action of a type's own takes what is its own, and hands the rest to this. ``free`` are the
    fields that were given a free name: who loses it to somebody else takes the next one.
    """
    tags, rows = values.pop("tags", None), taken_apart(type(record), values)
    fill(record, **values)
    check(record, tidied=tidied, free=free)
    record.save()
    if tags is not None:
        set_tags(record, tags, by)
    write_parts(record, rows)
    return record


def fill(record: Any, *, custom: dict[str, Any] | None = None, **values: Any) -> None:
    """Set plain values; those of custom fields join the ones it has, null takes one out."""
    for name, value in values.items():
        record._meta.get_field(name)  # a misspelt name is a mistake of ours, never ignored
        setattr(record, name, value)
    if custom:
        merged = {**record.custom, **custom}
        record.custom = {name: value for name, value in merged.items() if value is not None}


def beside(model: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    """Takes out of ``values`` what stands in other tables, and so comes after the record."""
    tags = {"tags": values.pop("tags")} if values.get("tags") else {}
    values.pop("tags", None)
    return tags | taken_apart(model, values)


def filled(model: type[Any], *, by: User, **values: Any) -> Any:
    """A new record, not saved yet. It belongs to whoever makes it, unless said otherwise."""
    record = model(owner=by) if issubclass(model, Record) else model()
    fill(record, **values)
    return record
