"""The fields an administrator gives to kinds of records."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.kit.addresses import address
from doorstep.office.forms.fields import CustomFieldForm
from doorstep.office.views.parts import dialog, may_edit, only_for_editors_of
from doorstep.records.actions import (
    add_field,
    archive_field,
    change_field,
    delete_field,
    order_fields,
    restore_field,
)
from doorstep.records.custom import filled_counts
from doorstep.records.models import CustomField
from doorstep.records.types import REGISTRY, RecordType, record_type, type_of
from doorstep.records.uses import capped
from doorstep.ui.http import Request
from doorstep.ui.navigation import FIRST
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.ui.since import is_as_seen

settings_page(
    "office_fields",
    gettext_lazy("Custom fields"),
    "text-cursor-input",
    group="data",
    order=20,
    may=may_edit(CustomField),
)


@require_safe
@only_for_editors_of(CustomField)
def fields_page(request: Request) -> HttpResponse:
    """The fields of one kind of record."""
    return _page(request, _asked(request), None, None)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(CustomField)
def field_new(request: Request) -> HttpResponse:
    records = _asked(request)
    form = CustomFieldForm(posted(request), records=records, initial={"filterable": True})
    if form.is_valid():
        with refusals_shown_on(form):
            label = records.model._meta.label_lower
            field = add_field(CustomField, by=request.user, record_type=label, **form.values)
            say_done(request, _("“%s” is a field now.") % field)
            return redirect(address("office_field_edit", field.pk))
    return _page(request, records, None, form)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(CustomField)
def field_edit(request: Request, pk: int) -> HttpResponse:
    field = _field(request, pk)
    records, held = type_of(field.model), CustomFieldForm.held(field)
    form = CustomFieldForm(posted(request), records=records, field=field, initial=held)
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            change_field(field, by=request.user, **form.values)
            say_done(request, _("“%s” is changed.") % form.cleaned_data["label"])
            return redirect(address("office_field_edit", pk))
    return _page(request, records, field, form)


@require_POST
@only_for_editors_of(CustomField)
def field_archive(request: Request, pk: int) -> HttpResponse:
    """Hide a field, or show it again."""
    field = _field(request, pk)
    if field.archived:
        restore_field(field, by=request.user)
        say_done(request, _("“%s” is shown again.") % field)
    else:
        archive_field(field, by=request.user)
        say_done(request, _("“%s” is archived. What was filled in is kept.") % field)
    return redirect(address("office_field_edit", pk))


@require_http_methods(["GET", "POST"])
@only_for_editors_of(CustomField)
def field_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a field with what was filled in; one undo brings both back."""
    field, form = _field(request, pk), Form(posted(request))
    back = f"{address('office_fields')}?kind={type_of(field.model).kind}"
    if form.is_valid():
        with refusals_shown_on(form):
            delete_field(field, by=request.user)
            say_done(request, _("“%s” is deleted.") % field)
            return go_to(request, back)
    count = filled_counts([field])[field.pk]
    says = _("What %s records hold goes with it. Archiving keeps it.") % capped(count)
    title = _("Delete the field “%s”?") % field
    more = {"danger": True, "says": says if count else ""}
    return dialog(request, form, title, _("Delete field"), back, **more)


@require_POST
@only_for_editors_of(CustomField)
def fields_order(request: Request) -> HttpResponse:
    """Keep the order in which they were put."""
    records = _asked(request)
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal() and len(pk) < 19]
    mine = set(_rows(records).values_list("pk", flat=True))
    order_fields(CustomField, by=request.user, ids=[pk for pk in ids if pk in mine])
    return redirect(f"{address('office_fields')}?kind={records.kind}")


def _page(
    request: Request,
    records: RecordType,
    field: CustomField | None,
    form: CustomFieldForm | None,
) -> HttpResponse:
    rows = list(_rows(records))
    filled = {pk: capped(count) for pk, count in filled_counts(rows).items()}
    listed = [(each, filled[each.pk]) for each in rows]
    shown = CustomField.objects.filter(archived=False).order_by().values_list("record_type")
    counts = dict(shown.annotate(fields=Count("pk")))
    context: dict[str, Any] = {
        "records": records,
        "kinds": [(each, counts.get(each.model._meta.label_lower, 0)) for each in _kinds()],
        "shown": [pair for pair in listed if not pair[0].archived],
        "archived": [pair for pair in listed if pair[0].archived],
        "field": field,
        "filled": filled.get(field.pk, "0") if field else "0",
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "office/fields.html", context, status=status)


def _asked(request: Request) -> RecordType:
    asked = request.GET.get("kind")
    found = record_type(asked) if asked else _kinds()[0]
    if found is None:
        raise Http404
    return found


def _kinds() -> list[RecordType]:
    """Whom we sell to first, as in the sidebar."""
    last = len(FIRST)
    place = {kind: number for number, kind in enumerate(FIRST)}
    return sorted(REGISTRY.values(), key=lambda each: place.get(each.kind, last))


def _field(request: Request, pk: int) -> CustomField:
    return get_object_or_404(CustomField.objects.permitted(request.user, "edit"), pk=pk)


def _rows(records: RecordType) -> Any:
    return CustomField.objects.filter(record_type=records.model._meta.label_lower)
