"""What is typed is kept on the server while one types, until it is sent: a reload loses nothing.

A page says that its form is kept by putting ``<keep-typed data-place="…">`` around it, and its
name into ``KEPT``; the view that does what the form asks for calls ``forget_typed``.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doorstep.kit.clock import every
from doorstep.kit.errors import Invalid
from doorstep.records.models import Typed
from doorstep.ui.http import Request
from doorstep.ui.looks import day

KEPT: set[str] = set()
FOR = timedelta(days=30)
LONGEST = 200_000  # characters of one form
MOST_FIELDS = 40
MOST = 100  # forms of one person: beyond that the oldest goes


def keeps_typing(*names: str) -> None:
    """Forms that are sent to pages of these names are kept while they are typed."""
    KEPT.update(names)


def forget_typed(request: Request) -> None:
    """It was sent: whoever comes back finds the form empty."""
    Typed.objects.filter(user=request.user.pk, place=request.path[:200]).delete()


@require_http_methods(["GET", "POST", "DELETE"])
@login_required
@never_cache
def typed(request: Request) -> HttpResponse:
    """What was typed at a place; keep it; or let it go."""
    place = _place(request)
    mine = Typed.objects.filter(user=request.user.pk)
    if request.method == "DELETE":
        mine.filter(place=place).delete()
    elif request.method == "POST":
        said = _said(request.POST.get("said", ""))
        Typed.objects.update_or_create(
            user=request.user, place=place, defaults={"said": said, "at": now()}
        )
        mine.filter(pk__in=mine.order_by("-at").values("pk")[MOST : MOST + 10]).delete()
    elif held := mine.filter(place=place).first():
        return JsonResponse({"said": held.said, "says": _says(held), "discard": _("Discard")})
    return HttpResponse(status=204)


@every(minutes=24 * 60)
def forget_what_was_left() -> int:
    return Typed.objects.filter(at__lt=now() - FOR).delete()[0]


def _says(held: Typed) -> str:
    at = localtime(held.at)
    clock = f"{at:%H:%M}"
    if at.date() == localdate():
        return _("Draft from %s") % clock
    return _("Draft from %(day)s, %(clock)s") % {"day": day(at), "clock": clock}


def _place(request: Request) -> str:
    """The address of one of the forms that are kept, and of nothing else."""
    place = request.GET.get("place", "")
    try:
        found = resolve(place)
    except Resolver404:
        raise Http404 from None
    if len(place) > 200 or found.url_name not in KEPT:
        raise Http404
    return place


def _said(text: str) -> dict[str, Any]:
    """Each field with its text, or several of them."""
    says = _("What was typed is too long to be kept.")
    try:
        said: Any = json.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        said = None
    is_whole = isinstance(said, dict) and len(said) <= MOST_FIELDS
    if not is_whole or not all(isinstance(each, str | bool) for each in said.values()):
        raise Invalid(says, said=says)
    return {str(name)[:60]: value for name, value in said.items()}
