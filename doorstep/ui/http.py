"""The request our views receive: signed in, and aware of htmx."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import orjson
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from doorstep.history.keys import Key
from doorstep.users.models import User

NO_VERSION = -1


class Request(HttpRequest):
    user: User
    htmx: HtmxDetails


def conditions(request: HttpRequest) -> dict[str, Any]:
    """What an action takes from the headers: ``If-Match: 7`` and ``Idempotency-Key: abc``."""
    return {"seen": seen_of(request), "key": key_of(request)}


def seen_of(request: HttpRequest) -> int | None:
    """The version in ``If-Match``; one that is no number never matches."""
    text = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if text in ("", "*"):
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else NO_VERSION


def key_of(request: HttpRequest) -> Key | None:
    """The ``Idempotency-Key`` with what this request says, however its JSON is spaced."""
    text = request.headers.get("Idempotency-Key", "").strip()
    if not text:
        return None
    return Key.of(text, str(request.method), request.path, _said(request))


def _said(request: HttpRequest) -> bytes:
    if str(request.content_type).startswith("multipart/"):
        files = (chunk for file in request.FILES.values() for chunk in file.chunks())
        return b"".join(sha256(chunk).digest() for chunk in files)
    try:
        return orjson.dumps(orjson.loads(request.body), option=orjson.OPT_SORT_KEYS)
    except ValueError:
        return request.body
