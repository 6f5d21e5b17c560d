"""What roles grant, kept in memory: hundreds of rows that every request would read otherwise.

A role carries a stamp that changes with its grants, in the same transaction; what is kept is kept
under the stamps of the roles, so it can never be what a role granted at another time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from doorstep.kit.noting import Write, open_book
from doorstep.users.models.roles import Grant, Role, new_stamp

Reaches = Mapping[tuple[str, str], frozenset[str]]
Stamps = tuple[tuple[int, int], ...]
MOST = 500  # combinations of roles
_known: dict[Stamps, Reaches] = {}


def reaches_of(roles: Iterable[tuple[int, int]]) -> Reaches:
    """For each model and verb every reach that one of the roles, each with its stamp, grants."""
    stamps = tuple(sorted(roles))
    if (known := _known.get(stamps)) is not None:
        return known
    reaches = _read([role for role, _stamp in stamps])
    if open_book() is None:  # else grants may have been written, and the stamp not yet
        if len(_known) >= MOST:
            _known.clear()
        _known[stamps] = reaches
    return reaches


def stamp_anew(writes: Sequence[Write]) -> None:
    """After writing: roles whose grants were written get another stamp."""
    written = [write for write in writes if write.record_type == Grant._meta.label_lower]
    if not written:
        return
    before = [write.before or {} for write in written]
    held = {row["role_id"] for row in before if "role_id" in row}
    rows = Grant.objects.filter(pk__in=[write.record_id for write in written])
    for role in held | set(rows.values_list("role_id", flat=True)):
        Role.objects.filter(pk=role).update(stamp=new_stamp())


def _read(roles: list[int]) -> Reaches:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    if roles:
        granted = Grant.objects.filter(role__in=roles).exclude(reach="NONE")
        for model, verb, reach in granted.values_list("model", "verb", "reach"):
            found[model, verb].add(reach)
    return {key: frozenset(reaches) for key, reaches in found.items()}
