"""Rows as JSON and back without loss: a field's own ``to_python`` reads what is written here."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils.duration import duration_string


def encode(value: Any) -> Any:
    match value:
        case datetime() | date() | time():
            return value.isoformat()  # Django's own encoder would cut off the microseconds
        case timedelta():
            return duration_string(value)
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case _:
            return str(value)  # Decimal, UUID


# In the place of a value that somebody had the right to have forgotten.
ERASED = {"erased": True}


def decode(model: type[models.Model], image: dict[str, Any]) -> dict[str, Any]:
    """The Python values of an image, by attribute name ("owner_id", not "owner")."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: value_of(fields[name], image[name]) for name in image if name in fields}


def value_of(field: Any, written: Any) -> Any:
    return blank_of(field) if written == ERASED else field.to_python(written)


def blank_of(field: Any) -> Any:
    """What stands in a field that says nothing."""
    if isinstance(field, models.JSONField) and not field.null:
        return field.get_default()
    return "" if field.empty_strings_allowed and not field.null else None
