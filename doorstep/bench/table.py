"""``doorstep bench``: makes the install, measures, and prints the table."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from doorstep.bench.operations import (
    Figure,
    deep_pages,
    importing,
    journaled,
    long_timelines,
    money,
    over_http,
    searching,
    undoing,
)
from doorstep.bench.place import program, throwaway


def bench(rows: int, imported: int = 20_000) -> Iterator[Figure]:
    """Every figure, as soon as it is known."""
    with throwaway() as env, tempfile.TemporaryDirectory() as folder:
        print(f"Making {rows:,} leads …", file=sys.stderr, flush=True)
        told = json.loads(program("doorstep.bench.data", str(rows), env=env).stdout)
        yield from over_http(told, env)
        yield deep_pages(env)
        yield from searching(env)
        yield from long_timelines(env, min(rows, 10_000))
        yield from journaled(env, min(rows, 300))
        yield from money(env, rows, min(rows, 10_000))
        yield undoing(env, min(rows, 10_000))
        yield importing(env, imported, Path(folder))


def as_json(figure: Figure) -> dict[str, Any]:
    ratio = round(figure.ours / figure.floor, 2) if figure.floor else None
    return {
        "operation": figure.name,
        "ours": round(figure.ours, 3),
        "unit": figure.unit,
        "floor": figure.floor and round(figure.floor, 3),
        "ratio": ratio,
        "aim": figure.aim,
        "kept": figure.kept if figure.aim else None,
    }


def line(figure: Figure) -> str:
    floor = f"{figure.floor:8.3f}" if figure.floor else " " * 8
    ours = f"{figure.ours:10,.2f} {figure.unit:7}"
    kept = "" if not figure.aim else ("kept" if figure.kept else "MISSED")
    return f"{figure.name:24}{ours} {floor} {figure.ratio:>7}  {figure.aim:>15}  {kept}"


HEAD = f"{'operation':24}{'ours':>10} {'':7} {'floor':>8} {'ratio':>7}  {'aim':>15}"
