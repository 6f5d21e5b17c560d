"""The token of a mailbox, made anew before it ends: by one worker at a time.

Providers may end a whole consent when one token is used twice to make another, so whoever renews
claims the mailbox first, and others wait for what comes of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from time import sleep

from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.kit.sealing import Unreadable, seal
from doorstep.mail.models import Mailbox
from doorstep.mail.signing_in.asking import NoTokens, Tokens, renewed

SOON = timedelta(minutes=2)  # a token that ends by then may end while it is used
LEASE = timedelta(minutes=1)
TURNS, PAUSE = 100, 0.2  # how often, and after how many seconds, we look what another made of it
HELD = ("secret", "refresh_secret", "token_expires_at", "needs_sign_in")


def access_token(mailbox: Mailbox) -> str:
    """One that holds for some minutes; ``NoTokens`` says why there is none."""
    for _turn in range(TURNS):
        if mailbox.needs_sign_in or not (mailbox.pk or _holds(mailbox)):
            raise _sign_in_again(mailbox)
        if _holds(mailbox):
            return _said(mailbox, "secret")
        if (until := _claimed(mailbox)) is not None:
            mailbox.refresh_from_db(fields=HELD)
            if not _holds(mailbox):
                _renew(mailbox, until)
            _release(mailbox, until)
            return _said(mailbox, "secret")
        sleep(PAUSE)
        mailbox.refresh_from_db(fields=HELD)
    raise NoTokens(_("The token of %s is being renewed.") % mailbox)


def doubt_token(mailbox: Mailbox) -> None:
    """A server would not have it: the next one who needs it asks for another."""
    rows = Mailbox.objects.filter(pk=mailbox.pk, secret=mailbox.secret)
    rows.update(token_expires_at=now())


def hold_tokens(mailbox: Mailbox, tokens: Tokens) -> None:
    """Set what it signs in with from now on; nothing is written."""
    for name, value in _columns(tokens).items():
        setattr(mailbox, name, value)
    mailbox.needs_sign_in = False


def _renew(mailbox: Mailbox, until: datetime) -> None:
    mine = Mailbox.objects.filter(pk=mailbox.pk, token_lease_until=until)
    refresh = _said(mailbox, "refresh_secret")
    try:
        if mailbox.provider is None or not refresh:
            raise _sign_in_again(mailbox)
        tokens = renewed(mailbox.provider, refresh)
    except NoTokens as error:
        if error.is_over:
            mine.update(needs_sign_in=True)
        _release(mailbox, until)
        raise _sign_in_again(mailbox) if error.is_over else error from error
    # Where somebody signed in meanwhile theirs stay.
    mine.update(**_columns(tokens))
    mailbox.refresh_from_db(fields=HELD)


def _columns(tokens: Tokens) -> dict[str, object]:
    held: dict[str, object] = {
        "secret": seal(tokens.access),
        "token_expires_at": tokens.expires_at,
    }
    return held | ({"refresh_secret": seal(tokens.refresh)} if tokens.refresh else {})


def _holds(mailbox: Mailbox) -> bool:
    until = mailbox.token_expires_at
    return bool(mailbox.secret) and until is not None and until > now() + SOON


def _claimed(mailbox: Mailbox) -> datetime | None:
    until = now() + LEASE
    free = Q(token_lease_until=None) | Q(token_lease_until__lt=now())
    rows = Mailbox.objects.filter(free, pk=mailbox.pk)
    return until if rows.update(token_lease_until=until) else None


def _release(mailbox: Mailbox, until: datetime) -> None:
    rows = Mailbox.objects.filter(pk=mailbox.pk, token_lease_until=until)
    rows.update(token_lease_until=None)


def _said(mailbox: Mailbox, which: str) -> str:
    try:
        return mailbox.secret_of(which)
    except Unreadable as error:
        Mailbox.objects.filter(pk=mailbox.pk).update(needs_sign_in=True)
        raise _sign_in_again(mailbox) from error


def _sign_in_again(mailbox: Mailbox) -> NoTokens:
    return NoTokens(_("Somebody has to sign in to %s again.") % mailbox, is_over=True)
