"""Whom one can mention in a note about a record: colleagues, and whether they can see it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.ui.record_page import found
from doorstep.users.access import Reach
from doorstep.users.explain import explain
from doorstep.users.models import User

MOST = 6


@require_safe
@login_required
def mention_options(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """``?q=ine``: colleagues whose name or e-mail begins so. Who cannot see the record is offered
    to those who may share it.
    """
    record = found(request, records, pk)
    people = User.objects.staff().exclude(pk=request.user.pk)
    for word in request.GET.get("q", "").split()[:4]:
        starts = (Q(name__istartswith=word), Q(name__icontains=f" {word}"))
        people = people.filter(reduce(or_, (*starts, Q(email__istartswith=word))))
    told = explain(
        list(people.select_related("team").order_by("name", "pk")[:MOST]), record, "view"
    )
    may_share = request.user.reach(records.model, "share") != Reach.NONE
    chosen = [each for each in told if each.may or may_share]
    return render(request, "ui/_mention_options.html", {"told": chosen})
