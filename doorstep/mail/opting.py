"""The way out of letters that go to many: an address of ours that only we can have made."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from doorstep.kit.addresses import address
from doorstep.kit.normal.emails import email_key, normal_email
from doorstep.kit.origin import origin

SIGNER = "doorstep.mail.opting"


def way_out(given: str) -> str:
    """The page on which whoever has this address says that they want no more."""
    return origin() + address("mail_out", token_for(given))


def token_for(given: str) -> str:
    return Signer(salt=SIGNER).sign_object([normal_email(given)]).replace(":", "~")


def address_in(token: str) -> str:
    """Whose it is; "" where it is none of ours."""
    try:
        held = Signer(salt=SIGNER).unsign_object(token.replace("~", ":"))
    except (BadSignature, ValueError):
        return ""
    given = held[0] if isinstance(held, list) and held else ""
    return given if isinstance(given, str) and email_key(given) else ""
