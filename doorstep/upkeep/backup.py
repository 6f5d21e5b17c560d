"""One file that holds an install: database, attached files, secret key. And the way back."""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.env import env
from doorstep.kit.errors import Conflict
from doorstep.upkeep.archive import Writer, new_archive, open_archive
from doorstep.upkeep.databases import (
    applied_migrations,
    last_numbers,
    load_database,
    save_database,
)
from doorstep.upkeep.models import Beat

FILES = "files/"
SECRET = "secret_key"


def back_up(path: Path) -> None:
    """May run while the install works. The database first: each file it names exists by then."""
    check_folder(path)
    facts = {
        "made_at": now().isoformat(),
        "database": connection.vendor,
        "migrations": applied_migrations(),
        "last_numbers": last_numbers(),
    }
    with new_archive(path, facts) as writer:
        save_database(writer)
        add_files(writer)
        if (key := settings.HOME / SECRET).exists():
            writer.add_file(SECRET, key)
    with open_archive(path):
        pass  # read once more: what cannot be read back is no backup


def restore(path: Path, *, force: bool = False) -> Path | None:
    """Make the install what the backup holds. What was there is backed up first; where to."""
    with open_archive(path) as (archive, manifest):
        if manifest["database"] != connection.vendor:
            message = _("This is a backup of %(its)s, and the install uses %(ours)s.")
            ours = connection.vendor
            raise Conflict(message % {"its": manifest["database"], "ours": ours})
        kept = _put_aside(force) if is_in_use() else None
        load_database(archive, manifest)
        Beat.objects.all().delete()
        load_files(archive, manifest)
        _load_secret(archive, manifest)
    return kept


def check_folder(path: Path) -> None:
    """That a file can be made there."""
    if not path.parent.is_dir():
        raise Conflict(_("There is no folder %(path)s.") % {"path": path.parent})


def add_files(writer: Writer) -> None:
    """All that was attached to records."""
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.rglob("*")):
        if file.is_file():
            writer.add_file(FILES + file.relative_to(root).as_posix(), file)


def load_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """The attached files, in place of those that are there."""
    root = Path(settings.MEDIA_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    for name in manifest["parts"]:
        if name.startswith(FILES):
            _extract(archive, name, root / name.removeprefix(FILES))


def is_in_use() -> bool:
    """Someone can sign in. In plain SQL: the tables may be those of another version."""
    users = get_user_model()._meta.db_table
    with connection.cursor() as cursor:
        if users not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {users} WHERE substr(password, 1, 1) <> %s)",
            [UNUSABLE_PASSWORD_PREFIX],
        )
        return bool(cursor.fetchone()[0])


def _put_aside(force: bool) -> Path:
    if not force:
        raise Conflict(_("The install is not empty. --force replaces it, keeping it aside."))
    if running := _running():
        message = _("Stop Doorstep first: %(process)s is running (or ended badly a moment ago).")
        raise Conflict(message % {"process": running})
    kept: Path = settings.HOME / f"before-restore-{datetime.now():%Y%m%d-%H%M%S}.zip"
    back_up(kept)
    return kept


def _running() -> Beat | None:
    if Beat._meta.db_table not in connection.introspection.table_names():
        return None
    return (Beat.objects.alive("worker") | Beat.objects.alive("clock")).first()


def _load_secret(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    if SECRET in manifest["parts"]:
        (settings.HOME / SECRET).unlink(missing_ok=True)
        _extract(archive, SECRET, settings.HOME / SECRET)
        if not env("DOORSTEP_SECRET_KEY"):  # what runs on here reads what is sealed with it
            settings.SECRET_KEY = (settings.HOME / SECRET).read_text().strip()


def _extract(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with archive.open(name) as part, path.open("wb") as file:
        shutil.copyfileobj(part, file)
