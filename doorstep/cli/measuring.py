"""Commands that measure."""

from __future__ import annotations

import json

from doorstep.bench import table


def bench(*, rows: int, format: str = "") -> None:
    """Missing an aim is a figure, not a failure: the exit status stays 0."""
    if format == "json":
        print(json.dumps([table.as_json(figure) for figure in table.bench(rows)], indent=2))
        return
    print(table.HEAD, flush=True)
    for figure in table.bench(rows):
        print(table.line(figure), flush=True)
