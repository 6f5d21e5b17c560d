"""New rows of several tables that point to each other, written a table at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any


def write_together(rows: Iterable[Any]) -> None:
    """Insert new rows, each after those it points to: ``[contact, its e-mail, its link, …]``."""
    waiting = list(rows)
    while waiting:
        ready: list[Any] = []
        later: list[Any] = []
        for row in waiting:
            (later if _waits(row) else ready).append(row)
        if not ready:
            raise ValueError("These rows wait for each other.")
        tables: dict[Any, list[Any]] = defaultdict(list)
        for row in ready:
            tables[type(row)].append(row)
        for model, group in tables.items():
            model._default_manager.bulk_create(group)
        waiting = later


def _waits(row: Any) -> bool:
    """Whether a row it points to has no id yet."""
    return any(
        getattr(other, "pk", 0) is None
        for name, other in row._state.fields_cache.items()
        if getattr(row._meta.get_field(name), "concrete", False)
    )
