"""With whom a record is shared, beyond those whose role reaches it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.kit.naming import kind_of
from doorstep.kit.numbers import row_number
from doorstep.records.actions import share_record, stop_sharing
from doorstep.records.models import Record, Share
from doorstep.records.types import REGISTRY
from doorstep.ui.http import Request
from doorstep.ui.menus import in_menu
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.record_forms import PickField
from doorstep.users.models import User

in_menu(Record, "share_record", gettext_lazy("Share"), "users", verb="share")


class ShareForm(forms.Form):
    to = PickField(User.objects.none(), label=gettext_lazy("With"))
    is_editor = forms.BooleanField(label=gettext_lazy("They may also work on it"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["to"]
        people.queryset = User.objects.staff()


@require_http_methods(["GET", "POST"])
@login_required
def share_page(request: Request, kind: str, pk: int) -> HttpResponse:
    """The dialog that opens a record to one more person, and takes that back."""
    model = next((each for each in REGISTRY if kind_of(each) == kind), None)
    if model is None:
        raise Http404
    manager: Any = model._default_manager
    record = get_object_or_404(manager.permitted(request.user, "share"), pk=pk)
    if gone := row_number(request.POST.get("drop", "")):
        who = get_object_or_404(User.objects.all(), pk=gone)
        stop_sharing(record, by=request.user, to=who)
        say_done(request, _("No longer shared with %s.") % who)
        return go_to(request, record)
    form = ShareForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            share_record(record, by=request.user, **form.cleaned_data)
            say_done(request, _("Shared with %s.") % form.cleaned_data["to"])
            return go_to(request, record)
    shares = Share.objects.about(record).select_related("user", "owner").order_by("pk")
    template = "records/_share.html" if request.htmx else "records/share.html"
    context = {"kind": kind, "record": record, "form": form, "shares": shares}
    return render(request, template, context, status=422 if form.is_bound else 200)
