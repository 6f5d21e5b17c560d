"""Tokens of programs: made once, shown once, kept as a digest, looked up in one statement."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

from django.utils import timezone

from doorstep.kit.prepared import Prepared
from doorstep.users.models import ApiToken, User
from doorstep.users.models.user import OF_ROLES

SHAPE = re.compile(r"ds_[A-Za-z0-9_-]{43}")
SHOWN = 8  # characters of a token that a list shows, to tell one from another


def mint() -> str:
    """A new token: 256 random bits, with a name that scanners for leaked secrets know."""
    return f"ds_{secrets.token_urlsafe(32)}"


def digest_of(text: str) -> str:
    """Random already, so a plain hash is as good as a slow one, and can be looked up."""
    return sha256(text.encode()).hexdigest()


def token_of(text: str) -> ApiToken | None:
    """The token, with its user and what that one may, if both may still come in. One statement."""
    if not SHAPE.fullmatch(text):
        return None
    rows = FOUND.rows(digest_of(text))
    if not rows:
        return None
    user = User.from_db("default", USER_COLUMNS, rows[0][:OF_USER])
    token = ApiToken.from_db("default", TOKEN_COLUMNS, rows[0][OF_USER:OF_TOKEN])
    token.user = user
    user.take_rights([row[OF_TOKEN:] for row in rows])
    if not (user.is_active and token.is_usable):
        return None
    token.used(timezone.now().date())
    return token


def user_of_token(text: str) -> User | None:
    token = token_of(text)
    return token.user if token else None


# What requests look at; the rest is read when somebody asks for it.
USER_COLUMNS = ["id", "version", "email", "name", "kind", "is_active", "team_id", "has_shares"]
TOKEN_COLUMNS = ["id", "user_id", "scope", "expires_at", "revoked_at", "last_used_on"]
OF_USER = len(USER_COLUMNS)
OF_TOKEN = OF_USER + len(TOKEN_COLUMNS)
FOUND = Prepared(
    lambda digest: (
        ApiToken.objects.filter(digest=digest)
        .order_by()
        .values_list(
            *(f"user__{name}" for name in USER_COLUMNS),
            *TOKEN_COLUMNS,
            *(f"user__memberships__{name}" for name in OF_ROLES),
        )
    ),
    "",
)
