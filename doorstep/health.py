"""Whether we are alive, and whether we can work."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from doorstep.upkeep.models import Beat


def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, and a worker said lately that it is there."""
    try:
        missing = "" if Beat.objects.alive("worker").exists() else "no worker is running"
    except DatabaseError:
        missing = "the database does not answer"
    if missing:
        return HttpResponse(f"not ready: {missing}\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
