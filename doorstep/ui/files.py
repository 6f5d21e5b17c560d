"""Files of a record: listed beside it, received, handed out only to who may see the record."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from doorstep.kit.errors import Invalid
from doorstep.records.actions import attach, remove_file
from doorstep.records.files import place_of
from doorstep.records.models import Attachment, Record
from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.ui.pages import say_done
from doorstep.ui.panels import panel_answer, panel_on

AS_FILE = "default-src 'none'; sandbox"


@panel_on(Record, gettext_lazy("Files"), order=90)
def files(request: Request, record: Any) -> HttpResponse:
    """What is attached to a record."""
    found = list(Attachment.objects.about(record).select_related("owner").order_by("-pk"))
    mine = type(record)._default_manager.permitted(request.user, "edit")
    context = {"record": record, "files": found, "edits": mine.filter(pk=record.pk).exists()}
    return panel_answer(request, "records/_files.html", context, count=len(found) or "")


@require_POST
@login_required
def receive_file(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Attach what was sent."""
    manager: Any = records.model._default_manager
    record = get_object_or_404(manager.visible_to(request.user), pk=pk)
    sent = request.FILES.getlist("file")
    if not sent:
        raise Invalid(_("Choose a file."), file=_("Choose a file."))
    for file in sent:
        attach(record, by=request.user, file=file)
    say_done(request, _("Attached."))
    return _back(request, record)


@require_safe
@login_required
def hand_out(request: Request, pk: int, name: str) -> FileResponse:
    """Download a file."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    return file_answer(attachment)


@require_POST
@login_required
def remove_page(request: Request, pk: int) -> HttpResponse:
    """Take a file off its record."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    record = attachment.about
    remove_file(attachment, by=request.user)
    say_done(request, _("Removed “%s”.") % attachment.name)
    return _back(request, record)


def file_answer(attachment: Attachment) -> FileResponse:
    """Never shown in the page: saved by the browser, which is told not to guess what it is."""
    try:
        held = place_of(attachment.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(
        held,
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = AS_FILE
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _back(request: Request, record: Any) -> HttpResponse:
    if not request.htmx:
        return redirect(record)
    return trigger_client_event(files(request, record), "record-changed")
