"""Fills the throwaway install: always the same leads, of always the same people.

python -m doorstep.bench.data ROWS      prints what the measurements need, as JSON
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import make_aware

FIRST = ("Ada", "Bo", "Cara", "Dan", "Eva", "Finn", "Gia", "Hugo", "Ines", "Jan", "Kim", "Lea")
LAST = ("Archer", "Berg", "Cole", "Dahl", "Ekman", "Ford", "Gray", "Holm", "Jung", "Kroon", "Lund")
FIRMS = ("Works", "Lighting", "Studio", "Partners", "Supply", "Design", "Trading", "Systems")
START = make_aware(datetime(2020, 1, 1, 9))
ROOMS = ("Office", "Hall", "Kitchen", "Stairs", "Garden")
PART = 2000
EDITS = 30  # of the lead whose history is read


def people(rows: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """The same for every run: names that repeat, e-mails and numbers that do not."""
    dice = random.Random(seed)
    for number in range(rows):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        yield {
            "first_name": first,
            "last_name": f"{last}{number % 997}",
            "organisation": f"{dice.choice(LAST)} {dice.choice(FIRMS)} {number % 9001}",
            "email": f"{first}.{last}.{seed}.{number}@firm{number % 9001}.example".lower(),
            "phone": f"+4930{20000000 + number}",
            "city": dice.choice(("Berlin", "Leeds", "Lyon", "Oslo", "Turin")),
            "value": f"{dice.randrange(100, 50_000)}.00",
        }


def write_csv(path: Path, rows: int, seed: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, next(people(1)).keys())
        writer.writeheader()
        writer.writerows(people(rows, seed))


def fill(rows: int) -> dict[str, Any]:
    """Leads of one salesperson, without history; a token and a session for her."""
    from doorstep.history.journal import unrecorded
    from doorstep.office.actions import add_user, make_token
    from doorstep.parties.actions import update_lead
    from doorstep.parties.models import Lead, LeadSource, LeadStatus
    from doorstep.records.actions.custom import add_field
    from doorstep.records.models import CustomField
    from doorstep.users.models import ApiToken, Role, User

    boss, role = User.system(), Role.objects.get(name="Administrator")
    add_field(CustomField, by=boss, record_type="parties.lead", label="Room", name="room")
    user = add_user(User, by=boss, email="ana@bench.example", name="Ana Bench", roles=[role])
    statuses = list(LeadStatus.objects.order_by("position")[:4])
    source = LeadSource.objects.get(name="Website")
    shared = {"source": source, "owner": user, "lead_owner": user}
    made: list[Lead] = []
    with unrecorded():
        for number, facts in enumerate(people(rows)):
            lead = Lead(status=statuses[number % 4], score=number % 100, **shared, **facts)
            lead.created_at = START + timedelta(minutes=number)
            lead.custom = {"room": ROOMS[number % len(ROOMS)]}
            lead.tidy()
            made.append(lead)
            if len(made) == PART:
                Lead.objects.bulk_create(made)
                made.clear()
        Lead.objects.bulk_create(made)
    token = make_token(ApiToken, by=user, user=user, name="bench").text
    middle = Lead.objects.order_by("pk")[rows // 2]
    for number in range(EDITS):
        update_lead(middle, by=user, city=f"Town {number}")
    return {"token": token, "session": _session_of(user), "lead": middle.pk}


def _session_of(user: Any) -> Any:
    """The key of a session she is signed in with."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from doorstep.users.sessions import Backend, SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = f"{Backend.__module__}.{Backend.__qualname__}"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from doorstep.search.rebuilding import rebuild
    from doorstep.upkeep.starting import prepare

    prepare()
    told = fill(int(sys.argv[1]))
    rebuild()
    with connection.cursor() as cursor:
        for statement in _floor_tables(cursor, connection.vendor):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    print(json.dumps(told))


def _floor_tables(cursor: Any, vendor: str) -> Iterator[str]:
    """Where the floor writes: a table with the leads' indexes, and one for the journal."""
    yield "CREATE TABLE bench_audit (lead BIGINT, at TEXT, who BIGINT, image TEXT)"
    if vendor == "postgresql":
        yield "CREATE TABLE bench_lead (LIKE parties_lead INCLUDING ALL)"
        return
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name='parties_lead' AND sql NOT NULL")
    for (statement,) in cursor.fetchall():
        named = statement.replace('"parties_lead"', '"bench_lead"')
        yield re.sub(r'INDEX "', 'INDEX "bench_', named, count=1)


if __name__ == "__main__":
    main()
