"""What the pages of the public site share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from doorstep.office.signin.adapter import is_local
from doorstep.portal.site import site_of
from doorstep.ui.http import Request

View = Callable[..., HttpResponse]


def own_page(view: View) -> View:
    """For whoever is signed in as a web user; the view is given their account.

    Guests are asked to sign in. A colleague of the house has no such pages.
    """

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        account = site_of(request).account
        if account is None:
            raise Http404
        return view(request, account, *args, **kwargs)

    return never_cache(answer)


def local(request: HttpRequest) -> str:
    """Where to go on: a path of ours or nothing."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    return wanted if len(wanted) <= 500 and "\0" not in wanted and is_local(wanted) else ""
