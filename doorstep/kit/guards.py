"""What must hold whenever tables were written, whichever action did it, and undo as well.

@guard("users.territory")
def territories_are_one_tree(touched, by): ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from doorstep.kit.noting import Write

# For each table the rows that were written, each with the values it held before.
Touched = Mapping[str, Mapping[int, dict[str, Any]]]
Guard = Callable[[Touched, Any], None]
_guards: dict[Guard, tuple[str, ...]] = {}


def guard(*tables: str) -> Callable[[Guard], Guard]:
    """Call the function before the commit with the rows touched and who did it; it may refuse."""

    def register(function: Guard) -> Guard:
        _guards[function] = tables
        return function

    return register


def ask_guards(writes: Iterable[Write], by: Any) -> None:
    """Ask all whom it concerns about the writes of the open action."""
    guarded = {table for tables in _guards.values() for table in tables}
    touched: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for write in writes:
        if write.record_type not in guarded:
            continue
        row = touched[write.record_type].setdefault(write.record_id, {})
        row |= (write.before or {}) | row  # of a field written twice the first value counts
    for function, tables in _guards.items():
        if not touched.keys().isdisjoint(tables):
            function(touched, by)
