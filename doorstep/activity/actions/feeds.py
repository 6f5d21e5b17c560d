"""The verbs of the address under which other programs read a calendar."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.models import CalendarFeed
from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.users.models import User
from doorstep.users.tokens import digest_of


@action(
    "calendar_feed.made",
    verb="keep",
    label=gettext_lazy("Make an address"),
    undoable=gettext_lazy("Take the address back instead."),
    icon="key-round",
)
def make_feed(feeds: type[CalendarFeed], *, by: User) -> CalendarFeed:
    """Make a secret address for one's own calendar; the one before leads nowhere from now on.

    ``text`` of what is returned is the only copy of the secret.
    """
    if by.kind != User.Kind.STAFF or not by.is_active:
        raise Conflict(_("%s may not sign in.") % by)
    for old in feeds._base_manager.filter(user=by.pk):
        old.delete()
    secret = secrets.token_urlsafe(32)
    feed = feeds(user=by, digest=digest_of(secret))
    feed.save()
    feed.text = secret
    return feed


@action(
    "calendar_feed.revoked",
    verb="keep",
    label=gettext_lazy("Take the address back"),
    undoable=gettext_lazy("What was taken back stays so: make a new address."),
    icon="ban",
)
def revoke_feed(feed: CalendarFeed, *, by: User) -> None:
    """Let nobody read the calendar by this address any more."""
    feed.delete()
