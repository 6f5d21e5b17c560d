"""PostgreSQL: a GIN index of trigrams for each kind, and the newest entries without it.

A frequent word is found among the newest entries at once; sorting all its matches would not be.
What is not found there is rare, and for that the trigrams are good.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import DatabaseError, connection, transaction

from doorstep.search.asking import Reading
from doorstep.search.entries import Line
from doorstep.search.stores.dialect import (
    COLUMNS,
    LISTED,
    Clause,
    Range,
    Store,
    Way,
    any_of,
    rows,
    run,
)

LOOKED_THROUGH = 3000  # of the newest entries of a kind
MANY = 20  # matches among them, and a list is soon full
INDEXED = 12  # signs of a pattern: more trigrams cost more than they narrow down

PUT = f"""INSERT INTO search_entry ({COLUMNS})
    SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
    ON CONFLICT (id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", ")[1:])}"""
SPELL = """INSERT INTO search_spelling (form, word, frequency)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::int[]) ON CONFLICT DO NOTHING"""
MISSING = "The extension pg_trgm is missing, so searching reads every entry."
ADVICE = "Have a superuser run: CREATE EXTENSION pg_trgm; then run: doorstep migrate"

logger = logging.getLogger(__name__)


class PostgreSQL(Store):
    key = 'key COLLATE "C"'

    @property
    def ways(self) -> tuple[Way, ...]:
        return (
            Way(self._among_the_newest, finds_all=False),
            Way(self._by_trigrams, finds_all=True),
        )

    def few(self, kind: Range, readings: Sequence[Reading]) -> list[int] | None:
        """The second half is not even begun where the first found many."""
        newest = self._among_the_newest(kind, readings, MANY)
        every = self._by_trigrams(kind, readings, LISTED)
        sql = (
            f"WITH newest AS ({newest.sql}), many AS (SELECT count(*) = {MANY} AS yes FROM newest)"
            f" SELECT id FROM ({every.sql}) every WHERE NOT (SELECT yes FROM many)"
            " UNION ALL SELECT 0 FROM many WHERE yes"
        )
        ids = [row[0] for row in rows(Clause(sql, newest.values + every.values))]
        return None if ids == [0] or len(ids) == LISTED else ids

    def spell(self, rows: Sequence[tuple[str, str, int]]) -> None:
        run(Clause(SPELL, tuple(list(column) for column in zip(*rows, strict=True))))

    def put(self, lines: Sequence[Line]) -> None:
        run(Clause(PUT, tuple(list(column) for column in zip(*lines, strict=True))))

    def prepare(self, ranges: dict[str, Range]) -> None:
        run(Clause(f"CREATE INDEX IF NOT EXISTS search_entry_key ON search_entry ({self.key})"))
        if not _has_trigrams():
            logger.warning("%s %s", MISSING, ADVICE)
            return
        known = _indexes()
        for kind, (first, last) in ranges.items():
            if _index_of(kind) not in known:
                run(
                    Clause(
                        f"CREATE INDEX {_index_of(kind)} ON search_entry USING gin "
                        f"(text gin_trgm_ops) WHERE id >= {first} AND id <= {last}"
                    )
                )

    def lacks(self, ranges: dict[str, Range]) -> list[tuple[str, str]]:
        if not rows(Clause("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")):
            return [(MISSING, ADVICE)]
        if missing := sorted(kind for kind in ranges if _index_of(kind) not in _indexes()):
            return [(f"No index for: {', '.join(missing)}", "Run: doorstep migrate")]
        return []

    def holds(self, readings: Sequence[Reading]) -> Clause:
        return any_of(readings, "strpos(e.text, %s) > 0")

    def listed(self, numbers: Sequence[int]) -> Clause:
        return Clause("SELECT unnest(%s::bigint[])", (list(numbers),))

    def hold(self, ids: Sequence[int]) -> None:
        held = self.listed(ids)
        sql = f"SELECT id FROM search_entry WHERE id IN ({held.sql}) ORDER BY id FOR UPDATE"
        run(Clause(sql, held.values))

    def optimise(self) -> None:
        run(Clause("ANALYZE search_entry"))

    def _among_the_newest(self, kind: Range, readings: Sequence[Reading], limit: int) -> Clause:
        holds = self.holds(readings)
        return Clause(
            "SELECT e.* FROM (SELECT * FROM search_entry"
            f" WHERE id >= {kind.first} AND id <= {kind.last}"
            f" ORDER BY id DESC LIMIT {LOOKED_THROUGH}) e"
            f" WHERE {holds.sql} ORDER BY id DESC LIMIT {limit}",
            holds.values,
        )

    def _by_trigrams(self, kind: Range, readings: Sequence[Reading], limit: int) -> Clause:
        like, holds = any_of(readings, "e.text LIKE %s", _like), self.holds(readings)
        # Ordered by what is no index, so that nobody thinks of walking all entries instead.
        return Clause(
            f"SELECT e.* FROM search_entry e WHERE id >= {kind.first} AND id <= {kind.last}"
            f" AND {like.sql} AND {holds.sql} ORDER BY id + 0 DESC LIMIT {limit}",
            like.values + holds.values,
        )


def _like(pattern: str) -> str:
    return f"%{pattern[:INDEXED]}%"


def _has_trigrams() -> bool:
    """Whether the extension is there; made where the role may."""
    try:
        with transaction.atomic():
            run(Clause("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except DatabaseError:
        return False
    return True


def _indexes() -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "search_entry")
    return set(found)


def _index_of(kind: str) -> str:
    return f"search_{kind}_trigram"[:63]
