"""Somebody on the way to a provider and back: kept in their session, for ten minutes, once."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import asdict, dataclass
from hmac import compare_digest
from time import time
from typing import Any, Self

from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict
from doorstep.mail.models import Mailbox
from doorstep.mail.signing_in.asking import (
    NoTokens,
    Tokens,
    consent_address,
    new_secret,
    tokens_for,
)

PLACE = "mail_consent"
PATIENCE = 600  # seconds
Session = MutableMapping[str, Any]


class NoConsent(Conflict):
    code = "no_consent"


@dataclass(frozen=True)
class Consent:
    """``state`` proves that who comes back was sent by us, ``verifier`` that the code is ours."""

    mailbox: int
    state: str
    verifier: str
    back: str
    until: float

    @classmethod
    def begun(cls, session: Session, mailbox: Mailbox, back: str) -> str:
        """The address to go to. One at a time: an older one does not count any more."""
        assert mailbox.provider is not None
        made = cls(mailbox.pk, new_secret(), new_secret(), back, time() + PATIENCE)
        session[PLACE] = asdict(made)
        return consent_address(
            mailbox.provider,
            state=made.state,
            verifier=made.verifier,
            back=back,
            hint=mailbox.user_name or mailbox.address,
        )

    @classmethod
    def ended(cls, session: Session, state: str) -> Self:
        """The one that this answer belongs to; no answer counts twice."""
        held = session.pop(PLACE, None)
        made = cls(**held) if isinstance(held, dict) else None
        if made is None or not compare_digest(made.state.encode(), state.encode()):
            raise NoConsent(_("This answer is not one we waited for. Begin to sign in again."))
        if made.until < time():
            raise NoConsent(_("That took longer than ten minutes. Begin to sign in again."))
        return made

    def tokens(self, mailbox: Mailbox, answer: MutableMapping[str, Any]) -> Tokens:
        """What the provider gives for its answer."""
        code, said = str(answer.get("code", "")), str(answer.get("error", ""))[:100]
        if mailbox.provider is None or not mailbox.signs_in_there:
            raise NoConsent(_("One does not sign in to this mailbox at a provider."))
        if said or not code:
            told = {"provider": mailbox.provider, "says": said}
            raise NoConsent(_("%(provider)s gave no consent: %(says)s.") % told)
        try:
            return tokens_for(mailbox.provider, code=code, verifier=self.verifier, back=self.back)
        except NoTokens as error:
            raise NoConsent(error.says) from error
