"""Signing up, and the page behind the link of the letter."""

from __future__ import annotations

from secrets import compare_digest
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doorstep.kit.errors import Invalid, Refusal
from doorstep.portal.actions import open_account
from doorstep.portal.forms import SignUpForm
from doorstep.portal.models import PortalAccount, SignUp
from doorstep.portal.proofs import hash_of
from doorstep.portal.signing_up import ask_for_account, sign_up_with
from doorstep.portal.site import public_page, site_of, while_open
from doorstep.portal.views.parts import local
from doorstep.portal.views.visitor import browser_secret, cart_in, keep_browser, privately
from doorstep.portal.visits import visit_of
from doorstep.ui.limits import too_often, wait
from doorstep.users.models import User

MOST = 10  # a minute, from one address
LOOK = ["GET", "HEAD", "POST"]


@require_http_methods(LOOK)
@while_open
@privately
def signup(request: HttpRequest) -> HttpResponse:
    """Ask for an account. The answer is the same whosever the address is."""
    if site_of(request).account:
        return redirect("portal_home")
    cart_in(request)
    form = SignUpForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "next": local(request), "is_sent": False}
    if request.method != "POST":
        context["is_sent"] = "sent" in request.GET
        return public_page(request, "portal/signup.html", context)
    if too_often(request, "signup", MOST):
        return wait()
    if form.is_valid():
        try:
            return _asked(request, form.cleaned_data)
        except Refusal as refusal:
            context["refusal"] = _into(form, refusal)
            return public_page(request, "portal/signup.html", context, status=refusal.status)
    return public_page(request, "portal/signup.html", context, status=422)


@require_http_methods(LOOK)
@privately
def signup_open(request: HttpRequest, secret: str) -> HttpResponse:
    """A button, so that a machine that follows links uses nothing up; then the account."""
    if too_often(request, "signup-open", 3 * MOST):
        return wait()
    cart_in(request)
    sign_up = sign_up_with(secret)
    is_known = sign_up is not None and _is_same_browser(request, sign_up)
    context: dict[str, Any] = {"sign_up": sign_up, "asks_password": not is_known}
    if sign_up is None or (request.method != "POST" and not sign_up.holds()):
        return public_page(request, "portal/signup_over.html", context, status=410)
    if request.method != "POST":
        return public_page(request, "portal/signup_open.html", context)
    try:
        account = _opened(sign_up, "" if is_known else request.POST.get("password", ""), is_known)
    except Refusal as refusal:
        context["refusal"] = refusal
        return public_page(request, "portal/signup_open.html", context, status=refusal.status)
    get_adapter(request).login(request, account.user)
    return _go_on(sign_up)


def _asked(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    secret = browser_secret(request)
    ask_for_account(
        **said,
        browser=secret,
        wanted=local(request),
        visit=visit_of(request),
        origin=request.build_absolute_uri("/").rstrip("/"),
    )
    response = redirect("signup")
    response["Location"] += "?sent=1"
    keep_browser(response, request, secret)
    return response


def _opened(sign_up: SignUp, password: str, is_same_browser: bool) -> PortalAccount:
    """Whoever opens it elsewhere chooses the password: it may be a stranger's that was typed."""
    if not is_same_browser and not password:
        says = _("Choose a password: you opened the link in another browser.")
        raise Invalid(says, password=says)
    account = open_account(PortalAccount, by=User.system(), sign_up=sign_up, password=password)
    if not is_same_browser and not account.user.check_password(password):
        says = _("This link was used already: sign in.")
        raise Invalid(says, password=says)
    return account


def _go_on(sign_up: SignUp) -> HttpResponse:
    response = redirect("my_address_new")
    if sign_up.wanted:
        response["Location"] += "?" + urlencode({"next": sign_up.wanted})
    return response


def _is_same_browser(request: HttpRequest, sign_up: SignUp) -> bool:
    said = hash_of(request.COOKIES.get("signup-browser", ""))
    return bool(said) and compare_digest(said, sign_up.browser_hash)


def _into(form: SignUpForm, refusal: Refusal) -> Refusal | None:
    """What concerns a field stands at the field."""
    for name, says in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, says)
    return None if form.errors else refusal
