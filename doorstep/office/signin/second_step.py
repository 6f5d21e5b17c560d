"""What we decide about the second step, where django-allauth asks."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import Company
from doorstep.users.models import User

PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets lie in the database enciphered; who must have a second step cannot drop the last."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": get_account_adapter().error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your role asks for a second step: add another first."),
    }

    def get_totp_issuer(self) -> str:
        return str(Company.current())

    def _get_site_name(self) -> str:
        return str(Company.current())

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user: Any = authenticator.user
        others = proofs_of(user).exclude(pk=authenticator.pk)
        return not user.must_prove_twice or others.exists()


def proofs_of(user: User) -> Any:
    """What somebody can prove themselves by a second time; recovery codes are only for need."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=PROOFS)


def _cipher() -> Fernet:
    key = sha256(b"second step:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
