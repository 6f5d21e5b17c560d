"""What must be in place before an install can run: tables, the cache's table, static files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from doorstep.kit.errors import Conflict
from doorstep.users import bootstrap as users

IGNORED = ["django_htmx", "admin"]
LOCK = 7_206_317_001  # any number, the same for all of us


def prepare() -> None:
    """Bring an install up to this version; quick where there is nothing to do."""
    check_database()
    with _one_at_a_time():
        if waiting_migrations():
            call_command("migrate", verbosity=0, interactive=False)
        else:
            users.prepare()  # as after a migration: a new version may bring new permissions
        call_command("createcachetable", verbosity=0)
    collect_static()


def check_prepared() -> None:
    """For a part that runs alone: another machine may not have migrated yet."""
    check_database()
    if waiting_migrations():
        raise Conflict("The database is not at this version. Run: doorstep migrate")
    collect_static()


def check_database() -> None:
    """Refuse in words, and soon, where the pool would only say that it waited."""
    if connection.vendor != "postgresql":
        return
    try:
        psycopg.connect(**connection.get_connection_params() | {"connect_timeout": 5}).close()
    except psycopg.OperationalError as error:
        place = connection.settings_dict["HOST"] or "its socket"
        why = str(error).strip().splitlines()[0]
        raise Conflict(f"The database at {place} does not answer: {why}") from None


def waiting_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def collect_static() -> None:
    """Join, hash and compress the static files, if any changed since the last time."""
    if settings.DEBUG:
        return
    root = Path(settings.STATIC_ROOT)
    mark, seen = root / "collected", _fingerprint()
    if mark.exists() and mark.read_text() == seen:
        return
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=IGNORED)
    mark.write_text(seen)


def _fingerprint() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(IGNORED):
            stat = Path(storage.path(path)).stat()
            found.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    for ours in sorted((Path(__file__).parents[1] / "ui").glob("*.py")):
        found.update(ours.read_bytes())  # how they are joined may change too
    return found.hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Machines that start together must not migrate together."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
