"""The tags of a record, shown beside it, put on and taken off."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from doorstep.records.actions import tag, untag
from doorstep.records.models import Record, Tag, Tagging
from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.ui.panels import panel_on


@panel_on(Record, _("Tags"), order=80)
def tags(request: Request, record: Any) -> HttpResponse:
    found = Tagging.objects.about(record).select_related("tag").order_by("tag__name")
    mine = type(record)._default_manager.permitted(request.user, "edit")
    context = {
        "record": record,
        "tags": [each.tag for each in found],
        "edits": mine.filter(pk=record.pk).exists(),
        "known": Tag.objects.offered().values_list("name", flat=True)[:200],
    }
    return render(request, "records/_tags.html", context)


@require_POST
@login_required
def change_tags(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Put the tags named ``add`` on a record, take those named ``drop`` off."""
    manager: Any = records.model._default_manager
    record = get_object_or_404(manager.visible_to(request.user), pk=pk)
    if added := _named(request, "add"):
        tag(record, by=request.user, names=added)
    if dropped := _named(request, "drop"):
        untag(record, by=request.user, names=dropped)
    if request.htmx.target != "panel-tags":
        return redirect(record)
    return trigger_client_event(tags(request, record), "tags-changed")


def _named(request: Request, field: str) -> list[str]:
    return [name for each in request.POST.getlist(field) if (name := each.strip()[:100])]
