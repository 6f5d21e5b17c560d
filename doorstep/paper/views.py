"""The pages of papers: the PDF, its pages beside a form, and the letterhead."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.office.actions import change_company
from doorstep.office.views.parts import may_edit, only_for_editors_of
from doorstep.paper.answers import ALONE, pdf_answer, picture_answer, svg_answer, xml_answer
from doorstep.paper.forms import LetterheadForm
from doorstep.paper.logos import checked_logo
from doorstep.paper.previews import TEMPLATE, preview_of
from doorstep.paper.samples import sample
from doorstep.paper.typesetting import pictures_from
from doorstep.records.files import place_of
from doorstep.records.models import Company
from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, refusals_shown_on, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.ui.since import is_as_seen

settings_page(
    "letterhead",
    gettext_lazy("Letterhead"),
    "file-text",
    group="selling",
    order=30,
    may=may_edit(Company),
)


def visible(request: Request, records: RecordType, pk: int) -> Any:
    """A document this user may see."""
    manager: Any = records.model._default_manager
    return get_object_or_404(manager.visible_to(request.user), pk=pk)


@require_safe
@login_required
def pdf_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """The document as PDF."""
    return pdf_answer(request, visible(request, records, pk))


@require_safe
@login_required
def xml_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """The invoice for machines."""
    return xml_answer(request, visible(request, records, pk))


@require_safe
@login_required
def picture_page(request: Request, records: RecordType, pk: int, page: int) -> HttpResponse:
    """One page of the paper, to be looked at."""
    answer = picture_answer(request, visible(request, records, pk), page)
    if answer is None:
        raise Http404
    return answer


@require_safe
@login_required
def preview_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """How the paper looks, beside whatever is done to the document."""
    document = visible(request, records, pk)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 5 else 1
    return render(request, TEMPLATE, preview_of(document, page))


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Company)
def letterhead_page(request: Request) -> HttpResponse:
    """How our paper looks, and what it says of us."""
    company = Company.current()
    held = {name: getattr(company, name) for name in LetterheadForm.base_fields}
    form = LetterheadForm(posted(request), initial=held)
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            change_company(Company, by=request.user, **form.cleaned_data)
            say_done(request, _("Saved."))
            return redirect("letterhead")
    context = {"form": form, "company": company}
    return render(request, "paper/letterhead.html", context, status=422 if form.errors else 200)


@require_safe
@only_for_editors_of(Company)
def sample_picture(request: Request) -> HttpResponse:
    """A quotation on the letterhead as it is now."""
    return svg_answer(request, pictures_from(sample())[0], "letterhead.svg")


@require_POST
@only_for_editors_of(Company)
def logo_change(request: Request) -> HttpResponse:
    """Take a logo, or take it away."""
    held = checked_logo(request.FILES["file"]) if "file" in request.FILES else ("", "")
    change_company(Company, by=request.user, logo=held[0], logo_type=held[1])
    say_done(request, _("Saved."))
    return redirect("letterhead")


@require_safe
@login_required
def logo_picture(request: Request) -> FileResponse:
    """The logo, as it was sent."""
    company = Company.current()
    try:
        held = place_of(company.logo).open("rb") if company.logo else None
    except FileNotFoundError:
        held = None
    if held is None:
        raise Http404
    answer = FileResponse(held, content_type=company.logo_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = ALONE
    answer["Cache-Control"] = "private, no-cache"
    return answer
