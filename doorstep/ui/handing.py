"""Handing a record over, and the brief for whoever takes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from doorstep.history.models import Change
from doorstep.history.rows import by_type, model_of
from doorstep.kit.addresses import address, has_address
from doorstep.kit.naming import kind_of
from doorstep.records.doing import doing
from doorstep.records.models import Record
from doorstep.records.types import RecordType
from doorstep.ui.handover import brief_of
from doorstep.ui.http import Request
from doorstep.ui.menus import in_menu
from doorstep.ui.pages import event_or_404, go_to, posted, refusals_shown_on, say_done
from doorstep.ui.record_forms import PickField
from doorstep.ui.record_page import found
from doorstep.users.access import owner_fields
from doorstep.users.models import User

MOST = 200  # records that are listed of one large handover

in_menu(Record, "assign", gettext_lazy("Hand over"), "user-round", verb="edit")
in_menu(Record, "handover", gettext_lazy("Handover brief"), "scroll-text", how="go")


class AssignForm(forms.Form):
    to = PickField(User.objects.none(), label=gettext_lazy("To"))
    text = forms.CharField(
        label=gettext_lazy("What they should know"),
        max_length=100_000,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["to"]
        people.queryset = User.objects.staff()


@require_safe
@login_required
def handover_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """The brief, made of what the reader may see; it can be printed."""
    brief = brief_of(found(request, records, pk), request.user, at=now())
    context = {"records": records, "record": brief.record, "brief": brief}
    return render(request, "ui/handover.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def assign_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """The dialog that makes a record somebody else's; then comes the brief for them."""
    record = found(request, records, pk)
    form = AssignForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            to = form.cleaned_data["to"]
            doing(records.model, "assigned")(record, by=request.user, **form.cleaned_data)
            says = _("%(record)s is now with %(who)s. This is the brief for them.")
            say_done(request, says % {"record": record, "who": to})
            seen: Any = records.model._default_manager
            is_seen = seen.visible_to(request.user).filter(pk=pk).exists()
            return go_to(request, address(records.route("handover"), pk) if is_seen else "home")
    template = "records/_assign.html" if request.htmx else "records/assign.html"
    context = {"records": records, "record": record, "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def handovers_page(request: Request, pk: int) -> HttpResponse:
    """The briefs of all records that one event handed over, as far as one sees them."""
    event = event_or_404(request, pk)
    changes = Change.objects.filter(event__in=event.with_all_it_caused(), kind="CHANGED")
    rows = [
        (change.record_type, change.record_id)
        for change in changes.order_by("pk")[: MOST * 10]
        if _is_handing_over(change)
    ]
    groups = []
    for label, pks in by_type(rows).items():
        model = model_of(label)
        page = f"{kind_of(model)}_handover"
        seen = model._default_manager.visible_to(request.user).filter(pk__in=pks[:MOST])
        if has_address(page, 1) and (records := list(seen.order_by("pk"))):
            groups.append((model._meta.verbose_name_plural, page, records))
    return render(request, "ui/handovers.html", {"event": event, "groups": groups})


def _is_handing_over(change: Change) -> bool:
    model = model_of(change.record_type)
    names = {f"{name}_id" for name in owner_fields(model)}
    return hasattr(model, "owned_by") and not names.isdisjoint(change.before or ())
