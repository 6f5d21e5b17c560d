"""Who is here, with which cart: the cookies of the public site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from doorstep.portal.carts import CART
from doorstep.portal.models import Cart, shop_policy
from doorstep.portal.proofs import fresh_secret, hash_of
from doorstep.portal.site import site_of
from doorstep.users.models import User

BROWSER = "signup-browser"
A_DAY = 24 * 3600
View = Callable[..., HttpResponse]


def privately(view: View) -> View:
    """Pages that a secret opens: not indexed, not kept, not handed on."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        response = view(request, *args, **values)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"
        return response

    return never_cache(answer)


def web_user(request: HttpRequest) -> User | None:
    account = site_of(request).account
    return account.user if account else None


def cart_in(request: HttpRequest) -> Cart | None:
    """The cart of whoever looks; nothing is made by looking."""
    return site_of(request).cart


def cart_secret(request: HttpRequest) -> str:
    said = request.COOKIES.get(CART, "")
    return said if hash_of(said) else ""


def keep_cart(response: HttpResponse, request: HttpRequest, secret: str) -> None:
    _keep(response, request, CART, secret, shop_policy().cart_days * A_DAY)


def browser_secret(request: HttpRequest) -> str:
    said = request.COOKIES.get(BROWSER, "")
    return said if hash_of(said) else fresh_secret()


def keep_browser(response: HttpResponse, request: HttpRequest, secret: str) -> None:
    _keep(response, request, BROWSER, secret, 7 * A_DAY)


def _keep(response: HttpResponse, request: HttpRequest, name: str, value: str, age: int) -> None:
    secure = request.is_secure()
    response.set_cookie(name, value, max_age=age, httponly=True, samesite="Lax", secure=secure)
