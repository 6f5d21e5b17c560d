"""Papers as answers of pages and of the API."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header
from django.utils.timezone import now

from doorstep.paper.papers import e_invoice, file_name, pages_of, pdf_of
from doorstep.paper.sheets import Sheet
from doorstep.paper.typesetting import pdf_from

ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
PDF, SVG, XML = "application/pdf", "image/svg+xml", "application/xml"


def pdf_answer(request: HttpRequest, document: Any) -> HttpResponse:
    """Shown by the browser; ``?download`` in its address saves it instead."""
    saves = "download" in request.GET
    return _answer(request, pdf_of(document), PDF, file_name(document), saves=saves)


def sheet_answer(request: HttpRequest, sheet: Sheet, name: str) -> HttpResponse:
    """What is set on the spot, and kept by no document."""
    return _answer(request, pdf_from(sheet, at=now()), PDF, name)


def xml_answer(request: HttpRequest, document: Any) -> HttpResponse:
    return _answer(request, e_invoice(document), XML, file_name(document, "xml"), saves=True)


def picture_answer(request: HttpRequest, document: Any, page: int) -> HttpResponse | None:
    """One page, counted from 1; none if there is no such page."""
    pages = pages_of(document)
    if not 1 <= page <= len(pages):
        return None
    return svg_answer(request, pages[page - 1], file_name(document, "svg"))


def svg_answer(request: HttpRequest, picture: bytes, name: str) -> HttpResponse:
    return _answer(request, picture, SVG, name)


def _answer(
    request: HttpRequest, content: bytes, kind: str, name: str, *, saves: bool = False
) -> HttpResponse:
    """Kept by the browser that asked, and asked for anew each time."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    same = request.headers.get("If-None-Match") == tag
    answer = HttpResponseNotModified() if same else HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(saves, name) or ""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = ALONE
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = tag
    return answer
