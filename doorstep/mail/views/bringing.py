"""The page on which letters are brought onto a record."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import FileField, FileInput, Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from doorstep.mail.bringing import bring_in
from doorstep.records.files import refuse_size
from doorstep.records.types import record_type
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done

MOST = 500


class BringForm(Form):
    """A file of letters."""

    file = FileField(label=_("File"), widget=FileInput(attrs={"accept": ".eml,.mbox"}))


@require_http_methods(["GET", "POST"])
@login_required
def mail_bring(request: Request, kind: str, pk: int) -> HttpResponse:
    """Letters out of an .eml or .mbox onto a record."""
    records = record_type(kind)
    if records is None:
        raise Http404
    manager: Any = records.model._default_manager
    record = get_object_or_404(manager.visible_to(request.user), pk=pk)
    form = BringForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refusals_shown_on(form):
            file = form.cleaned_data["file"]
            refuse_size(file.size)
            brought = bring_in(file, by=request.user, records=[record], most=MOST)
            say_done(request, " ".join([brought.told, *brought.refused[:3]]))
            return go_to(request, record)
    context = {"form": form, "record": record, "here": request.path}
    page = "mail/_bring.html" if request.htmx else "mail/bring.html"
    return render(request, page, context, status=422 if form.errors else 200)
