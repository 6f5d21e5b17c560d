"""How a document looks as it is printed, beside its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.paper.papers import pages_of
from doorstep.records.types import type_of
from doorstep.ui.http import Request
from doorstep.ui.panels import panel_answer, panel_on

TEMPLATE = "paper/_preview.html"


def preview_on(model: Any) -> None:
    """Show the paper of a kind of document on its pages."""

    @panel_on(model, _("Paper"), order=15)
    def paper(request: Request, document: Any) -> HttpResponse:
        return panel_answer(request, TEMPLATE, preview_of(document))


def preview_of(document: Any, page: int = 1) -> dict[str, Any]:
    """What ``paper/_preview.html`` shows: one page, and where the others are."""
    records, count = type_of(type(document)), len(pages_of(document))
    page = page if 1 <= page <= count else 1
    return {
        "document": document,
        "page": page,
        "count": count,
        "picture": address(records.route("picture"), document.pk, page),
        "version": document.version,
        "preview": address(records.route("preview"), document.pk),
        "pdf": address(records.route("pdf"), document.pk),
    }
