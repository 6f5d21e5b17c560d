"""Uploaded files on their way in, and rejected rows on their way back to whoever sent them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.exchange.models import ImportJob, ImportRow
from doorstep.exchange.tables.opening import LARGEST, open_table
from doorstep.exchange.tables.table import UnreadableFile
from doorstep.kit.clock import every
from doorstep.kit.guarded import csv_line

DAYS_KEPT = 30  # of a file that was uploaded


def keep_upload(file: UploadedFile) -> Path:
    """Under a name of our own: what a browser calls a file is never a path here."""
    if (file.size or 0) > LARGEST:
        raise UnreadableFile(_("This file is larger than %d MB.") % (LARGEST >> 20))
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    suffix = Path(file.name or "").suffix.lower()
    path = folder / (secrets.token_hex(16) + (suffix if suffix.isascii() else "")[:8])
    with path.open("wb") as kept:
        for part in file.chunks():
            kept.write(part)
    return path


def forget_file(job: ImportJob) -> None:
    """Only what was uploaded: a file that a command was given is its owner's."""
    path = Path(job.path)
    if path.parent == _folder():
        path.unlink(missing_ok=True)


@every(minutes=24 * 60)
def forget_old_uploads() -> None:
    """Files that were uploaded are kept so many days, and not without their import."""
    oldest = (now() - timedelta(days=DAYS_KEPT)).timestamp()
    for path in _folder().glob("*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def rejected_csv(job: ImportJob) -> Iterator[str]:
    """The rows that were not imported, as they came, each with its reason: mend and send again."""
    headers = headers_of(job)
    yield csv_line([*headers, _("Problem")])
    rows = job.told.filter(outcome=ImportRow.Outcome.REJECTED).order_by("number")
    for row in rows.iterator(chunk_size=500):
        cells = [*row.cells, *[""] * len(headers)][: len(headers)]
        yield csv_line([*cells, row.reason])


def headers_of(job: ImportJob) -> list[str]:
    """As the file has them. Raises UnreadableFile where it is no longer here."""
    if not Path(job.path).exists():
        raise UnreadableFile(_("The file of this import is no longer here. Upload it again."))
    return open_table(Path(job.path), job.name, job.sheet).headers


def _folder() -> Path:
    return Path(settings.HOME) / "imports"
