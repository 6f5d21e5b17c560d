"""Taking a list away: asked how, then handed out at once, or when the worker has written it."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseStopPolling

from doorstep.exchange.cards.writing import card
from doorstep.exchange.exports.actions import note_export
from doorstep.exchange.exports.forms import CARDS, form_of, forms_for
from doorstep.exchange.exports.jobs import start
from doorstep.exchange.exports.making import Export
from doorstep.exchange.exports.person import everything_about
from doorstep.exchange.models import ExportJob
from doorstep.exchange.numbers import mark, numbered
from doorstep.parties.models import Contact, Lead
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType, record_type, type_of
from doorstep.ui.filtering import list_url
from doorstep.ui.http import Request
from doorstep.users.access import Reach, allow
from doorstep.users.models import User

PERSONS = (Lead, Contact)


@require_http_methods(["GET", "POST"])
@login_required
def export_page(request: Request, kind: str) -> HttpResponseBase:
    """Ask in which form, with which columns; then write it."""
    records = _records(kind)
    allow(request.user, "export", records.model)
    if request.method == "POST":
        return _hand_out(request, records)
    query = ListQuery.of(request.GET.get("query", "")).but()
    context = {
        "records": records,
        "here": query.urlencode(),
        "forms": forms_for(records.kind).values(),
        "back": list_url(records, query),
    }
    template = "exchange/_export.html" if request.htmx else "exchange/export.html"
    return render(request, template, context)


@require_safe
@login_required
def export_detail(request: Request, pk: int) -> HttpResponse:
    """How far it is, and where the file is when it is done."""
    job = _job(request, pk)
    context = {"job": job, "records": _records(job.kind)}
    if not request.htmx or request.htmx.boosted:
        return render(request, "exchange/export_detail.html", context)
    response = render(request, "exchange/_export_progress.html", context)
    if job.is_over:
        response.status_code = HttpResponseStopPolling.status_code
    return response


@require_safe
@login_required
def export_file(request: Request, pk: int) -> HttpResponseBase:
    """The file, to whoever asked for it."""
    job = _job(request, pk)
    if job.state != ExportJob.State.DONE or not Path(job.path).exists():
        raise Http404
    return _file(Path(job.path), _records(job.kind), job.form)


@require_safe
@login_required
def card_page(request: Request, kind: str, pk: int) -> HttpResponseBase:
    """One contact as a vCard."""
    records = type_of(Contact)
    if kind != records.kind:
        raise Http404
    allow(request.user, "export", Contact)
    seen = Contact.objects.visible_to(request.user).permitted(request.user, "export")
    contact = get_object_or_404(seen, pk=pk)
    public = records.output.record(contact, request.user)
    note_export(Contact, by=request.user, told=f"contact:{pk}, {CARDS.upper()}")
    content = card(public | {"id": numbered(kind, pk, mark())})
    answer = HttpResponse(content, content_type=form_of(CARDS, "contact").content_type)
    answer["Content-Disposition"] = content_disposition_header(True, f"{contact}.{CARDS}")
    return answer


@require_safe
@login_required
def person_page(request: Request, kind: str, pk: int) -> HttpResponseBase:
    """All that is kept about a person, as one file."""
    records = _records(kind)
    if records.model not in PERSONS:
        raise Http404
    allow(request.user, "export", records.model)
    seen = records.model._default_manager.visible_to(request.user)
    record = get_object_or_404(seen.permitted(request.user, "export"), pk=pk)
    with tempfile.TemporaryDirectory(prefix="doorstep-export-") as folder:
        path = Path(folder) / "person.zip"
        everything_about(record, path, by=request.user)
        name = f"{kind}-{pk}-{localdate().isoformat()}.zip"
        return _sent(path, name, "application/zip")


def may_export(user: User, records: RecordType) -> bool:
    return user.reach(records.model, "export") != Reach.NONE


def _hand_out(request: Request, records: RecordType) -> HttpResponseBase:
    export = Export(
        records,
        request.user,
        ListQuery.of(request.POST.get("query", "")).but(),
        request.POST.get("form", "csv"),
        request.POST.get("columns") == "shown",
    )
    export.check()
    if export.is_large:
        return redirect("export_detail", start(export).pk)
    with tempfile.TemporaryDirectory(prefix="doorstep-export-") as folder:
        path = Path(folder) / f"export.{export.form}"
        export.write(path)
        return _file(path, records, export.form)


def _file(path: Path, records: RecordType, form: str) -> FileResponse:
    day: date = localdate()
    name = f"{records.plural}-{day.isoformat()}.{form}"
    return _sent(path, name, form_of(form, records.kind).content_type)


def _sent(path: Path, name: str, content_type: str) -> FileResponse:
    """Opened here: it may be gone from its folder while it is still being sent."""
    file = path.open("rb")
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _records(kind: str) -> RecordType:
    records = record_type(kind)
    if records is None:
        raise Http404
    return records


def _job(request: Request, pk: int) -> Any:
    return get_object_or_404(ExportJob.objects.filter(by=request.user), pk=pk)
