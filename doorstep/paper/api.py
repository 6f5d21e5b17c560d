"""Papers in the API: the same PDF and XML as on the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from doorstep.kit.naming import kind_of
from doorstep.paper.answers import pdf_answer, xml_answer
from doorstep.paper.papers import has_xml
from doorstep.ui.answers import only
from doorstep.ui.http import Request


def add_paper(router: Router, model: Any) -> None:
    """``GET /quotations/4/pdf``, and ``xml`` where there is an e-invoice."""
    kind, name = model._meta.verbose_name, kind_of(model)

    @router.get("/{int:pk}/pdf", summary=f"The {kind} as PDF", operation_id=f"read_{name}_pdf")
    def read_pdf(request: Request, pk: int) -> HttpResponse:
        only(request, "download")
        return pdf_answer(request, _visible(request, model, pk))

    if not has_xml(model):
        return

    @router.get(
        "/{int:pk}/xml",
        summary=f"The {kind} as e-invoice (EN 16931)",
        operation_id=f"read_{name}_xml",
    )
    def read_xml(request: Request, pk: int) -> HttpResponse:
        only(request)
        return xml_answer(request, _visible(request, model, pk))


def _visible(request: Request, model: Any, pk: int) -> Any:
    return get_object_or_404(model._default_manager.visible_to(request.user), pk=pk)
