"""What the journal costs: the same writes with it and without, in milliseconds of CPU a row.

python -m doorstep.bench.journal TIMES     prints [[name, with, without], …] as JSON
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

NUMBERS = count()


def spent(write: Callable[[], Any], rows: int) -> float:
    start = time.process_time()
    write()
    return (time.process_time() - start) * 1000 / rows


def figures(times: int) -> Iterator[tuple[str, float, float]]:
    from django.db import transaction

    from doorstep.history.journal import unrecorded
    from doorstep.parties.models import Lead
    from doorstep.records.actions import create, update
    from doorstep.users.access import locked
    from doorstep.users.models import User

    by = User.system()

    def plainly(write: Callable[[], Any]) -> None:
        with transaction.atomic(), unrecorded():
            write()

    def name() -> str:
        return f"Ada {next(NUMBERS)}"

    def each(write: Callable[[Any], Any], rows: list[Any]) -> Callable[[], Any]:
        return lambda: [write(row) for row in rows]

    def edited(lead: Any) -> None:
        plainly(lambda: update.function(locked(by, "edit", lead), by=by, name=name()))

    turns = [None] * times
    yield (
        "Create, journaled",
        spent(each(lambda _n: create(Lead, by=by, name=name()), turns), times),
        spent(
            each(lambda _n: plainly(lambda: create.function(Lead, by=by, name=name())), turns),
            times,
        ),
    )
    some = list(Lead.objects.all()[:times])
    yield (
        "Edit, journaled",
        spent(each(lambda lead: update(lead, by=by, name=name()), some), times),
        spent(each(edited, some), times),
    )


def main() -> None:
    import django

    django.setup()
    print(json.dumps(list(figures(int(sys.argv[1])))))


if __name__ == "__main__":
    main()
