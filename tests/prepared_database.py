"""An empty database, migrated once for as long as no migration changes; tests get copies."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from django.apps import apps
from django.conf import settings
from django.db import connection

from doorstep.env import env
from tests.processes import OURS, ROOT

HOME = Path(settings.HOME)


def put_copy_in_place(anew_for: str = "") -> None:
    """Under the name of the test database; built if there is none, or once anew for a run."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["TEST"]["NAME"])
        remove(name)
        shutil.copyfile(prepared_file(anew_for), name)
    else:
        _copy_on_the_server(connection.creation._get_test_db_name(), anew_for)


def prepared_file(anew_for: str = "") -> Path:
    """The SQLite database that is copied. Who comes second waits for the first."""
    with _alone(anew_for) as anew:
        built = HOME / f"prepared-{mark()}.sqlite3"
        if anew or not built.exists():
            for old in HOME.glob("prepared-*.sqlite3"):
                remove(old)
            _migrate(DOORSTEP_HOME=str(HOME / "prepared"))
            (HOME / "prepared/doorstep.sqlite3").rename(built)
            shutil.rmtree(HOME / "prepared")
        return built


def empty_quickly() -> None:
    """After tests that commit: only what holds rows, for to truncate is to make anew each table.

    All keys are checked at the commit, when all rows are gone: no order of the tables is wrong.
    """
    usual = connection.ops.sql_flush

    def sql_flush(style: Any, tables: list[str], **options: Any) -> list[str]:
        if options.get("reset_sequences") or options.get("allow_cascade"):
            return usual(style, tables, **options)
        asked = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return [f'DELETE FROM "{table}"' for (table,) in cursor]

    if connection.vendor == "postgresql":
        connection.ops.sql_flush = sql_flush


@contextmanager
def empty_database() -> Iterator[None]:
    """Instead of the test database, for those who migrate it themselves."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_empty"
    _drop(name)
    if connection.vendor != "sqlite":
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    _connect_to(name)
    try:
        yield
    finally:
        _connect_to(usual)
        _drop(name)


def _connect_to(name: str) -> None:
    connection.close()
    if connection.vendor != "sqlite":
        connection.close_pool()
    connection.settings_dict["NAME"] = name


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        remove(Path(name))
    else:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def mark() -> str:
    """Another as soon as a migration is another, ours or one of a package."""
    read = hashlib.sha256(version("django").encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            read.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return read.hexdigest()[:12]


def remove(path: Path) -> None:
    """With what SQLite lays beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _copy_on_the_server(name: str, anew_for: str) -> None:
    base = connection.settings_dict["NAME"]
    built, unready = f"{base}_prepared_{mark()}", f"{base}_unready"
    with _alone(anew_for) as anew, connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        known = {name for (name,) in cursor if name.startswith(f"{base}_prepared_")}
        if anew or built not in known:
            for old in (*known, unready):
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{unready}"')
            _migrate(DATABASE_URL=_address(unready))
            cursor.execute(f'ALTER DATABASE "{unready}" RENAME TO "{built}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{built}"')


def _address(name: str) -> str:
    parts = urlsplit(env("DATABASE_URL"))
    return urlunsplit(parts._replace(path=f"/{quote(name)}"))


def _migrate(**given: str) -> None:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    subprocess.run(
        [sys.executable, "-m", "doorstep", "migrate"],
        cwd=ROOT,
        env={**kept, "DOORSTEP_HOME": str(HOME), **given},
        check=True,
        capture_output=True,
    )


@contextmanager
def _alone(anew_for: str) -> Iterator[bool]:
    """Of all that prepare in this home; true for the first of a run that wants it anew."""
    with (HOME / "prepared.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        yield bool(anew_for) and lock.read() != anew_for
        lock.truncate(0)
        lock.write(anew_for)
