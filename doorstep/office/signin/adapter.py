"""What we decide about signing in, where django-allauth asks."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address, has_address
from doorstep.office.signin.letters import send_letter
from doorstep.users.models import User
from doorstep.users.sessions import AGENT, STARTED


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up here: colleagues are invited, customers have the portal."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail and password do not belong together."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or no longer."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of ours: no host, not even our own, so nothing to be confused about."""
        return is_local(url or "")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        is_customer = user.is_authenticated and user.kind == User.Kind.PORTAL
        return address("portal_home" if is_customer and has_address("portal_home") else "home")

    def login(self, request: HttpRequest, user: Any) -> None:
        """The session remembers what it is listed by."""
        super().login(request, user)
        request.session[AGENT] = request.headers.get("User-Agent", "")[:200]
        request.session[STARTED] = timezone.now().isoformat()

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Written now, sent by the worker: a slow mail server keeps nobody waiting."""
        letter = self.render_mail(template_prefix, email, context)
        send_letter.enqueue(email, str(letter.subject), str(letter.body))


def is_local(url: str) -> bool:
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
