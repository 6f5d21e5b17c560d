"""How often one address may ask for something: the one way pages without a sign-in count."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

MINUTE = 60


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR") or "")


def too_often(request: HttpRequest, what: str, most: int, *, seconds: int = MINUTE) -> bool:
    """Count it; whether it was more than ``most`` in these seconds."""
    key = f"{what}:{request.method}:{address_of(request)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended just now
        return False


def wait(seconds: int = MINUTE) -> HttpResponse:
    """What is answered then."""
    says = _("Too many requests. Wait a little, and try again.")
    response = HttpResponse(says, status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(seconds)
    return response
