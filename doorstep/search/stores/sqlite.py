"""SQLite: FTS5 with trigrams over the entries, kept by triggers.

``detail=none`` keeps which entry holds a trigram, not where: half the size, and the entry's text
answers the rest. A trigger costs little only when all rows come in one statement, as here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from time import monotonic

import orjson
from django.db import connection

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

STEP = 3  # trigrams that overlap narrow it down no further, and each costs a list to read
MOST_TRIGRAMS = 4  # of a reading; the entry's text decides
LEARNED_FROM = 300  # entries of a kind, to tell rare trigrams from common ones
COMMON = LEARNED_FROM // 4  # of these: a longer list costs more than it narrows down
LONGEST_LEARNED = 400  # signs of one
GUESSED_ANEW = 600  # seconds
SAMPLE, FAR = 500, 200  # matches, and entries between two of them

# Spread over all entries of a kind: neighbours have numbers that begin alike.
SOME = f"""WITH RECURSIVE ends AS (SELECT min(id) AS low, max(id) AS high FROM search_entry
    WHERE id BETWEEN %s AND %s), steps(at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM steps
    WHERE at < {LEARNED_FROM})
    SELECT (SELECT text FROM search_entry WHERE id >= low + (high - low) * at / {LEARNED_FROM}
        AND id <= %s ORDER BY id LIMIT 1) FROM ends, steps WHERE low IS NOT NULL"""
Frequency = Mapping[str, int]
TABLE = """CREATE VIRTUAL TABLE IF NOT EXISTS search_trigram USING fts5(
    text, content='search_entry', content_rowid='id',
    tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"""
FORGET = (
    "INSERT INTO search_trigram(search_trigram, rowid, text) VALUES('delete', old.id, old.text);"
)
LEARN = "INSERT INTO search_trigram(rowid, text) VALUES(new.id, new.text);"
TRIGGERS = {
    "search_entry_made": f"AFTER INSERT ON search_entry BEGIN {LEARN} END",
    "search_entry_gone": f"AFTER DELETE ON search_entry BEGIN {FORGET} END",
    "search_entry_changed": "AFTER UPDATE OF text ON search_entry WHEN old.text <> new.text "
    f"BEGIN {FORGET} {LEARN} END",
}
PUT = f"""INSERT INTO search_entry ({COLUMNS})
    SELECT {", ".join(f"json_extract(value, '$[{at}]')" for at in range(5))}
    FROM json_each(%s) WHERE true
    ON CONFLICT (id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", ")[1:])}"""

SPELL = """INSERT OR IGNORE INTO search_spelling (form, word, frequency)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each(%s)"""


class SQLite(Store):
    def __init__(self) -> None:
        self._known: dict[Range, tuple[float, Frequency]] = {}

    @property
    def ways(self) -> tuple[Way, ...]:
        return (Way(self._newest, finds_all=True),)

    def few(self, kind: Range, readings: Sequence[Reading]) -> list[int] | None:
        """How far apart the newest matches lie tells whether they abound."""
        for most in (SAMPLE, LISTED):
            newest = self._newest(kind, readings, most)
            ids = [row[0] for row in rows(Clause(f"SELECT id FROM ({newest.sql})", newest.values))]
            if len(ids) < most:
                return ids
            if ids[0] - ids[-1] < most * FAR:
                return None
        return None

    def put(self, lines: Sequence[Line]) -> None:
        run(Clause(PUT, (orjson.dumps([tuple(line) for line in lines]).decode(),)))

    def spell(self, rows: Sequence[tuple[str, str, int]]) -> None:
        run(Clause(SPELL, (orjson.dumps(rows).decode(),)))

    def prepare(self, ranges: dict[str, Range]) -> None:
        run(Clause("CREATE INDEX IF NOT EXISTS search_entry_key ON search_entry (key)"))
        is_new = "search_trigram" not in connection.introspection.table_names()
        run(Clause(TABLE))
        for name, body in TRIGGERS.items():
            run(Clause(f"CREATE TRIGGER IF NOT EXISTS {name} {body}"))
        if is_new:
            run(Clause("INSERT INTO search_trigram(search_trigram) VALUES('rebuild')"))

    def lacks(self, ranges: dict[str, Range]) -> list[tuple[str, str]]:
        return []

    def holds(self, readings: Sequence[Reading]) -> Clause:
        return any_of(readings, "instr(e.text, %s)")

    def listed(self, numbers: Sequence[int]) -> Clause:
        values = orjson.dumps(list(numbers)).decode()
        return Clause("SELECT value FROM json_each(%s)", (values,))

    def optimise(self) -> None:
        run(Clause("INSERT INTO search_trigram(search_trigram) VALUES('optimize')"))

    def _newest(self, kind: Range, readings: Sequence[Reading], limit: int) -> Clause:
        holds = self.holds(readings)
        return Clause(
            "SELECT e.* FROM search_trigram"
            " CROSS JOIN search_entry e ON e.id = search_trigram.rowid"
            " WHERE search_trigram MATCH %s"
            f" AND search_trigram.rowid BETWEEN {kind.first} AND {kind.last} AND {holds.sql}"
            f" ORDER BY search_trigram.rowid DESC LIMIT {limit}",
            (_match(readings, self._common(kind)), *holds.values),
        )

    def _common(self, kind: Range) -> Frequency:
        """How often trigrams occur in some entries of a kind: guessed anew at times."""
        since, found = self._known.get(kind, (0.0, {}))
        if not since or monotonic() - since > GUESSED_ANEW:
            texts = rows(Clause(SOME, (*kind, kind.last)))
            found = Counter(gram for (text,) in texts if text for gram in _all_trigrams(text))
            self._known[kind] = monotonic(), found
        return found


def _all_trigrams(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(min(len(text), LONGEST_LEARNED) - 2)}


def _match(readings: Sequence[Reading], common: Frequency) -> str:
    """In the language of FTS5: every trigram is quoted, so nothing in it is understood."""
    each = [
        " AND ".join(f'"{gram}"' for gram in _trigrams(reading, common)) for reading in readings
    ]
    return " OR ".join(f"({grams})" for grams in each)


def _trigrams(reading: Reading, common: Frequency) -> list[str]:
    """The rarest of all patterns, as far as is known; of those that overlap one is enough."""
    places = [
        (common.get(pattern[at : at + 3], 0), number, at)
        for number, pattern in enumerate(reading)
        for at in range(len(pattern) - 2)
    ]
    found: dict[tuple[int, int], str] = {}
    for often, number, at in sorted(places):
        if len(found) == MOST_TRIGRAMS or (found and often > COMMON):
            break
        if all(other != number or abs(at - place) >= STEP for other, place in found):
            found[number, at] = reading[number][at : at + 3]
    return list(dict.fromkeys(found.values()))
