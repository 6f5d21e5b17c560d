"""How a visitor came here, kept only if they do not mind: it names the campaign of their lead.

A link of a campaign says it (``?utm_campaign=Fair``). Nothing is kept before they say yes, and
what is kept is kept by their browser alone, signed, until they sign up or order.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse

NAMES = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
COOKIE, SALT, NO = "how-you-came", "doorstep.portal.visits", "no"
DAYS = 90
LONGEST = 200  # characters of each


def came_by(request: HttpRequest) -> str:
    """What the link said that was followed, sealed; nothing where it says nothing, or where they
    were asked already.
    """
    if COOKIE in request.COOKIES:
        return ""
    said = {name: request.GET.get(name, "")[:LONGEST] for name in NAMES}
    said = {name: text for name, text in said.items() if text and "\0" not in text}
    if not said:
        return ""
    other = urlsplit(request.headers.get("Referer", "")[:2_000]).netloc
    if other and other != request.get_host():
        said["referrer"] = other[:LONGEST]
    return signing.dumps(said, salt=SALT, compress=True)


def visit_of(request: HttpRequest) -> dict[str, Any]:
    """What they let us keep; nothing of what we have not sealed."""
    return _opened(request.COOKIES.get(COOKIE, ""))


def keep_visit(response: HttpResponse, request: HttpRequest, sealed: str) -> None:
    """Remember it; or, with anything but what we sealed, that they would rather not."""
    value = sealed if _opened(sealed) else NO
    secure = request.is_secure()
    age = DAYS * 24 * 3600
    response.set_cookie(COOKIE, value, age, httponly=True, samesite="Lax", secure=secure)


def _opened(sealed: str) -> dict[str, Any]:
    try:
        found = signing.loads(sealed, salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}
