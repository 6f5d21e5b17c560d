"""The backup file: a zip with a manifest that tells the size and hash of every part."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20


class Writer:
    """Adds parts to a new archive, and notes their hashes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts: dict[str, dict[str, Any]] = {}

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[Hashing]:
        with self.archive.open(name, "w", force_zip64=True) as file:
            yield (hashing := Hashing(file))
        self.parts[name] = {"size": hashing.size, "sha256": hashing.digest.hexdigest()}

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file, self.part(name) as part:
            shutil.copyfileobj(file, part, BLOCK)


class Hashing:
    """A file to write to that knows what went through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes | bytearray | memoryview) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.file.write(data)


@contextlib.contextmanager
def new_archive(path: Path, facts: dict[str, Any]) -> Iterator[Writer]:
    """An archive that appears under its name only when it is complete; readable by us alone."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with (
            os.fdopen(handle, "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive,
        ):
            yield (writer := Writer(archive))
            manifest = {"format": FORMAT, **facts, "parts": writer.parts}
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextlib.contextmanager
def open_archive(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """The archive and its manifest, after every part was found to be what the manifest says."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise Conflict(_("%(path)s was made by a newer version.") % {"path": path})
            for name, expected in manifest["parts"].items():
                _verify(archive, path, name, expected)
            yield archive, manifest
    except OSError as error:
        why = error.strerror or str(error)
        raise Conflict(_("%(path)s: %(why)s.") % {"path": path, "why": why}) from None
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        message = _("%(path)s is no backup, or a damaged one: %(why)s")
        raise Conflict(message % {"path": path, "why": error}) from None


def _verify(archive: zipfile.ZipFile, path: Path, name: str, expected: dict[str, Any]) -> None:
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts:
        raise Conflict(_("%(path)s: %(name)s would lie elsewhere.") % {"path": path, "name": name})
    with archive.open(name) as part:
        found = hashlib.file_digest(part, "sha256").hexdigest()  # type: ignore[arg-type]
    if found != expected["sha256"]:
        message = _("%(path)s is damaged: %(name)s is not what was put in.")
        raise Conflict(message % {"path": path, "name": name})
