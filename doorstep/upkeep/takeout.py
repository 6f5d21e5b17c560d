"""All that an install holds, in a form that any program reads: lines of JSON and the files.

Unlike a backup it goes from one database to another. What is of passing interest stays behind:
sessions, tasks, heartbeats, and the search index, which is made anew.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.history.models import Event
from doorstep.kit.errors import Conflict
from doorstep.upkeep.archive import new_archive, open_archive
from doorstep.upkeep.backup import add_files, check_folder, is_in_use, load_files
from doorstep.upkeep.databases import (
    applied_migrations,
    continue_numbering,
    last_numbers,
    one_moment,
)

ROWS, ENDING = "rows/", ".jsonl"
WHAT = "everything"
CHUNK = 1_000
STAYS = {
    "account.EmailConfirmation",
    "django_tasks_database.DBTaskResult",
    "exchange.ExportJob",
    "users.Session",
}
STAYING_APPS = {"search", "upkeep"}
SHOWN = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC
Say = Callable[[str], object]


def take_out(path: Path, say: Say = lambda line: None) -> dict[str, int]:
    """Write everything into one file, as it was at one moment; how many rows of each table."""
    check_folder(path)
    counts: dict[str, int] = {}
    facts = {
        "what": WHAT,
        "made_at": now().isoformat(),
        "database": connection.vendor,
        "migrations": applied_migrations(),
        "counts": counts,
    }
    with new_archive(path, facts) as writer:
        with one_moment():
            ours = {model._meta.db_table for model in tables()}
            numbers = last_numbers().items()
            facts["last_numbers"] = {table: n for table, n in numbers if table in ours}
            for model in tables():
                with writer.part(_part_of(model)) as part:
                    counts[model._meta.label] = _write_rows(model, part)
                say(f"{model._meta.label}: {counts[model._meta.label]:,}")
        add_files(writer)
    return counts


def take_in(path: Path, say: Say = lambda line: None) -> dict[str, int]:
    """Make an empty install what the file holds; everything, or nothing of it."""
    with open_archive(path) as (archive, manifest):
        _check(path, manifest)
        if is_in_use() or Event.objects.exists():
            raise Conflict(_("Everything can only be taken into an install that is empty."))
        with transaction.atomic():
            _clear()
            for model in tables():
                _read_rows(model, archive, manifest)
                say(f"{model._meta.label}: {manifest['counts'][model._meta.label]:,}")
            continue_numbering(manifest["last_numbers"])
            load_files(archive, manifest)
    counts: dict[str, int] = manifest["counts"]
    return counts


def tables() -> list[type[models.Model]]:
    """What goes along."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in STAYS and model._meta.app_label not in STAYING_APPS
    ]


def _check(path: Path, manifest: dict[str, Any]) -> None:
    """That this version of the program understands these rows, and all of them are there."""
    if manifest.get("what") != WHAT:
        raise Conflict(_("%(path)s was not made by export-all.") % {"path": path})
    ours, its = applied_migrations(), manifest["migrations"]
    for app in sorted(ours.keys() | its.keys()):
        if ours.get(app) != its.get(app):
            message = _("%(path)s is of another version: %(app)s stands at %(its)s, not %(ours)s.")
            versions = {"its": its.get(app, "–"), "ours": ours.get(app, "–")}
            raise Conflict(message % {"path": path, "app": app, **versions})
    for model in tables():
        if _part_of(model) not in manifest["parts"]:
            raise Conflict(_("%(path)s lacks %(name)s.") % {"path": path, "name": _part_of(model)})


def _part_of(model: type[models.Model]) -> str:
    return f"{ROWS}{model._meta.label_lower}{ENDING}"


def _fields(model: type[models.Model]) -> list[Any]:
    """Without those that the database computes."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def _write_rows(model: type[models.Model], part: Any) -> int:
    names = [field.attname for field in _fields(model)]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(CHUNK)
    count = 0
    for row in rows:
        values = dict(zip(names, row, strict=True))
        part.write(orjson.dumps(values, default=str, option=SHOWN) + b"\n")
        count += 1
    return count


def _read_rows(
    model: type[models.Model], archive: zipfile.ZipFile, manifest: dict[str, Any]
) -> None:
    """Past the journal: these rows are the journal, and what it tells of."""
    fields = _fields(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
    count = 0
    with archive.open(_part_of(model)) as part, connection.cursor() as cursor:
        for lines in _chunks(part):
            cursor.executemany(insert, [_values(fields, orjson.loads(line)) for line in lines])
            count += len(lines)
    if count != manifest["counts"][model._meta.label]:
        raise Conflict(_("%(name)s is not complete.") % {"name": _part_of(model)})


def _values(fields: list[Any], row: dict[str, Any]) -> list[Any]:
    values = []
    for field in fields:
        value = row[field.attname]
        exact = value if value is None else field.to_python(value)
        values.append(field.get_db_prep_save(exact, connection))
    return values


def _chunks(part: Any) -> Iterator[list[bytes]]:
    while lines := list(islice(part, CHUNK)):
        yield lines


def _clear() -> None:
    """What an empty install begins with: roles, lists, the system's own user."""
    known = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    found = [t for t in known if not t.startswith("search_")]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), found, reset_sequences=False):
            cursor.execute(statement)
