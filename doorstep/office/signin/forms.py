"""Forms of signing in that we do our own way."""

from __future__ import annotations

from allauth.account import forms as theirs
from django import forms
from django.http import HttpRequest

from doorstep.office.signin.letters import send_reset
from doorstep.users.models.user import tidy_email


class ResetPasswordForm(theirs.ResetPasswordForm):
    """Asks nobody whether there is such a user: the worker finds out."""

    email = forms.EmailField(max_length=254)

    def clean_email(self) -> str:
        return tidy_email(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_options: object) -> str:
        email: str = self.cleaned_data["email"]
        send_reset.enqueue(email, request.build_absolute_uri("/").rstrip("/"))
        return email
