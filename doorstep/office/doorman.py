"""Every page passes here: to the set-up while nobody is there, to the second step where a role
asks for it; and everyone finds the clock and the language they are used to.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from doorstep.office.signin.second_step import proofs_of
from doorstep.records.models import Company, company_read_once, zone_of
from doorstep.ui.sources import PUBLIC
from doorstep.users.models import User

Answer = Callable[[HttpRequest], HttpResponse]
ALWAYS_OPEN = ("/static/", "/healthz", "/readyz")
WAYS_IN = ("/login/", "/logout/", "/password/", "/settings/security/")
API = "/api/"
FOR_ALL = (*PUBLIC, "/login/", "/logout/", "/password/", "/q/", "/forms/", "/mail/unsubscribe/")
PROVED = "proved_twice"


class SetUp:
    """Whether anybody is there. Once somebody is, nobody needs to look again."""

    is_done = False

    def still_missing(self) -> bool:
        self.is_done = self.is_done or User.objects.filter(kind=User.Kind.STAFF).exists()
        return not self.is_done


set_up = SetUp()


def doorman(answer: Answer) -> Answer:
    """The middleware."""

    def led(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ALWAYS_OPEN):
            return answer(request)
        if not request.path.startswith("/setup/") and set_up.still_missing():
            return redirect("setup")
        if turned := _web_user_turned(request):
            return turned
        with company_read_once(), ExitStack() as stack:
            if "Authorization" not in request.headers and (turned := _to_second_step(request)):
                return turned
            if _is_signed_in_page(request):
                _as_they_like(request, stack)
            return answer(request)

    return led


def _to_second_step(request: HttpRequest) -> HttpResponse | None:
    """Whose role asks for a second step goes no further before they have one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(WAYS_IN):
        return None
    user: Any = request.user
    if not user.is_authenticated or not user.must_prove_twice or request.session.get(PROVED):
        return None
    if proofs_of(user).exists():  # then nobody signs in without it
        request.session[PROVED] = True
        return None
    text = _("Your role asks for a second step at sign-in. Set one up first.")
    if request.path.startswith(API):
        error = {"code": "second_step_missing", "message": text, "fields": {}}
        return JsonResponse({"error": error}, status=403)
    messages.warning(request, text)
    return redirect("mfa_index")


def _web_user_turned(request: HttpRequest) -> HttpResponse | None:
    """Whoever signed up on the public site finds no page of the staff, and no API."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(FOR_ALL):
        return None
    user: Any = request.user
    if not user.is_authenticated or user.kind != User.Kind.PORTAL:
        return None
    if request.path.startswith(API):
        text = _("This is for colleagues.")
        error = {"code": "forbidden", "message": text, "fields": {}}
        return JsonResponse({"error": error}, status=403)
    return redirect("portal_home")


def _is_signed_in_page(request: HttpRequest) -> bool:
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_session and not request.path.startswith(API)


def _as_they_like(request: HttpRequest, stack: ExitStack) -> None:
    user: Any = request.user
    company = Company.current()
    stack.enter_context(timezone.override(zone_of(user)))
    language = getattr(user, "language", "") or company.language
    if language in dict(settings.LANGUAGES):
        stack.enter_context(translation.override(language))
