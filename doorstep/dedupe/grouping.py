"""Groups: where one may be the same as another, and that one as a third, all three are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from doorstep.dedupe.models import Pair

Row = tuple[str, int]
Groups = dict[Row, list[Pair]]
TIES = ("email", "phone", "name:100")  # names that are only alike would tie everybody together
STEPS = 4  # from a pair to those it is tied to; what is further off is a group of its own
SURE = reduce(or_, (Q(why__contains=each) for each in TIES))
LARGEST = 20  # records of a group; beyond it nothing more is looked for


def groups_of(pairs: Iterable[Pair], among: QuerySet[Pair]) -> Groups:
    """By record the pairs of its group, for the records of ``pairs`` that are of one kind.

    Read in steps, a query each, and no further than ``STEPS``.
    """
    wanted = {row for each in pairs if not each.other_type for row in each.rows}
    edges: dict[int, Pair] = {}
    asked: set[Row] = set()
    for _step in range(STEPS):
        if not wanted:
            break
        asked |= wanted
        edges |= {each.pk: each for each in among.filter(_touching(wanted), SURE)}
        groups = _together(edges.values())
        wanted = {row for row, held in groups.items() if len(rows_of(held)) < LARGEST} - asked
    return _together(edges.values())


def leads_its_group(pair: Pair, groups: Groups) -> bool:
    """Whether none of its group is likelier: there the group is shown. A pair that ties nobody
    stands for itself, unless the two are in one group without it.
    """
    held, other = (groups.get(row, []) for row in pair.rows)
    if pair.other_type:
        return True
    if not _ties(pair):
        return not held or held is not other
    return all((each.percent, each.pk) <= (pair.percent, pair.pk) for each in held)


def beside(pair: Pair, groups: Groups) -> list[Row]:
    """The others of its group, the likeliest first."""
    held = groups.get(pair.rows[0], []) if _ties(pair) and not pair.other_type else []
    likeliest = sorted(held, key=lambda each: (-each.percent, -each.pk))
    return [row for row in rows_of(likeliest) if row not in pair.rows]


def rows_of(pairs: Iterable[Pair]) -> list[Row]:
    return list(dict.fromkeys(row for each in pairs for row in each.rows))


def _ties(pair: Pair) -> bool:
    return not {*TIES}.isdisjoint(pair.reasons)


def _together(pairs: Iterable[Pair]) -> Groups:
    """Each record with the pairs of all that hang together with it: one list for a group."""
    found: Groups = {}
    for pair in pairs:
        one, other = (found.get(row, []) for row in pair.rows)
        joined = [*one, *(other if other is not one else ()), pair]
        for row in rows_of(joined):
            found[row] = joined
    return found


def _touching(rows: Iterable[Row]) -> Q:
    by_type: dict[str, list[int]] = defaultdict(list)
    for label, pk in sorted(rows):
        by_type[label].append(pk)
    found: Any = Q(pk__in=())
    for label, pks in by_type.items():
        either = Q(one_id__among=pks) | Q(other_id__among=pks)
        found |= Q(either, record_type=label)
    return found
