"""Asks the index: which entries match, of those a user may see; all kinds in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from doorstep.search.asking import Asked
from doorstep.search.entries import BEYOND, Line, key_of
from doorstep.search.reach import Scope
from doorstep.search.sources import Source
from doorstep.search.stores import store
from doorstep.search.stores.dialect import COLUMNS, Clause, Way, rows

TITLES = 200  # that begin with what was asked, looked at for who may see them
SPARE = 3  # so many times more than wanted are ranked
LOOKED_AT = (200, 2000)  # matches of a kind that the user sees in part, at first and then


class Match(NamedTuple):
    source: Source
    line: Line


@dataclass(eq=False)
class _Found:
    """The matches of one kind so far."""

    scope: Scope
    lines: dict[int, Line] = field(default_factory=dict)
    hides: bool = True  # whether there may be more than what was looked at


def matches(asked: Asked, scopes: Iterable[Scope], limit: int) -> list[Match]:
    """At least ``limit`` of each kind where there are so many, in no order."""
    found = [_Found(scope) for scope in scopes]
    ways = store().ways
    for number, (way, most) in enumerate(zip((ways[0], ways[-1]), LOOKED_AT, strict=True)):
        parts: list[_Part] = []
        for each in _wanting(found, limit):
            parts += [_titles(each, asked, limit)] if number == 0 else []
            parts += [_newest(each, asked, way, most, limit)]
        _gather(parts)
    _gather([_deeper(each, asked, limit) for each in _wanting(found, limit)])
    return [Match(each.scope.source, line) for each in found for line in each.lines.values()]


def _wanting(found: list[_Found], limit: int) -> list[_Found]:
    return [each for each in found if len(each.lines) < limit and each.hides]


class _Part(NamedTuple):
    """A select of entries of one kind. ``among``: those it chooses from, at most ``most``."""

    of: _Found
    clause: Clause
    among: Clause | None = None
    most: int = 0
    finds_all: bool = False


def _titles(found: _Found, asked: Asked, limit: int) -> _Part:
    """Titles that begin with all that was asked, the exact one first."""
    key, begins = store().key, key_of(found.scope.source, asked.phrase)
    admits = found.scope.admits
    sql = (
        f"SELECT e.* FROM (SELECT {COLUMNS} FROM search_entry WHERE {key} >= %s AND {key} < %s"
        f" ORDER BY {key} LIMIT {TITLES}) e WHERE {admits.sql} LIMIT {limit}"
    )
    return _Part(found, Clause(sql, (begins, begins + BEYOND, *admits.values)))


def _newest(found: _Found, asked: Asked, way: Way, most: int, limit: int) -> _Part:
    """The newest that match; of a kind the user sees in part, from among the newest of all."""
    scope, wanted = found.scope, limit * SPARE
    if not scope.is_limited:
        among = way.find(scope.range, asked.readings, wanted)
        return _Part(found, Clause("SELECT e.* FROM {} e"), among, wanted, way.finds_all)
    sql = f"SELECT e.* FROM {{}} e WHERE {scope.admits.sql} ORDER BY id DESC LIMIT {wanted}"
    among = way.find(scope.range, asked.readings, most)
    return _Part(found, Clause(sql, scope.admits.values), among, most, way.finds_all)


def _deeper(found: _Found, asked: Asked, limit: int) -> _Part:
    """Where others' matches hid one's own: among all that the user may see."""
    own, holds = found.scope.newest(), store().holds(asked.readings)
    sql = (
        f"SELECT e.* FROM ({own.sql}) own JOIN search_entry e ON e.id = own.id"
        f" WHERE {holds.sql} ORDER BY e.id DESC LIMIT {limit * SPARE}"
    )
    return _Part(found, Clause(sql, own.values + holds.values))


def _gather(parts: Sequence[_Part]) -> None:
    """Run all parts as one statement, and hand each kind what is its own."""
    shared, selects = [], []
    for number, part in enumerate(parts):
        sql, name = part.clause.sql, f"part_{number}"
        if part.among:
            shared.append(Clause(f"{name} AS ({part.among.sql})", part.among.values))
            selects.append(Clause(f"SELECT {number}, 1, count(*), '', '', '', '' FROM {name}"))
            sql = sql.replace("{}", name, 1)
        selects.append(Clause(f"SELECT {number}, 0, q.* FROM ({sql}) q", part.clause.values))
    for number, is_count, *line in rows(_statement(shared, selects)) if selects else ():
        part = parts[number]
        if is_count:
            part.of.hides = not part.finds_all or line[0] >= part.most
        else:
            part.of.lines[line[0]] = Line(*line)


def _statement(shared: list[Clause], selects: list[Clause]) -> Clause:
    sql = " UNION ALL ".join(each.sql for each in selects)
    if shared:
        sql = f"WITH {', '.join(each.sql for each in shared)} {sql}"
    return Clause(sql, tuple(value for each in (*shared, *selects) for value in each.values))
