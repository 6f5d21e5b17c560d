"""Names that are taken get a number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from doorstep.parties.models import Address, Contact, Customer

ROOM = 6  # for a number
AHEAD = 8  # numbers looked up beyond those that are needed
# The field of each kind that no two of them share, and the sign between it and its number.
FREE = {Customer: ("name", " - "), Contact: ("code", "-"), Address: ("name", "-")}


def free_name(
    model: type[models.Model], field: str, wanted: str, *, sign: str, besides: int | None = None
) -> str:
    """``wanted``, or with the first number that is free: "Oak - 1" where ``sign`` is " - "."""
    return free_names(model, field, [wanted], sign=sign, besides=besides)[0]


def free_names(
    model: type[models.Model],
    field: str,
    wanted: Sequence[str],
    *,
    sign: str,
    besides: int | None = None,
) -> list[str]:
    """Each name, or with the first number that is free; no two are the same.

    No name stays none: that is refused where a record needs one.
    """
    others = model._base_manager.exclude(pk=besides) if besides else model._base_manager.all()
    longest: int = model._meta.get_field(field).max_length  # type: ignore[union-attr, assignment]
    used = _those_in(others, field, set(wanted))
    kept: set[str] = set()
    free: list[str | None] = []  # none where a number is needed
    for name in wanted:
        is_free = len(name) <= longest and name not in used and name not in kept
        free.append(name if is_free or not name else None)
        kept.add(name)
    stems = [name[: longest - len(sign) - ROOM] for name in wanted]
    short = Counter(stem for stem, name in zip(stems, free, strict=True) if name is None)
    given = {stem: iter(names) for stem, names in _numbered(others, field, short, sign, kept)}
    pairs = zip(stems, free, strict=True)
    return [next(given[stem]) if name is None else name for stem, name in pairs]


def give_free_names(rows: Iterable[Any]) -> None:
    """Number the new customers, contacts and addresses among ``rows`` whose name is taken."""
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model, (field, sign) in FREE.items():
        some = by_model[model]
        wanted = [getattr(row, field) for row in some]
        for row, name in zip(some, free_names(model, field, wanted, sign=sign), strict=True):
            setattr(row, field, name)


def _numbered(
    others: Any, field: str, counts: Mapping[str, int], sign: str, kept: set[str]
) -> Iterable[tuple[str, list[str]]]:
    """For each stem as many numbered names as are needed, the lowest that are free."""
    found: dict[str, list[str]] = {stem: [] for stem in counts}
    first, step = 1, max(counts.values(), default=0) + AHEAD
    while short := [stem for stem, count in counts.items() if len(found[stem]) < count]:
        numbers = range(first, first + step)
        asked = {stem: [f"{stem}{sign}{number}" for number in numbers] for stem in short}
        used = _those_in(others, field, {each for names in asked.values() for each in names})
        for stem, names in asked.items():
            found[stem] += [each for each in names if each not in used and each not in kept]
        first, step = first + step, step * 4
    return found.items()


def _those_in(others: Any, field: str, names: set[str]) -> set[str]:
    if not names:
        return set()
    rows = others.filter(**{f"{field}__among": sorted(names)})
    return set(rows.values_list(field, flat=True))
