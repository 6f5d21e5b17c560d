"""What the database refused, in words, and at the field it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, OperationalError, models
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid

RACES = {"40001", "40P01"}  # serialisation failure, deadlock
TAKEN = "23505"  # a unique constraint
COLUMNS = re.compile(r"UNIQUE constraint failed: (\w+\.\w+(?:, \w+\.\w+)+)")
COLUMN = re.compile(r"(?:UNIQUE|NOT NULL) constraint failed: (\w+)\.(\w+)")


def refusal_for(error: IntegrityError) -> Invalid:
    """Turn a broken constraint into the refusal a person can act on."""
    text = str(error)
    for constraint in _constraints():
        if constraint.name and constraint.name in text:
            names = dict.fromkeys(_fields_of(constraint), str(constraint.violation_error_message))
            return Invalid(_("Please correct the marked fields."), **names)
    if constraint := _unique_over(text):
        names = dict.fromkeys(_fields_of(constraint), str(constraint.violation_error_message))
        return Invalid(_("Please correct the marked fields."), **names)
    if name := _column(text):
        return Invalid(_("Please correct the marked fields."), **{name: _("Not possible here.")})
    return Invalid(_("The database does not allow this: %s") % text.partition("\n")[0])


def lost_a_race(error: BaseException) -> bool:
    """Whether trying again may help: PostgreSQL ended one of two that waited for each other."""
    return isinstance(error, OperationalError) and _state(error) in RACES


def came_second(error: BaseException) -> str:
    """What somebody took, a name or an e-mail, after we had looked: a second look sees them.

    SQLite lets one write at a time, so there nobody comes between looking and writing.
    """
    return str(_said_by_postgres(error)) if _state(error) == TAKEN else ""


def _state(error: BaseException) -> str:
    """PostgreSQL's code for what went wrong."""
    return str(getattr(_said_by_postgres(error), "sqlstate", ""))


def _said_by_postgres(error: BaseException | None) -> BaseException | None:
    """Its own exception, however often it was wrapped."""
    while error and not getattr(error, "sqlstate", ""):
        error = error.__cause__
    return error


def words_of(constraint: Any) -> Any:
    """What its model says when it is broken; empty where nobody found words for it."""
    said = constraint.violation_error_message
    return "" if said == BaseConstraint.default_violation_error_message else said


def _constraints() -> Iterator[Any]:
    for model in apps.get_models():
        yield from model._meta.constraints


def _fields_of(constraint: Any) -> list[str]:
    """The fields of a unique constraint, or those a check speaks of."""
    if named := list(getattr(constraint, "fields", ())):
        return named
    if expressions := getattr(constraint, "expressions", ()):
        return sorted(name for each in expressions for name in _columns(each))
    condition = getattr(constraint, "condition", None)
    return [name.partition("__")[0] for name, _value in leaves(condition)]


def leaves(condition: Any) -> Iterator[tuple[str, Any]]:
    """The comparisons of a condition, however they are joined."""
    for child in getattr(condition, "children", ()):
        yield from leaves(child) if isinstance(child, models.Q) else [child]


def _columns(expression: Any) -> Iterator[str]:
    if name := getattr(expression, "name", ""):
        yield name
    inside = getattr(expression, "get_source_expressions", tuple)  # a plain F has none
    for inner in inside():
        yield from _columns(inner)


def _unique_over(text: str) -> Any:
    """Of a unique constraint over several columns SQLite names the columns alone."""
    said = COLUMNS.search(text)
    named = {each.strip() for each in said[1].split(",")} if said else set()
    for model in apps.get_models() if len(named) > 1 else ():
        columns = {field.name: field.column for field in model._meta.concrete_fields}
        for each in model._meta.constraints:
            fields = getattr(each, "fields", ())
            if fields and {f"{model._meta.db_table}.{columns[name]}" for name in fields} == named:
                return each
    return None


def _column(text: str) -> str:
    """SQLite names table and column; PostgreSQL says ``Key (name)=(x)`` or ``column "name"``."""
    found = COLUMN.search(text)
    if found:
        return found[2]
    said = re.search(r'Key \((\w+)\)|column "(\w+)"', text)
    return (said[1] or said[2]) if said else ""
