"""One fact of a record, shown and edited in place."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from doorstep.kit.errors import Conflict, Refusal
from doorstep.records.doing import doing
from doorstep.records.types import RecordType
from doorstep.records.veil import veil
from doorstep.ui.heads import head_of
from doorstep.ui.http import Request
from doorstep.ui.looks import held, shown
from doorstep.ui.record_forms import record_form


@require_http_methods(["GET", "POST"])
@login_required
def fact_page(request: Request, records: RecordType, pk: int, field: str) -> HttpResponse:
    """Show a fact, its small form with ``?edit``, or save what was typed."""
    if field not in editable(records):
        raise Http404
    record = get_object_or_404(records.model._default_manager.visible_to(request.user), pk=pk)
    veil(record, request.user, [field])
    if request.method == "POST":
        return _save(request, records, record, field)
    if "edit" in request.GET or not request.htmx:
        form = _form(request, records, field)(instance=record)
        return _answer(request, records, record, field, form)
    return _answer(request, records, record, field)


def editable(records: RecordType) -> set[str]:
    in_facts = {name for section in records.facts for name in section.fields}
    in_lists = {column.name for column in records.columns if column.edits}
    return (in_facts | in_lists | {head_of(records.model).next_contact}) - {""}


def _save(request: Request, records: RecordType, record: Any, field: str) -> HttpResponse:
    seen = record.version if request.POST.get("was") == held(record, field) else None
    stored = shown(record, field)
    form = _form(request, records, field)(request.POST, instance=copy(record))
    if not form.is_valid():
        return _answer(request, records, record, field, form, status=422)
    try:
        if seen is None:
            raise Conflict(_("Meanwhile it was changed to “%s”.") % (stored or "–"))
        save = doing(records.model, "updated")
        save(record, by=request.user, seen=seen, **{field: form.cleaned_data[field]})
    except Refusal as refusal:
        form.add_error(field, refusal.fields.get(field, refusal.message))
        record = type(record)._default_manager.get(pk=record.pk)
        return _answer(request, records, record, field, form, status=refusal.status)
    if not request.htmx:
        return redirect(record)
    record = type(record)._default_manager.get(pk=record.pk)
    return trigger_client_event(_answer(request, records, record, field), "record-changed")


def _answer(
    request: Request,
    records: RecordType,
    record: Any,
    field: str,
    form: ModelForm | None = None,
    status: int = 200,
) -> HttpResponse:
    fact = f"{records.kind}-{record.pk}-{field}"
    places = (fact, f"{fact}-cell")
    target = request.htmx.target if request.htmx.target in places else fact
    context = {
        "records": records,
        "record": record,
        "field": field,
        "form": form,
        "was": held(record, field),
        "target": f"#{target}",
        "in_list": target == f"{fact}-cell",
    }
    template = "records/_fact.html" if request.htmx else "records/fact.html"
    return render(request, template, context, status=status)


def _form(request: Request, records: RecordType, field: str) -> type[ModelForm[Any]]:
    return record_form(records.model, [field], request.user)
