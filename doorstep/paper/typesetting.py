"""Sheets become PDF and pictures. The same sheet always makes the same bytes."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from doorstep.paper.einvoice.naming import named
from doorstep.paper.sheets import Logo, Sheet, plain

HERE = Path(__file__).parent
FAMILIES = ("Geist", "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew")
KEPT = 32  # sheets a process remembers: a page takes about 20 ms, two hundred lines about 150
ARCHIVE = "a-3b"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


def pdf_from(sheet: Sheet, *, at: datetime | None = None) -> bytes:
    """The sheet as PDF, said to be made ``at`` that moment; with a file inside it is PDF/A-3."""
    return _pdf(_written(sheet), int((at or EPOCH).timestamp()), sheet.enclosed is not None)


def pictures_from(sheet: Sheet) -> tuple[bytes, ...]:
    """Each page as an SVG."""
    return _pictures(_written(sheet))


def can_draw(logo: Logo) -> bool:
    """Whether a picture can be set at all: one that cannot would stop every paper."""
    sheet = Sheet(name="", title="", sender="", to=(), facts=(), logo=logo)
    try:
        _set(_written(sheet), format="pdf", timestamp=0)
    except typst.TypstError:
        return False
    return True


def _written(sheet: Sheet) -> str:
    held = plain(sheet) | {"fonts": _families()}
    return json.dumps(held, sort_keys=True, ensure_ascii=False)


@lru_cache(maxsize=KEPT)
def _pdf(written: str, at: int, is_archive: bool) -> bytes:
    said: dict[str, Any] = {"format": "pdf", "timestamp": at}
    if not is_archive:
        return _set(written, **said)
    try:
        return named(_set(written, pdf_standards=[ARCHIVE], **said))
    except typst.TypstError as error:  # no font of ours shows a character: an archive wants all
        log.warning("This paper cannot be %s: %s", ARCHIVE, error.message)
        return named(_set(written, **said))


@lru_cache(maxsize=KEPT)
def _pictures(written: str) -> tuple[bytes, ...]:
    made = _set(written, format="svg")
    return tuple(made) if isinstance(made, list) else (made,)


def _set(written: str, **options: Any) -> Any:
    root = Path(settings.MEDIA_ROOT) / "attachments"  # all that the template may read: logos
    root.mkdir(parents=True, exist_ok=True)
    inputs = {"sheet": written}
    fonts = {"font_paths": _fonts(), "ignore_system_fonts": True}
    return typst.compile(_template(), root=str(root), sys_inputs=inputs, **fonts, **options)


@cache
def _template() -> bytes:
    return (HERE / "letter.typ").read_bytes()


@cache
def _fonts() -> Any:
    """Ours, and those in the folder an operator named; never what the system happens to have."""
    folders = [HERE / "fonts", *([Path(settings.FONTS)] if settings.FONTS else [])]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
    )


@cache
def _families() -> tuple[str, ...]:
    own = _fonts().families()
    return (*FAMILIES, *sorted(set(own) - set(FAMILIES)))
