"""What is said to a provider: where a person is sent to consent, and how tokens are asked for.

RFC 6749 (authorisation code), RFC 7636 (PKCE) and what RFC 9700 makes of them.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.kit.outgoing import NoAnswer, post
from doorstep.kit.sealing import Unreadable
from doorstep.mail.models import MailProvider
from doorstep.mail.signing_in.known import ASKS

LONGEST = 16_000  # letters of a token
USUAL = 3600  # seconds, where none are told
MOST = 24 * 3600
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class NoTokens(Exception):
    """The provider gave none. ``is_over``: the consent is no more, somebody has to sign in."""

    def __init__(self, says: str, *, is_over: bool = False) -> None:
        super().__init__(says)
        self.says, self.is_over = says, is_over


@dataclass(frozen=True)
class Tokens:
    """``refresh`` may be empty where the one there is goes on holding."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime


def new_secret() -> str:
    """For a state or a verifier: nobody guesses it."""
    return secrets.token_urlsafe(48)


def consent_address(
    provider: MailProvider, *, state: str, verifier: str, back: str, hint: str
) -> str:
    """Where somebody is sent to agree; ``back`` is the page of ours they come back to."""
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    said = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": provider.scopes,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": hint,
    } | ASKS.get(provider.kind, {})
    mark = "&" if "?" in provider.authorize_url else "?"
    return f"{provider.authorize_url}{mark}{urlencode(said)}"


def tokens_for(provider: MailProvider, *, code: str, verifier: str, back: str) -> Tokens:
    """The first tokens after somebody agreed."""
    found = _asked(
        provider,
        grant_type="authorization_code",
        code=code,
        code_verifier=verifier,
        redirect_uri=back,
    )
    if not found.refresh:
        raise NoTokens(_("%s gave no token that can be renewed.") % provider)
    return found


def renewed(provider: MailProvider, refresh: str) -> Tokens:
    return _asked(provider, grant_type="refresh_token", refresh_token=refresh)


def _asked(provider: MailProvider, **said: str) -> Tokens:
    said["client_id"] = provider.client_id
    try:
        if secret := provider.client_secret_said():
            said["client_secret"] = secret
        answer = post(provider.token_url, urlencode(said).encode(), HEADERS)
    except Unreadable as error:
        raise NoTokens(_("The secret of %s has to be typed again.") % provider) from error
    except NoAnswer as error:
        raise NoTokens(_("%s does not answer.") % provider) from error
    told = _json(answer.body)
    if not answer.is_fine:
        raise _refusal(provider, told, answer.status)
    return _tokens(provider, told)


def _refusal(provider: MailProvider, told: dict[str, Any], status: int) -> NoTokens:
    code = _calm(told.get("error")) or str(status)
    more = _calm(told.get("error_description"))
    says = _("%(provider)s answers: %(says)s") % {
        "provider": provider,
        "says": f"{code}: {more}" if more else code,
    }
    return NoTokens(says, is_over=400 <= status < 500 and code == "invalid_grant")


def _tokens(provider: MailProvider, told: dict[str, Any]) -> Tokens:
    access, refresh = _token(told.get("access_token")), _token(told.get("refresh_token"))
    if not access or str(told.get("token_type", "")).lower() != "bearer":
        raise NoTokens(_("%s gave no token that we know how to use.") % provider)
    try:
        seconds = min(max(int(told.get("expires_in", USUAL)), 0), MOST)
    except (TypeError, ValueError):
        seconds = USUAL
    return Tokens(access, refresh, now() + timedelta(seconds=seconds))


def _token(value: Any) -> str:
    """As it may stand in a line to a mail server: nothing in it ends the line or the token."""
    is_one = isinstance(value, str) and len(value) <= LONGEST
    return value if is_one and value.isascii() and value.isprintable() else ""


def _json(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _calm(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:300]
