"""Passwords: checked in words, stored beside the journal."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.users.models import User


def check_password_of(user: User, password: str) -> None:
    """Refuse a password that is easily guessed, saying why."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(_("Choose another password."), password=" ".join(error.messages)) from error
