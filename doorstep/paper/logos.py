"""Logos: small pictures, looked at before they are kept. They are drawn by the typesetter."""

from __future__ import annotations

import re
import struct
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.paper.senders import logo_at
from doorstep.paper.typesetting import can_draw
from doorstep.records.files import kind_of_content, store

LARGEST = 1_000_000  # bytes
WIDEST = 4_000  # dots on a side: what is unpacked stays below 64 MB
DEEPEST = 40  # groups within groups of a drawing
SVG = "image/svg+xml"
# What else than a drawing an SVG can hold: programs, other documents, other files.
UNWANTED = re.compile(
    r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet|<\s*(?:\w+:)?(?:script|foreignObject|image|iframe|use)\b"
    r"|\son\w+\s*=|href\s*=\s*[\"'](?!#)|@import|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)


def checked_logo(file: Any) -> tuple[str, str]:
    """Keep a logo; its digest and its kind. Refuses what is no picture, or too large."""
    if file.size > LARGEST:
        raise _wrong(_("A logo may hold at most 1 MB."))
    content = file.read()
    kind = kind_of_content(file.name, content[:512])
    if kind not in ("image/png", "image/jpeg"):
        kind = SVG if _is_drawing(content) else ""
    if not kind:
        raise _wrong(_("A logo is a PNG, a JPEG, or an SVG that is a drawing and nothing else."))
    width, height = _size(kind, content)
    if kind != SVG and not (0 < width <= WIDEST and 0 < height <= WIDEST):
        raise _wrong(_("A logo may be at most 4,000 dots wide and high."))
    digest = store([content]).sha256
    if not can_draw(logo_at(digest, kind)):
        raise _wrong(_("This picture cannot be drawn: it may be damaged."))
    return digest, kind


def _wrong(says: str) -> Invalid:
    return Invalid(says, file=says)


def _is_drawing(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
        if UNWANTED.search(text):
            return False
        root = ElementTree.fromstring(text)
        if _depth(root) > DEEPEST:
            return False
    except (UnicodeDecodeError, ElementTree.ParseError):
        return False
    return root.tag in ("svg", "{http://www.w3.org/2000/svg}svg")


def _depth(root: ElementTree.Element) -> int:
    """How deep its groups lie in each other."""
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [inner for each in level for inner in each]
    return depth


def _size(kind: str, content: bytes) -> tuple[int, int]:
    """How wide and high a picture says it is."""
    try:
        if kind == "image/png":
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        return _jpeg_size(content) if kind == "image/jpeg" else (0, 0)
    except struct.error:
        return (0, 0)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From its frame header: marks C0 to CF but for C4, C8 and CC."""
    at = 2
    while at + 9 < len(content):
        mark, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return (0, 0)
