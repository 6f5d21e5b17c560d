"""The pages of signing in that differ from django-allauth's own."""

from __future__ import annotations

from typing import Any

from allauth.account import views as theirs
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as second_step
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doorstep.office.signin.browsers import browser_of
from doorstep.office.signin.second_step import proofs_of
from doorstep.ui.http import Request
from doorstep.users.models import Session

TOO_MANY = 429
WAIT = 60  # seconds after which another try is worthwhile


class LoginView(theirs.LoginView):
    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        codes = {error.code for error in form.non_field_errors().as_data()}
        if "too_many_login_attempts" in codes:
            return _wait(response)
        response.status_code = 422
        return response


class LoginByPasskeyView(passkeys.LoginWebAuthnView):
    """As theirs, and it leads where one wanted to go."""

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, passkey, login)


class AddPasskeyView(passkeys.AddWebAuthnView):
    """Always one that can sign in by itself: it is kept on the device and asks who holds it."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found = super().get_context_data(**context)
        found["options"] = auth.begin_registration(self.request.user, passwordless=True)
        return found


class RemovePasskeyView(passkeys.RemoveWebAuthnView):
    """As theirs, unless it is the last proof of someone who must have one."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(
                self.request, str(adapter.error_messages["cannot_delete_authenticator"])
            )
            return redirect("mfa_index")
        return super().form_valid(form)


@require_safe
@login_required
@never_cache
def app_code(request: Request) -> HttpResponse:
    """The picture to scan for the secret that the page shows beside it."""
    secret = totp.get_totp_secret()
    drawn = get_adapter().build_totp_svg(get_adapter().build_totp_url(request.user, secret))
    return HttpResponse(drawn, content_type="image/svg+xml")


class SecurityView(second_step.IndexView):
    """One's own password, second steps and open sessions."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        request = self.request
        here = request.session.session_key
        sessions = Session.objects.filter(user=request.user.pk).order_by("-seen_at")
        shown = [(s, browser_of(s.agent), s.session_key == here) for s in sessions[:20]]
        is_missing = request.user.must_prove_twice and not proofs_of(request.user).exists()
        more = {"sessions": shown, "is_missing": is_missing}
        return super().get_context_data(**context) | more


@require_POST
@login_required
def end_session(request: Request, key: str = "") -> HttpResponse:
    """End one of one's own sessions, or all but this one."""
    own = Session.objects.filter(user=request.user).exclude(
        session_key=request.session.session_key
    )
    if key:
        get_object_or_404(own, pk=key).delete()
        messages.success(request, _("That session has ended."))
    else:
        own.delete()
        messages.success(request, _("You are signed out everywhere else."))
    return redirect("mfa_index")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler429``: where django-allauth counts, and the count is full."""
    return _wait(render(request, "account/too_many.html"))


def _wait(response: HttpResponse) -> HttpResponse:
    response.status_code = TOO_MANY
    response["Retry-After"] = str(WAIT)
    return response
