"""What the pages of the public site share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache

from doorstep.portal.models import Cart
from doorstep.portal.site import Site
from doorstep.ui.http import Request

View = Callable[..., HttpResponse]


def site_of(request: Request) -> Site:
    """The frame of the page; made once a request."""
    held: Any = getattr(request, "_site", None)
    if held is None:
        user: Any = request.user
        cart = Cart.objects.filter(user=user.pk).first() if user.is_authenticated else None
        held = request._site = Site(request, cart)  # type: ignore[attr-defined]
    return held  # type: ignore[no-any-return]


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
