"""What is measured, and what we aim at: the multiples of the floor, or milliseconds of CPU."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from doorstep.bench.data import write_csv
from doorstep.bench.place import Environment, program
from doorstep.bench.serving import Served, served

Told = dict[str, Any]
OURS, FLOOR = "doorstep.wsgi:application", "doorstep.bench.floor:application"


@dataclass(frozen=True)
class Figure:
    """One line of the table: our cost, the floor's where there is one, and the aim."""

    name: str
    ours: float
    floor: float | None
    unit: str
    aim: str
    kept: bool

    @property
    def ratio(self) -> str:
        return f"{self.ours / self.floor:.1f}×" if self.floor else ""


@dataclass(frozen=True)
class Request:
    """An operation over HTTP. ``most`` is what we aim at: a multiple of the floor or ms of CPU."""

    name: str
    path: str
    floor: str = ""
    most: float = 0
    most_ms: float = 0
    as_page: bool = False
    creates: bool = False


def requests(told: Told, is_sqlite: bool) -> list[Request]:
    lead = told["lead"]
    one = f"/api/v1/leads/{lead}"
    return [
        Request("API list of 50", "/api/v1/leads?status=Open", "/leads", most=4),
        Request("API get", one, one, most_ms=1.5),
        Request("API create", "/api/v1/leads", one, most=6 if is_sqlite else 5, creates=True),
        Request("API list, searched", "/api/v1/leads?q=kroon%20light"),
        Request("API list, custom field", "/api/v1/leads?custom_room=Hall"),
        Request("API timeline", f"{one}/timeline"),
        Request("HTML list, 50 rows", "/leads/?status=Open", most_ms=6, as_page=True),
        Request("HTML record", f"/leads/{lead}/", as_page=True),
        Request("API search", "/api/v1/search?q=kroon%20light", most_ms=10),
    ]


def over_http(told: Told, env: Environment) -> Iterator[Figure]:
    asked = requests(told, "DATABASE_URL" not in env)
    with served(FLOOR, env) as floor:
        floors = {
            each.name: floor.cost(each.floor, {}, bodies=_bodies(each), times=2000)
            for each in asked
            if each.floor
        }
    with served(FLOOR, env) as floor, served(OURS, env) as ours:
        _say_the_same(floor, ours, _headers(asked[0], told))
    with served(OURS, env) as ours:
        for each in asked:
            taken = ours.cost(each.path, _headers(each, told), bodies=_bodies(each))
            yield _judged(each, taken, floors.get(each.name))


def _say_the_same(floor: Served, ours: Served, headers: dict[str, str]) -> None:
    """Else it would be no floor."""
    shown = [
        json.loads(each.answer("/api/v1/leads?status=Open", headers))["items"]
        for each in (floor, ours)
    ]
    for one, other in zip(*shown, strict=True):
        if one["id"] != other["id"] or one.keys() != other.keys():
            says = sorted(one.keys() ^ other.keys())
            raise RuntimeError(f"The floor answers otherwise than we do: {says}")


def _judged(asked: Request, taken: float, floor: float | None) -> Figure:
    if asked.most and floor:
        kept, aim = taken / floor <= asked.most, f"≤ {asked.most:g}×"
    elif asked.most_ms:
        kept, aim = taken <= asked.most_ms, f"≤ {asked.most_ms:g} ms"
    else:
        kept, aim = True, ""
    return Figure(asked.name, taken, floor, "ms CPU", aim, kept)


def _headers(asked: Request, told: Told) -> dict[str, str]:
    if asked.as_page:
        return {"Cookie": f"sessionid={told['session']}"}
    return {"Authorization": f"Bearer {told['token']}", "Content-Type": "application/json"}


def _bodies(asked: Request) -> Iterator[str] | None:
    if not asked.creates:
        return None
    tag = time.monotonic_ns()
    return (
        json.dumps({"name": f"Ada Archer {n}", "email": f"ada.{tag}.{n}@new.example"})
        for n in count()
    )


def deep_pages(env: Environment) -> Figure:
    """SQL alone of a page in the middle of the list, as the list itself asks for it."""
    taken = float(program("doorstep.bench.deep", env=env).stdout)
    return Figure("Page at any depth", taken, None, "ms SQL", "≤ 0.5 ms", taken <= 0.5)


def importing(env: Environment, rows: int, folder: Path) -> Figure:
    """Rows a second of a file of leads nobody has, with all rules, journal and index."""
    path = folder / "leads.csv"
    write_csv(path, rows, seed=2)
    taken = float(program("doorstep.bench.importing", str(path), env=env).stdout)
    speed = rows / taken
    return Figure("Import of leads", speed, None, "rows/s", "≥ 5,000 rows/s", speed >= 5000)


def undoing(env: Environment, rows: int) -> Figure:
    """An undo of a change of so many rows."""
    taken = float(program("doorstep.bench.undoing", str(rows), env=env).stdout)
    most = rows / 10_000
    return Figure(f"Undo of {rows:,} rows", taken, None, "s CPU", f"≤ {most:g} s", taken <= most)


def journaled(env: Environment, times: int) -> Iterator[Figure]:
    """The floor is the same write without a journal."""
    for name, ours, plain in json.loads(
        program("doorstep.bench.journal", str(times), env=env).stdout
    ):
        yield Figure(name, ours, plain, "ms CPU", "", True)


def long_timelines(env: Environment, entries: int) -> Iterator[Figure]:
    """The floor is the same SQL, bare."""
    told = json.loads(program("doorstep.bench.timeline", str(entries), env=env).stdout)
    for name, ours, bare in told:
        most = 120 if name.endswith("searched") else 30
        named = f"{name}, {entries:,}"
        yield Figure(named, ours, bare, "ms", f"≤ {most} ms", ours <= most)


def searching(env: Environment) -> Iterator[Figure]:
    """The slowest twentieth of the searches decides."""
    for name, _median, slow in json.loads(program("doorstep.bench.searching", env=env).stdout):
        most = 60 if name.endswith("slip") else 10
        yield Figure(name, slow, None, "ms CPU", f"≤ {most} ms", slow <= most)


def money(env: Environment, invoices: int, documents: int) -> Iterator[Figure]:
    """From an offer to an invoice, and pages over many of them."""
    words = (str(invoices), str(documents))
    told = json.loads(program("doorstep.bench.money", *words, env=env).stdout)
    for name, ours, floor, unit in told:
        most = 4 if unit == "ms" else None
        kept = most is None or ours / floor <= most
        yield Figure(name, ours, floor, unit, f"≤ {most}×" if most else "", kept)
