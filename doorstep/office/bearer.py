"""How programs sign in to the API: ``Authorization: Bearer <token>``."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from doorstep.kit.errors import Forbidden
from doorstep.users.models import ApiToken, User
from doorstep.users.tokens import token_of

SAFE = ("GET", "HEAD", "OPTIONS")


class Bearer(HttpBearer):
    """A token that is not valid is refused, even where a session would do."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        found = token_of(token)
        if found is None:
            raise AuthenticationError
        if found.scope == ApiToken.Scope.READ and request.method not in SAFE:
            raise Forbidden(_("This token may only read."))
        request.user = found.user
        return found.user
