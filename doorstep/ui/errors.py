"""Pages that lead nowhere, in words: not found, not allowed, a form that was open for too long."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.kit.errors import Refusal


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = _("This is not there, or not yours to see.")
    return _answer(request, 404, "not_found", message, "ui/not_found.html")


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = _("You may not do that. Whoever runs this installation can change it.")
    return _answer(request, 403, "forbidden", message, "ui/not_allowed.html")


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = _("This request makes no sense to us. Go back and try it once more.")
    return _answer(request, 400, "bad_request", message, "ui/not_understood.html")


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a form does not fit: it was open for too long, or cookies are switched off."""
    message = _("This page was open for too long. Load it again; then send it once more.")
    return _answer(request, 403, "csrf_failed", message, "ui/expired.html")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal that nobody caught: a toast where a part was asked for, else a page."""
    if _wants_part(request):
        return _as_toast(request, refusal.status, refusal.message)
    template = "ui/not_allowed.html" if refusal.status == 403 else "ui/refusal.html"
    context = {"refusal": refusal, "message": refusal.message}
    return render(request, template, context, status=refusal.status)


def _answer(
    request: HttpRequest, status: int, code: str, message: str, template: str
) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"error": {"code": code, "message": message, "fields": {}}}, status=status
        )
    if _wants_part(request):
        return _as_toast(request, status, message)
    return render(request, template, {"message": message}, status=status)


def _wants_part(request: HttpRequest) -> bool:
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted)


def _as_toast(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """What was there stays; the message travels beside."""
    error(request, message)
    response = HttpResponse(status=status)
    response["HX-Reswap"] = "none"
    return response
