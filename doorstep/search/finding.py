"""Finds records by words: exact titles first, then beginnings, then words inside; newest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from doorstep.kit.addresses import address, has_address
from doorstep.records.searching import Hit
from doorstep.records.types import RecordType
from doorstep.search.asking import Asked, ask, spaced
from doorstep.search.matching import Match, matches
from doorstep.search.models import Entry
from doorstep.search.reach import scope
from doorstep.search.sources import Source, sources
from doorstep.search.spelling import instead
from doorstep.search.stores import store
from doorstep.search.stores.dialect import Range
from doorstep.users.models import User

FEW = 3  # fewer hits than this, and the words may be mistyped


class Index:
    """What answers ``records.searching``."""

    def search(
        self, user: User, text: str, kinds: Collection[RecordType] | None, limit: int
    ) -> list[Hit]:
        """At most ``limit`` records of each kind that ``user`` may see, best first."""
        asked = ask(text)
        if asked is None:
            return []
        wanted = [source for source in sources().values() if _is_wanted(source, kinds)]
        scopes = [found for source in wanted if (found := scope(source, user))]
        hits = _best(matches(asked, scopes, limit), asked, limit)
        if len(hits) < FEW and (other := instead(asked, is_found=bool(hits))):
            known = {(hit.kind, hit.id) for hit in hits}
            more = _best(matches(other, scopes, limit), other, limit)
            hits += [replace(hit, near=True) for hit in more if (hit.kind, hit.id) not in known]
        return hits

    def holds(self, model: Any) -> bool:
        """Whether records of this model are in the index at all."""
        return model in sources()

    def narrow(self, records: QuerySet[Any], text: str, nearly: bool = False) -> QuerySet[Any]:
        """Those of ``records`` that hold every word of ``text``; where there are none, what may
        have been meant, if that is asked for."""
        source, asked = sources()[records.model], ask(text)
        if asked is None:
            return records.none()
        found = _among(records, source, asked)
        if nearly and not found.exists() and (other := instead(asked, is_found=False)):
            return _among(records, source, other)
        return found


def _among(records: QuerySet[Any], source: Source, asked: Asked) -> QuerySet[Any]:
    found = store().few(Range(source.base, source.last), asked.readings)
    if found is None:
        return records.filter(_holds(source, asked))
    pks = store().listed([entry - source.base for entry in found])
    return records.filter(pk__in=RawSQL(pks.sql, pks.values))


def _is_wanted(source: Source, kinds: Collection[RecordType] | None) -> bool:
    if kinds is not None and source.records not in kinds:
        return False
    return has_address(source.records.route("detail"), 0)


def _best(found: Iterable[Match], asked: Asked, limit: int) -> list[Hit]:
    """By rank, then in the order of the kinds, then newest first; ``limit`` of each kind."""
    order = {source: place for place, source in enumerate(sources().values())}
    ranked = sorted(
        found, key=lambda each: (_rank(each, asked), order[each.source], -each.line.id)
    )
    counts: dict[Source, int] = {}
    hits = []
    for source, line in ranked:
        counts[source] = counts.get(source, 0) + 1
        if counts[source] <= limit:
            hits.append(_hit(source, line))
    return hits


def _rank(match: Match, asked: Asked) -> int:
    title = match.line.key.partition(":")[2]
    if title == asked.phrase:
        return 0
    if title.startswith(asked.phrase):
        return 1
    begun = [f"  {spaced(word)}" for word in asked.words]
    if all(word in f"  {spaced(title)}" for word in begun):
        return 2
    return 3 if all(word in match.line.text for word in begun) else 4


def _hit(source: Source, line: Any) -> Hit:
    kind, pk = source.records, line.id - source.base
    url = address(kind.route("detail"), pk)
    return Hit(kind.kind, pk, line.title or f"#{pk}", line.detail, url, kind.icon)


def _holds(source: Source, asked: Asked) -> Exists:
    """Asked row by row, in the order of the list: quick where matches abound."""
    readings = [
        reduce(and_, (Q(GreaterThan(StrIndex("text", Value(each)), 0)) for each in reading))
        for reading in asked.readings
    ]
    entries = Entry.objects.filter(reduce(or_, readings), id=OuterRef("pk") + source.base)
    return Exists(entries)
