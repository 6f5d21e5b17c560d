"""Attached files on the disk: named by their digest, never by what somebody called them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from unicodedata import category, normalize

from django.conf import settings
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid

LONGEST = 150
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
PLAIN = "application/octet-stream"
MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
OFFICE = "application/vnd.openxmlformats-officedocument."
ZIPPED = {
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".pptx": f"{OFFICE}presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
TEXTS = {".txt": "text/plain", ".csv": "text/csv", ".md": "text/markdown"}


@dataclass(frozen=True)
class Stored:
    """What was put on the disk."""

    size: int
    sha256: str
    head: bytes


def safe_name(name: str) -> str:
    """The last part of a path without anything a file system or a screen could misread."""
    last = re.split(r"[\\/]", normalize("NFC", name))[-1]
    spaced = (" " if category(char)[0] == "Z" else char for char in last)
    shown = "".join(char for char in spaced if category(char)[0] != "C").translate(FORBIDDEN)
    shown = shown.strip(" .") or _("file")
    if RESERVED.fullmatch(shown):
        shown = f"_{shown}"
    stem, dot, suffix = shown.rpartition(".")
    if len(shown) > LONGEST:
        suffix = f"{dot}{suffix}"[-20:] if dot else ""
        shown = (stem or shown)[: LONGEST - len(suffix)] + suffix
    return shown


def kind_of_content(name: str, head: bytes) -> str:
    """By what it holds; the name only tells apart what looks the same inside."""
    suffix = Path(name).suffix.lower()
    for magic, content_type in MAGIC:
        if head.startswith(magic):
            return content_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return ZIPPED.get(suffix, "application/zip")
    return TEXTS.get(suffix, PLAIN) if b"\0" not in head else PLAIN


def place_of(digest: str) -> Path:
    """Where a file lies that has this digest."""
    return Path(settings.MEDIA_ROOT) / "attachments" / digest[:2] / digest


def store(chunks: Iterable[bytes]) -> Stored:
    """Write a file to its place; one that is there already stays."""
    root = Path(settings.MEDIA_ROOT) / "attachments"
    root.mkdir(parents=True, exist_ok=True)
    digest, size, head = sha256(), 0, b""
    with NamedTemporaryFile(dir=root, prefix=".", delete=False) as temporary:
        written = Path(temporary.name)
        try:
            for chunk in chunks:
                head = head or bytes(chunk[:512])
                size += len(chunk)
                refuse_size(size)
                digest.update(chunk)
                temporary.write(chunk)
            temporary.flush()
            os.fsync(temporary.fileno())
            place = place_of(digest.hexdigest())
            place.parent.mkdir(exist_ok=True)
            written.replace(place)
        finally:
            written.unlink(missing_ok=True)
    return Stored(size, digest.hexdigest(), head)


def refuse_size(size: int) -> None:
    if size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 1_000_000
        message = _("A file may hold at most %d MB.") % limit
        raise Invalid(message, file=message)
