"""What a page of a very long timeline takes, and the same statements bare, in milliseconds.

python -m doorstep.bench.timeline ENTRIES   prints [[name, ours, bare], …] as JSON
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

TIMES = 60
FORMS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Timeline page", {}),
    ("Timeline, the last page", {"after": "first"}),
    ("Timeline, calls alone", {"kinds": ["calls"]}),
    ("Timeline, relationship", {"whole": True}),
    ("Timeline, searched", {"text": "entry 77 "}),
)


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from doorstep.history.entries import story
    from doorstep.parties.models import Lead
    from doorstep.users.models import User

    by = User.objects.get(email="ana@bench.example")
    lead = Lead.objects.order_by("pk").first()
    first = fill(lead, by, int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = []
    for name, asked in FORMS:
        words = asked | ({"after": str(first + 20)} if "after" in asked else {})
        statements: list[tuple[str, Any]] = []

        def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            statements.append((sql, params))  # noqa: B023 - used before the next turn
            return execute(sql, params, many, context)

        with connection.execute_wrapper(keep):
            story(lead, by=by, **words)
        ours = spent(lambda: story(lead, by=by, **words))  # noqa: B023 - as above
        found.append((name, ours, spent(lambda: bare(statements))))  # noqa: B023 - as above
    print(json.dumps(found))


def fill(lead: Any, by: Any, entries: int) -> int:
    """So many notes and their journal, written at once; the number of the first event."""
    from doorstep.activity.models import Note
    from doorstep.history.models import Change, Event
    from doorstep.kit.noting import unrecorded

    named = {"subject_type": "parties.lead", "subject_id": lead.pk, "by": by, "size": 2}
    with unrecorded():
        notes = [Note.to(lead, text=f"An entry {n} of many", owner=by) for n in range(entries)]
        notes = Note.objects.bulk_create(notes)
    events = Event.objects.bulk_create(
        [Event(name="lead.noted", result_type="activity.note", **named) for _n in notes], 2_000
    )
    changes = []
    for event, note in zip(events, notes, strict=True):
        rows: tuple[Any, ...] = (
            ("activity.note", note.pk, "CREATED", None),
            ("parties.lead", lead.pk, "CHANGED", {}),
        )
        changes += [
            Change(event=event, record_type=t, record_id=pk, kind=kind, before=before)
            for t, pk, kind, before in rows
        ]
    Change.objects.bulk_create(changes, 2_000)
    return int(events[0].pk)


def bare(statements: list[tuple[str, Any]]) -> None:
    """The statements alone, through the driver."""
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.cursor.execute(_plain(sql, connection.vendor), params)
            cursor.cursor.fetchall()


def _plain(sql: str, vendor: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%") if vendor == "sqlite" else sql


def spent(work: Callable[[], Any]) -> float:
    taken = []
    for _time in range(TIMES):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


if __name__ == "__main__":
    main()
