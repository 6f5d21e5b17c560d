"""Whether values satisfy a condition of the database, found without asking it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda held, wanted: held == wanted,
    "in": lambda held, wanted: held in wanted,
    "gt": lambda held, wanted: held > wanted,
    "gte": lambda held, wanted: held >= wanted,
    "lt": lambda held, wanted: held < wanted,
    "lte": lambda held, wanted: held <= wanted,
    "range": lambda held, wanted: wanted[0] <= held <= wanted[1],
}


class _Unknown(Exception):
    """Only the database can tell."""


def surely_broken(condition: Q, values: Mapping[str, Any]) -> bool:
    """Whether these values, by column, cannot satisfy the condition; in doubt they may."""
    try:
        return _holds(condition, values) is False
    except _Unknown:
        return False


def _holds(node: Any, values: Mapping[str, Any]) -> bool | None:
    """As SQL has it: what is compared with NULL is neither true nor false."""
    if isinstance(node, tuple):
        path, wanted = node
        return _compared(path, wanted, values)
    if not isinstance(node, Q):
        raise _Unknown
    found = [_holds(child, values) for child in node.children]
    held = _joined(node.connector, found)
    return (None if held is None else not held) if node.negated else held


def _joined(connector: str, found: list[bool | None]) -> bool | None:
    if connector == Q.XOR:
        return None if None in found else sum(map(bool, found)) % 2 == 1
    decisive = connector == Q.OR
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _compared(path: str, wanted: Any, values: Mapping[str, Any]) -> bool | None:
    name, _separator, lookup = path.partition("__")
    column = name if name in values else f"{name}_id"
    if column not in values or hasattr(wanted, "resolve_expression"):
        raise _Unknown
    held = values[column]
    if lookup == "isnull" or (wanted is None and lookup in ("", "exact")):
        return (held is None) == (wanted is None or bool(wanted))
    if (lookup or "exact") not in LOOKUPS:
        raise _Unknown
    return None if held is None else LOOKUPS[lookup or "exact"](held, wanted)
