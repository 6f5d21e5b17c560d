"""Custom fields on the page of a record: shown in their sections, edited in place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from doorstep.kit.errors import Conflict, Refusal
from doorstep.kit.images import encode
from doorstep.records.custom import Definition, definitions
from doorstep.records.doing import doing
from doorstep.records.input import in_public, read_input
from doorstep.records.models import CustomField
from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.ui.record_forms import PickField
from doorstep.users.models import User

K = CustomField.Kind
YES_NO = (("", "–"), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


@dataclass(frozen=True)
class Fact:
    """A custom field and what a record holds of it, in words."""

    of: Definition
    text: str
    href: str = ""


def custom_facts(record: Any, user: User, records: RecordType) -> dict[str, list[Fact]]:
    """By section; what stands in none that there is comes under ""."""
    sections = [str(each.label) for each in records.facts]
    found: dict[str, list[Fact]] = defaultdict(list)
    known = definitions(type(record))
    targets = _targets(record, user, [each for each in known if each.row.kind == K.LINK])
    for each in known:
        section = each.row.section if each.row.section in sections else ""
        found[section].append(_fact(each, record, targets))
    return found


@require_http_methods(["GET", "POST"])
@login_required
def custom_fact_page(request: Request, records: RecordType, pk: int, name: str) -> HttpResponse:
    """Show one, its small form with ``?edit``, or save what was typed."""
    record = get_object_or_404(records.model._default_manager.visible_to(request.user), pk=pk)
    of = next((each for each in definitions(records.model) if each.name == name), None)
    if of is None:
        raise Http404
    if request.method == "POST":
        return _save(request, records, record, of)
    is_edited = "edit" in request.GET or not request.htmx
    form = _form(of, request.user, initial=_typed(of, record)) if is_edited else None
    return _answer(request, records, record, of, form)


def _save(request: Request, records: RecordType, record: Any, of: Definition) -> HttpResponse:
    form = _form(of, request.user, request.POST)
    if not form.is_valid():
        return _answer(request, records, record, of, form, status=422)
    try:
        if request.POST.get("was") != _was(of, record):
            now = of.said(record.custom.get(of.name))
            raise Conflict(_("Meanwhile it was changed to “%s”.") % now)
        sent = {"custom": {of.name: _public(of, form.cleaned_data["value"])}}
        values = read_input(records, sent, by=request.user, record=record)
        with in_public(records):
            save = doing(records.model, "updated")
            save(record, by=request.user, seen=record.version, **values)
    except Refusal as refusal:
        form.add_error("value", refusal.fields.get(f"custom.{of.name}", refusal.message))
        return _answer(request, records, record, of, form, status=refusal.status)
    if not request.htmx:
        return redirect(record)
    record = type(record)._default_manager.get(pk=record.pk)
    return trigger_client_event(_answer(request, records, record, of), "record-changed")


def _answer(
    request: Request,
    records: RecordType,
    record: Any,
    of: Definition,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    targets = _targets(record, request.user, [of] if of.row.kind == K.LINK else [])
    fact, was = _fact(of, record, targets), _was(of, record)
    context = {"records": records, "record": record, "fact": fact, "form": form, "was": was}
    template = "records/_custom_fact.html" if request.htmx else "records/custom_fact.html"
    return render(request, template, context, status=status)


def _form(of: Definition, user: User, data: Any = None, initial: Any = None) -> forms.Form:
    form = forms.Form(data, initial={"value": initial})
    form.fields["value"] = _control(of, user)
    form.fields["value"].label, form.fields["value"].help_text = of.label, of.row.help
    return form


def _control(of: Definition, user: User) -> forms.Field:
    match of.row.kind:
        case K.LINK:
            visible: Any = of.targets[0]._default_manager
            return PickField(visible.visible_to(user), required=False)
        case K.CHOICE:
            labels = [(label, label) for label in of.labels.values()]
            return forms.ChoiceField(choices=[("", "–"), *labels], required=False)
        case K.CHECK:
            return forms.ChoiceField(choices=YES_NO, required=False)
        case K.DATE:
            return forms.CharField(widget=forms.DateInput({"type": "date"}), required=False)
        case K.NUMBER:
            return forms.CharField(
                widget=forms.TextInput({"inputmode": "decimal"}), required=False
            )
        case _:
            return forms.CharField(max_length=500, required=False)


def _public(of: Definition, typed: Any) -> Any:
    """What was typed, as the API would be sent it."""
    if of.row.kind == K.CHECK:
        return {"yes": True, "no": False}.get(typed)
    if isinstance(typed, models.Model):
        return typed.pk
    return typed or None


def _typed(of: Definition, record: Any) -> Any:
    """What is kept, as one would have typed it."""
    kept = record.custom.get(of.name)
    if of.row.kind == K.CHECK and kept is not None:
        return "yes" if kept else "no"
    if of.row.kind == K.LINK and kept:
        return kept.rpartition(":")[2]
    return of.public(kept)


def _was(of: Definition, record: Any) -> str:
    kept = record.custom.get(of.name)
    return "" if kept is None else str(encode(kept))


def _fact(of: Definition, record: Any, targets: dict[str, Any]) -> Fact:
    kept = record.custom.get(of.name)
    if kept is None:
        return Fact(of, "")
    if of.row.kind == K.LINK and (target := targets.get(kept)):
        return Fact(of, str(target), target.get_absolute_url())
    return Fact(of, of.said(kept))


def _targets(record: Any, user: User, links: list[Definition]) -> dict[str, Any]:
    """The records that links point to, as far as the user sees them: a query for each kind."""
    wanted: dict[type[models.Model], list[str]] = defaultdict(list)
    for each in links:
        if kept := record.custom.get(each.name):
            wanted[each.targets[0]].append(kept)
    return {
        f"{name.partition(':')[0]}:{row.pk}": row
        for model, names in wanted.items()
        for name in names[:1]
        for row in model._default_manager.visible_to(user).filter(  # type: ignore[attr-defined]
            pk__in=[each.rpartition(":")[2] for each in names]
        )
    }
