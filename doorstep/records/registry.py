"""All record types by their model. Filled as they are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from doorstep.records.types import RecordType

REGISTRY: dict[type[models.Model], RecordType] = {}
MASTERS: dict[type[models.Model], RecordType] = {}  # the lists an administrator edits


def type_of(model: type[models.Model]) -> RecordType:
    """The record type of a model that has one."""
    return REGISTRY.get(model) or MASTERS[model]


def record_type(kind: str) -> RecordType | None:
    """The record type called "sales_order"."""
    return next((each for each in REGISTRY.values() if each.kind == kind), None)
