"""One shape for every "no": ``{"error": {"code", "message", "fields"}}``."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from doorstep.history.source import was_replay
from doorstep.kit.errors import Refusal
from doorstep.ui.answers import json_answer

logger = logging.getLogger(__name__)
CODES = {
    400: "malformed",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "not_possible",
    413: "too_large",
    429: "too_many",
}
WORDS = {
    400: gettext_lazy("This request cannot be understood."),
    401: gettext_lazy("Sign in: send a token as “Authorization: Bearer …”."),
    403: gettext_lazy("You may not do this."),
    404: gettext_lazy("This is not there, or not yours to see."),
    405: gettext_lazy("This address does not take that method."),
    413: gettext_lazy("This is more than can be taken at once."),
    429: gettext_lazy("Too many requests. Try again in a moment."),
}


def refusal(status: int, message: str, fields: dict[str, str] | None = None) -> HttpResponse:
    error = {"code": CODES.get(status, "refused"), "message": message, "fields": fields or {}}
    return json_answer({"error": error}, status=status)


def refuse_in_one_shape(api: NinjaAPI) -> None:
    """Teach the API what to answer to each kind of exception."""
    answers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refusal: lambda _r, no: json_answer({"error": no.public}, status=no.status),
        Http404: lambda _r, _no: refusal(404, str(WORDS[404])),
        AuthenticationError: _not_signed_in,
        HttpError: _as_ninja_says,
        RequestDataTooBig: lambda _r, _no: refusal(413, str(WORDS[413])),
        ValidationError: _invalid,
        Throttled: _too_many,
        Exception: _a_mistake_of_ours,
    }
    for exception, answer in answers.items():
        api.add_exception_handler(exception, answer)


def _as_ninja_says(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """It says 400 of a body that is no JSON; we say 422 of all that makes no sense."""
    if error.status_code == 400:
        found = {"code": "malformed", "message": _("The body is not JSON."), "fields": {}}
        return json_answer({"error": found}, status=422)
    return refusal(error.status_code, str(error))


def _not_signed_in(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    response = refusal(401, str(WORDS[401]))
    response["WWW-Authenticate"] = "Bearer"
    return response


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {
        ".".join(map(str, each["loc"][2:] or each["loc"][1:])): each["msg"]
        for each in error.errors
    }
    message = _("Please correct the marked fields.")
    found = {"code": "invalid", "message": message, "fields": fields}
    return json_answer({"error": found}, status=422)


def _too_many(_request: HttpRequest, error: Throttled) -> HttpResponse:
    response = refusal(429, str(WORDS[429]))
    response["Retry-After"] = str(max(1, round(error.wait or 1)))
    return response


def _a_mistake_of_ours(request: HttpRequest, error: Exception) -> HttpResponse:
    reference = uuid4().hex[:8]
    logger.exception("Request %s failed: %s %s", reference, request.method, request.path)
    message = _("Something went wrong on our side. Reference: %s") % reference
    return json_answer(
        {"error": {"code": "server_error", "message": message, "fields": {}}}, status=500
    )


class ApiAnswers:
    """What the API answers is JSON, also where no endpoint was reached; a repeat says so."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if not request.path.startswith("/api/"):
            return response
        status = response.status_code
        if status >= 400 and response.headers.get("Content-Type") != "application/json":
            allowed = response.headers.get("Allow")
            response = refusal(status, str(WORDS.get(status, WORDS[400])))
            if allowed:
                response["Allow"] = allowed
        elif was_replay():
            response["Idempotent-Replay"] = "true"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
