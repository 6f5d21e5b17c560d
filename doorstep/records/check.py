"""What a record must be before it is written, said of all its fields at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid

MISSING = object()
LENGTHS = (MaxLengthValidator,)
NO_END = 2**31
MOST = 1000
no_nulls = ProhibitNullCharactersValidator()


def check(
    record: Any, *, tidied: bool = False, unique: bool = True, free: Collection[str] = ()
) -> None:
    """What can be said of a record before it is written; the database keeps the rest.

    ``tidied``: it was tidied already, and nothing was set since. ``unique=False``: whoever writes
    many at once has looked for what is taken, all at once. ``free``: fields whose value was just
    looked up to be free; when somebody takes it meanwhile the action is tried again, and that is
    for the database to say.
    """
    if not tidied and (tidy := getattr(record, "tidy", None)):
        tidy()
    try:
        check_columns(record)
        record.clean()
        if unique:
            record.validate_unique(exclude=set(free))
    except ValidationError as error:
        said_of = getattr(record, "said_of", {})
        problems = {said_of.get(name, name): says[0] for name, says in error.message_dict.items()}
        raise Invalid(_("Please correct the marked fields."), **problems) from error


def check_columns(record: Any) -> None:
    """Django's ``clean_fields`` without relations; what is plainly right costs next to nothing."""
    errors = {}
    held = record.__dict__
    for rule in _rules(type(record)):
        value = held.get(rule.name, MISSING)
        if rule.blanks and (value is None or value == ""):  # as most are
            continue
        try:
            if value is not MISSING and not rule.is_plainly_right(value):
                setattr(record, rule.name, rule.clean(value, record))
        except ValidationError as error:
            errors[rule.field.name] = error.error_list
    if errors:
        raise ValidationError(errors)


class _Rule:
    """What one column may hold."""

    def __init__(self, field: Any) -> None:
        self.field, self.name = field, field.attname
        self.blanks = tuple(field.empty_values) if field.blank else ()
        self.longest = 0  # of a text whose length, and a rule of its own, is all that can be wrong
        self.rule = getattr(type(field), "rule", None)
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            others = [e for e in field.validators if e != self.rule and type(e) not in LENGTHS]
            self.longest = 0 if others else field.max_length or NO_END
        self.plain: type | None = None  # all values of this type are right
        if isinstance(field, models.BooleanField) and not field.choices:
            self.plain = bool
        elif isinstance(field, models.DateTimeField) and not field.validators:
            self.plain = datetime
        self.right: set[int] = set()  # numbers that were right before

    def is_plainly_right(self, value: Any) -> bool:
        kind = type(value)
        if kind is str and self.longest and value:
            if len(value) > self.longest or "\0" in value:
                return False
            if self.rule:
                self.rule(value)
            return True
        if kind is int and value in self.right:
            return True
        return kind is self.plain or value in self.blanks

    def clean(self, value: Any, record: Any) -> Any:
        if isinstance(value, str):
            no_nulls(value)  # PostgreSQL keeps none, and a TextField does not look
        cleaned = self.field.clean(value, record)
        if type(value) is int and len(self.right) < MOST:
            self.right.add(value)
        return cleaned


@lru_cache(maxsize=500)
def _rules(model: Any) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(field)
        for field in model._meta.fields
        if not field.is_relation and not field.generated and not field.primary_key
    )


def check_values(record: Any, values: Mapping[str, Any]) -> None:
    """Set values; check only them and what the record says of itself: for many rows at once."""
    for name, value in values.items():
        setattr(record, name, value)
    if tidy := getattr(record, "tidy", None):
        tidy()
    others = {field.name for field in record._meta.fields if field.is_relation} | {
        field.name for field in record._meta.fields if field.name not in values
    }
    try:
        record.clean_fields(exclude=others)
        record.clean()
    except ValidationError as error:
        problems = {name: says[0] for name, says in error.message_dict.items()}
        raise Invalid(_("Please correct the marked fields."), **problems) from error
