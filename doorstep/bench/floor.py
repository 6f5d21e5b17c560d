"""The floor: the same rows by hand-written SQL, through sqlite3 or psycopg, as JSON by orjson."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import psycopg

OWN = str.split(
    "id salutation first_name middle_name last_name name organisation job_title gender email "
    "phone mobile website from_customer_id type request_type request value employees "
    "annual_revenue qualification qualified_on next_contact_at next_contact_until "
    "next_contact_how city state country language unsubscribed disabled score customer_id custom "
    "created_at updated_at version"
)
# What stands in other tables: the public name, the table, what is read of it.
JOINED = (
    ("status", "parties_leadstatus", "name"),
    ("source", "parties_leadsource", "name"),
    ("campaign", "parties_campaign", "name"),
    ("territory", "users_territory", "name"),
    ("industry", "parties_industry", "name"),
    ("market_segment", "parties_marketsegment", "name"),
    ("qualified_by", "users_user", "email"),
    ("lead_owner", "users_user", "email"),
    ("owner", "users_user", "email"),
    ("next_contact_by", "users_user", "email"),
)
NAMES = [name.removesuffix("_id") for name in OWN] + [name for name, _table, _column in JOINED]
FIELDS = ",".join([f"l.{name}" for name in OWN] + [f"{n}.{column}" for n, _t, column in JOINED])
FROM = "FROM {table} l " + " ".join(
    f"LEFT JOIN {table} {name} ON {name}.id=l.{name}_id" for name, table, _column in JOINED
)
ONE = f"SELECT {FIELDS} {FROM} WHERE l.id=?"
LIST = (
    f"SELECT {FIELDS} {FROM} WHERE l.status_id="
    "(SELECT id FROM parties_leadstatus WHERE name='Open') "
    "ORDER BY l.created_at DESC, l.id DESC LIMIT 51"
).format(table="parties_lead")
TAGS = (
    "SELECT g.about_id, t.name FROM records_tagging g JOIN records_tag t ON t.id=g.tag_id "
    "WHERE g.about_type='parties.lead' AND g.about_id "
)
Ask = Callable[[str, tuple[Any, ...]], list[Any]]


def connected() -> tuple[Ask, Callable[[str], object]]:
    """A function that asks, and one that only tells: BEGIN, COMMIT."""
    if url := os.environ.get("DATABASE_URL"):
        link = psycopg.connect(url, autocommit=True)
        return lambda text, with_: link.execute(
            text.replace("?", "%s"), with_
        ).fetchall(), link.execute
    path = Path(os.environ["DOORSTEP_HOME"]) / "doorstep.sqlite3"
    file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        file.execute(f"PRAGMA {setting}")
    return lambda text, with_: file.execute(text, with_).fetchall(), file.execute


ask, tell = connected()


@cache
def _copied() -> str:
    """The columns of a lead but those that must differ from row to row."""
    if os.environ.get("DATABASE_URL"):
        names = "SELECT column_name FROM information_schema.columns WHERE table_name=?"
        found = [name for (name,) in ask(names, ("parties_lead",))]
    else:
        found = [row[1] for row in ask("PRAGMA table_info(parties_lead)", ())]
    return ",".join(f'"{name}"' for name in found if name not in ("id", "email", "email_key"))


def store(like: int, body: bytes) -> list[Any]:
    """A new row with the values of another, and a line of journal, in one transaction; then the
    row as it is shown."""
    sent = orjson.loads(body)
    tell("BEGIN")
    rows = ask(
        f"INSERT INTO bench_lead (email,email_key,{_copied()}) SELECT ?,?,{_copied()} "
        f"FROM parties_lead WHERE id=? RETURNING id",
        (sent["email"], sent["email"], like),
    )
    image = orjson.dumps(sent).decode()
    ask("INSERT INTO bench_audit VALUES (?,?,?,?) RETURNING lead", (rows[0][0], "now", 1, image))
    tell("COMMIT")
    return ask(ONE.format(table="bench_lead"), (rows[0][0],))


def tags(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if os.environ.get("DATABASE_URL"):
        rows = ask(f"{TAGS}= ANY(?)", (ids,))
    else:
        rows = ask(f"{TAGS}IN (SELECT value FROM json_each(?))", (orjson.dumps(ids).decode(),))
    for pk, name in rows:
        found.setdefault(pk, []).append(name)
    return found


def shown(rows: list[Any]) -> list[dict[str, Any]]:
    """The same fields that the API answers with."""
    hung = tags([row[0] for row in rows])
    items = [dict(zip(NAMES, row, strict=True)) for row in rows]
    for item in items:
        item["tags"] = hung.get(item["id"], [])
        if isinstance(item["custom"], str):
            item["custom"] = orjson.Fragment(item["custom"])
    return items


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """GET a list or a row; POST stores a row."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] == "POST":
        rows = store(int(path.rpartition("/")[2]), environ["wsgi.input"].read())
    elif path.rpartition("/")[2].isdigit():
        rows = ask(ONE.format(table="parties_lead"), (int(path.rpartition("/")[2]),))
    else:
        rows = ask(LIST, ())
    items = shown(rows[:50])
    start_response("200 OK", [("Content-Type", "application/json")])
    return [orjson.dumps({"items": items, "next": None}, default=str)]
