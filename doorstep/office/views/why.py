"""Who can see a record and why, or why not; and what somebody may do at all."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from doorstep.kit.naming import kind_of
from doorstep.office.queries import verbs_in_words
from doorstep.office.rights import may_of
from doorstep.records.types import REGISTRY, RecordType
from doorstep.ui.http import Request
from doorstep.users.explain import explain
from doorstep.users.models import User

MOST = 200  # people that are told of


@require_safe
@login_required
def who_page(request: Request, kind: str, pk: int) -> HttpResponse:
    """Administrators are told of everyone, everybody else of themselves. ``?verb=edit``."""
    records = _records(kind)
    manager: Any = records.model._default_manager
    record = get_object_or_404(manager.visible_to(request.user), pk=pk)
    verbs = [each for each in verbs_in_words(records.model) if each[0] != "create"]
    verb = request.GET.get("verb", "view")
    if verb not in dict(verbs):
        raise Http404
    everyone, oneself = User.objects.staff(), User.objects.filter(pk=request.user.pk)
    people = everyone if request.user.is_administrator else oneself
    told = explain(list(people.select_related("team").order_by("name")[:MOST]), record, verb)
    context = {
        "record": record,
        "kind": kind,
        "verb": verb,
        "verbs": verbs,
        "may": [each for each in told if each.may],
        "may_not": [each for each in told if not each.may],
    }
    template = "office/_who.html" if request.htmx else "office/who.html"
    return render(request, template, context)


@require_safe
@login_required
def may_page(request: Request, pk: int) -> HttpResponse:
    """What somebody may do with each kind of record, and by which role."""
    if not (request.user.is_administrator or request.user.pk == pk):
        raise Http404
    person = get_object_or_404(User.objects.staff(), pk=pk)
    context = {"person": person, "kinds": may_of(person)}
    template = "office/_may.html" if request.htmx else "office/may.html"
    return render(request, template, context)


def _records(kind: str) -> RecordType:
    for model, records in REGISTRY.items():
        if kind_of(model) == kind:
            return records
    raise Http404
