"""What every answer carries: strict headers, toasts, and refusals in words."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from doorstep.kit.errors import Refusal
from doorstep.ui.errors import refused

Answer = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)


def security_headers(answer: Answer) -> Answer:
    """The content policy; Django's own middleware adds the other headers."""

    def add(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return add


class RefusalsAndToasts:
    """A refusal nobody caught is shown; what htmx swaps brings its toasts along."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if _is_fragment(request, response) and (notes := list(get_messages(request))):
            toasts = render_to_string("ui/_toasts.html", {"notes": notes, "oob": True}, request)
            response.content += toasts.encode()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return refused(request, exception)


def _is_fragment(request: HttpRequest, response: HttpResponse) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(
        htmx
        and not htmx.boosted
        and not response.streaming
        and "HX-Redirect" not in response
        and not 300 <= response.status_code < 400
    )
