"""Tokens for programs, made and ended by whose name they act in."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Forbidden
from doorstep.office.checks import check
from doorstep.users.models import ApiToken, User
from doorstep.users.tokens import SHOWN, digest_of, mint


@action(
    "token.made",
    verb="keep",
    label=gettext_lazy("New token"),
    undoable=gettext_lazy("Revoke the token instead."),
    icon="key-round",
)
def make_token(
    tokens: type[ApiToken],
    *,
    by: User,
    name: str,
    user: User | None = None,
    scope: str = ApiToken.Scope.WRITE,
    expires_at: datetime | None = None,
) -> ApiToken:
    """Make a token for oneself. ``text`` of what is returned is the only copy of it."""
    user = user or by
    _refuse_another(user, by)
    text = mint()
    token = tokens(user=user, name=name.strip(), scope=scope, expires_at=expires_at)
    token.prefix, token.digest = text[:SHOWN], digest_of(text)
    check(token)
    token.save()
    token.text = text
    return token


@action(
    "token.revoked",
    verb="keep",
    label=gettext_lazy("Revoke"),
    undoable=gettext_lazy("What was revoked stays revoked: make a new token."),
    icon="ban",
)
def revoke_token(token: ApiToken, *, by: User) -> ApiToken:
    """Let nobody in by this token any more."""
    if token.revoked_at:
        raise Conflict(_("This token was revoked already."))
    token.revoked_at = timezone.now()
    token.save()
    return token


def _refuse_another(user: User, by: User) -> None:
    """A token acts in its user's name, so nobody makes one for somebody else."""
    if user.pk != by.pk and by.kind != User.Kind.SYSTEM:
        raise Forbidden(_("A token is made by whose name it acts in."))
    if not user.is_active or user.kind != User.Kind.STAFF:
        raise Conflict(_("%s may not sign in.") % user)
