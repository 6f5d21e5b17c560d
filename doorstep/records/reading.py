"""Reading one record, as a row or an instance: put into SQL once for all who see the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from doorstep.kit.keyset import LARGEST_ID
from doorstep.kit.remembered import REMEMBERED
from doorstep.kit.statements import Statement
from doorstep.users.access import scope_of
from doorstep.users.models import User

if TYPE_CHECKING:
    from doorstep.records.types import RecordType


def one_public(records: RecordType, pk: int, by: User) -> dict[str, Any] | None:
    """What a user may see of one record, as everyone outside knows it."""
    if not 0 < pk < LARGEST_ID:
        return None
    model, output = records.model, records.output
    key, scope = model._meta.pk, scope_of(by, "view", model)

    def find(pk: int) -> Any:
        rows: Any = model._default_manager
        return rows.visible_to(by).filter(pk=pk).values_list(*output.paths)

    if scope is None:
        statement = Statement.of(find(pk))
        rows = statement.ask(statement.given) if statement else []
    else:
        shape = ("one", model, scope, output.paths)
        statement, rows = REMEMBERED.raw(shape, find, (key, pk))
    return output.of_raw(statement, rows, by)[0] if statement and rows else None


def one_visible(
    model: type[models.Model], pk: int, by: User, joined: tuple[str, ...] = ()
) -> Any | None:
    """A record that a user may see, with those that ``joined`` names; None if there is none."""
    if not 0 < pk < LARGEST_ID:
        return None
    rows: Any = model._default_manager
    key, scope = model._meta.pk, scope_of(by, "view", model)

    def find(pk: int) -> Any:
        found = rows.visible_to(by).filter(pk=pk)
        return found.select_related(*joined) if joined else found

    if scope is None:
        return find(pk).first()
    return next(iter(REMEMBERED.records(("record", model, scope, joined), find, (key, pk))), None)
