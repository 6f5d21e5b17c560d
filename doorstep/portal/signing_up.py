"""Somebody asks for an account: it is written down, and a letter goes to the address.

The answer never says whether the address is known: the same row is written and the same task is
enqueued, whosever it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.normal.emails import email_key
from doorstep.kit.normal.words import words
from doorstep.office.passwords import check_password_of
from doorstep.portal.letters import send_sign_up
from doorstep.portal.models import SignUp, shop_policy
from doorstep.portal.proofs import fresh_secret, hash_of
from doorstep.portal.refusals import SignUpClosed, TooMany
from doorstep.users.models import User
from doorstep.users.models.user import tidy_email

HOUR = timedelta(hours=1)


def ask_for_account(
    *,
    email: str,
    name: str,
    password: str,
    organisation: str = "",
    phone: str = "",
    browser: str = "",
    wanted: str = "",
    visit: dict[str, Any] | None = None,
    origin: str,
) -> SignUp:
    """Write down who asks, and send the letter that proves the address."""
    check_open()
    email, name = tidy_email(email), words(name)
    _check(email, name, password)
    secret = fresh_secret()
    sign_up = SignUp.objects.create(
        email=email,
        name=name,
        organisation=words(organisation),
        phone=words(phone),
        password=make_password(password),
        secret_hash=hash_of(secret),
        browser_hash=hash_of(browser),
        wanted=wanted,
        visit=visit or {},
    )
    send_sign_up.enqueue(sign_up.pk, secret, origin)
    return sign_up


def check_open() -> None:
    """Refuse where nobody may sign up, and where too many do."""
    policy = shop_policy()
    if not (policy.is_open and policy.has_sign_up):
        raise SignUpClosed(_("Nobody can sign up here at the moment. Write to us instead."))
    if SignUp.objects.filter(created_at__gt=now() - HOUR).count() >= policy.sign_ups_an_hour:
        raise TooMany(_("Too many people sign up just now. Try again in an hour."))


def _check(email: str, name: str, password: str) -> None:
    if not email_key(email):
        says = _("This is not an e-mail address.")
        raise Invalid(says, email=says)
    if not name:
        says = _("Say what you are called.")
        raise Invalid(says, name=says)
    check_password_of(User(email=email, name=name), password)


def sign_up_with(secret: str) -> SignUp | None:
    """The one a link is of, as long as the link is kept."""
    return SignUp.objects.filter(secret_hash=hash_of(secret) or "-").first()
