"""A mail provider as an administrator types it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.mail.forms.ports import IMAP, SMTP, port_and_security
from doorstep.mail.models import Mailbox, MailProvider

SAME = ("name", "kind", "imap_host", "smtp_host", "auth", "client_id", "is_open")
OAUTH = ("authorize_url", "token_url", "scopes")


class ProviderForm(forms.Form):
    """Without a client secret the one that is kept stays."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(choices=MailProvider.Kind.choices, widget=forms.HiddenInput)
    imap_host = forms.CharField(label=_("IMAP server"), max_length=255)
    imap = forms.CharField(label=_("Port"), initial=IMAP[0][0], max_length=20)
    smtp_host = forms.CharField(label=_("SMTP server"), max_length=255, required=False)
    smtp = forms.CharField(label=_("Port"), initial=SMTP[0][0], max_length=20)
    auth = forms.ChoiceField(
        label=_("People sign in with"), choices=Mailbox.Auth.choices, initial=Mailbox.Auth.OAUTH2
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=255, required=False)
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput,
    )
    authorize_url = forms.CharField(
        label=_("Address of the consent page"), max_length=500, required=False
    )
    token_url = forms.CharField(label=_("Address of tokens"), max_length=500, required=False)
    scopes = forms.CharField(label=_("What is asked for"), max_length=500, required=False)
    is_open = forms.BooleanField(
        label=_("Everybody may connect their own mailbox"), required=False, initial=True
    )

    @classmethod
    def held(cls, provider: MailProvider) -> dict[str, Any]:
        held = {name: getattr(provider, name) for name in (*SAME, *OAUTH)}
        return held | {
            "imap": f"{provider.imap_port}:{provider.imap_security}",
            "smtp": f"{provider.smtp_port}:{provider.smtp_security}",
        }

    def clean_imap(self) -> tuple[int, str]:
        return port_and_security(self.cleaned_data["imap"])

    def clean_smtp(self) -> tuple[int, str]:
        return port_and_security(self.cleaned_data["smtp"])

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take."""
        said = dict(self.cleaned_data)
        said["imap_port"], said["imap_security"] = said.pop("imap")
        said["smtp_port"], said["smtp_security"] = said.pop("smtp")
        return said
