"""The answer when we are at fault: logged once, with a reference that the person can tell."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def internal_error(request: HttpRequest) -> HttpResponse:
    """For an exception that reached the edge. Asks no database: that may be the fault."""
    reference = secrets.token_hex(4)
    logger.exception("reference %s: %s %s failed", reference, request.method, request.path)
    message = _("Something went wrong on our side. The reference is %(reference)s.") % {
        "reference": reference
    }
    if request.path.startswith("/api/"):
        error = {"code": "internal_error", "message": message, "reference": reference}
        return JsonResponse({"error": error}, status=500)
    context = {"reference": reference, "moment": now(), "theme": request.COOKIES.get("theme", "")}
    return HttpResponse(_page(context) or message, status=500)


def _page(context: dict[str, Any]) -> str:
    """Nothing, if the page of the fault fails too."""
    try:
        return render_to_string("ui/fault.html", context)
    except Exception:
        logger.exception("reference %s: its page failed too", context["reference"])
        return ""
