"""How many records there are of each kind: asked for when a page is there, kept for a minute."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from doorstep.kit.errors import Invalid
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.ui.navigation import places
from doorstep.ui.pinned import pinned
from doorstep.ui.tabs import COUNTED, views_of
from doorstep.users.models import User


@require_safe
@login_required
@cache_control(private=True, max_age=60)
def counts(request: Request) -> HttpResponse:
    """``{"lead": "312", "view-7": "24"}``, capped like every count."""
    told = {}
    for place in places(request.user):
        if place.counted:
            told[place.kind] = place.counted(request.user)
        elif place.records and place.counts:
            told[place.kind] = said(*place.records.count(request.user, ListQuery()))
    for each in pinned(request.user, views_of(request))[:COUNTED]:
        told[each.counted] = count_of(request.user, each.records, each.query)
    return JsonResponse(told)


def count_of(user: User, records: RecordType, query: ListQuery) -> str:
    """Nothing, where a view speaks of what is no longer there: a status, a custom field."""
    try:
        return said(*records.count(user, query))
    except Invalid:
        return ""


def said(number: int, is_capped: bool) -> str:
    return f"{number:,}{'+' if is_capped else ''}"
