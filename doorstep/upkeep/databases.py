"""The whole database into an archive and back: a copy of the file, or of every table's rows."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from psycopg import sql

from doorstep.kit.errors import Conflict
from doorstep.upkeep.archive import BLOCK, Writer

SQLITE = "database.sqlite3"
TABLES = "tables/"
CACHE = "cache"  # made when Doorstep starts; nothing in it needs to be kept


def save_database(writer: Writer) -> None:
    """As it was at one moment, while others may go on writing."""
    _save_file(writer) if connection.vendor == "sqlite" else _save_tables(writer)


def load_database(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Replace everything that is there, and bring it up to this version."""
    if connection.vendor == "sqlite":
        _load_file(archive)
    else:
        _load_tables(archive, manifest)
    call_command("migrate", verbosity=0, interactive=False)


def applied_migrations() -> dict[str, str]:
    """The last applied one of each app: what the rows of a table mean."""
    last: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        last[app] = name
    return last


def last_numbers() -> dict[str, int]:
    """The last number each table gave to a row, which may be gone since: by table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
        else:
            cursor.execute(
                "SELECT t.relname, s.last_value FROM pg_sequences s "
                "JOIN pg_class q ON q.relname = s.sequencename JOIN pg_namespace n "
                "ON n.oid = q.relnamespace AND n.nspname = s.schemaname "
                "JOIN pg_depend d ON d.objid = q.oid AND d.deptype IN ('a', 'i') "
                "JOIN pg_class t ON t.oid = d.refobjid "
                "WHERE s.schemaname = current_schema() AND s.last_value IS NOT NULL"
            )
        return dict(sorted(cursor.fetchall()))


def continue_numbering(last: dict[str, int]) -> None:
    """Give no number twice, not even that of a row that is gone: the history speaks of it."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        _begin_after_the_rows(cursor)
        for table, number in last.items():
            if table in tables:
                _begin_after(cursor, table, number)


def _begin_after_the_rows(cursor: Any) -> None:
    """SQLite sees to that by itself."""
    models = apps.get_models(include_auto_created=True)
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)


def _begin_after(cursor: Any, table: str, number: int) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [number, table]
        )
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s WHERE NOT EXISTS "
            "(SELECT 1 FROM sqlite_sequence WHERE name = %s)",
            [table, number, table],
        )
    else:
        quoted = connection.ops.quote_name(table)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), "
            f"greatest(%s, (SELECT max(id) FROM {quoted})))",
            [quoted, number],
        )


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of the same moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # a plain one: Django's own keeps others from writing
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _save_file(writer: Writer) -> None:
    with _beside_the_database() as copy, closing(sqlite3.connect(copy)) as target:
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source:
            source.backup(target)
        _check_whole(target)
        target.execute("PRAGMA journal_mode=DELETE")
        writer.add_file(SQLITE, copy)


def _load_file(archive: zipfile.ZipFile) -> None:
    """Through SQLite's own copying, which keeps a journal that is lying about out of it."""
    with _beside_the_database() as copy:
        with archive.open(SQLITE) as part, copy.open("wb") as file:
            shutil.copyfileobj(part, file, BLOCK)
        connection.close()
        with closing(sqlite3.connect(copy)) as source:
            _check_whole(source)
            with closing(sqlite3.connect(connection.settings_dict["NAME"])) as target:
                source.backup(target)


def _check_whole(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise Conflict(_("The database is damaged: %(found)s") % {"found": found})


@contextmanager
def _beside_the_database() -> Iterator[Path]:
    home = Path(connection.settings_dict["NAME"]).parent
    with tempfile.TemporaryDirectory(dir=home, prefix="copy-") as folder:
        yield Path(folder) / "copy.sqlite3"


def _save_tables(writer: Writer) -> None:
    """One part a table, in PostgreSQL's text format, all from one snapshot."""
    with one_moment(), _raw_cursor() as cursor:
        for table in _tables():
            names = sql.SQL(", ").join(map(sql.Identifier, _columns(table)))
            query = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), names)
            with writer.part(f"{TABLES}{table}") as part:
                part.write("\t".join(_columns(table)).encode() + b"\n")
                with cursor.copy(query) as rows:
                    for row in rows:
                        part.write(row)


def _load_tables(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Make the tables as they were then, and put their rows in."""
    targets = list(manifest["migrations"].items())
    known = MigrationExecutor(connection).loader.graph.nodes
    if unknown := [target for target in targets if target not in known]:
        message = _("The backup is of another version: it knows %(name)s.")
        raise Conflict(message % {"name": "/".join(unknown[0])})
    _drop_all()
    MigrationExecutor(connection).migrate(targets)
    ours = [f"{TABLES}{table}" for table in _tables()]
    with transaction.atomic(), _raw_cursor() as cursor:
        everything = sql.SQL(", ").join(map(sql.Identifier, _tables()))
        cursor.execute(sql.SQL("TRUNCATE {}").format(everything))
        for name in [name for name in manifest["parts"] if name in ours]:
            with archive.open(name) as part:
                columns = part.readline().decode().rstrip("\n").split("\t")
                names = sql.SQL(", ").join(map(sql.Identifier, columns))
                table = sql.Identifier(name.removeprefix(TABLES))
                query = sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)
                with cursor.copy(query) as rows:
                    while block := part.read(BLOCK):
                        rows.write(block)
    continue_numbering(manifest.get("last_numbers", {}))


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_list(cursor)
    return sorted(table.name for table in found if table.type == "t" and table.name != CACHE)


def _columns(table: str) -> list[str]:
    """Without those that the database computes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = "
            "current_schema() AND table_name = %s AND is_generated = 'NEVER' "
            "ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _drop_all() -> None:
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


@contextmanager
def _raw_cursor() -> Iterator[psycopg.Cursor[Any]]:
    """The driver's own, which can copy."""
    with connection.cursor() as cursor:
        yield cursor.cursor
