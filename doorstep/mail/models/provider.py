"""Providers of mail: whose servers an administrator has named, and how one signs in there."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled
from doorstep.kit.outgoing import may_be_called
from doorstep.kit.sealing import seal, unseal
from doorstep.mail.models.mailbox import Mailbox
from doorstep.users.access import SharedQuerySet

Auth, Security = Mailbox.Auth, Mailbox.Security


def check_called(url: str) -> None:
    if not may_be_called(url):
        raise ValidationError(_("Write an address that begins with https://."))


class MailProviderQuerySet(SharedQuerySet):
    def open(self) -> Self:
        """Where everybody may connect a mailbox of their own."""
        return self.filter(is_open=True)


class MailProvider(Journaled):
    """Servers for many mailboxes, named once. With OAuth 2 also where tokens come from."""

    class Kind(models.TextChoices):
        GOOGLE = "GOOGLE", _("Google")
        MICROSOFT = "MICROSOFT", _("Microsoft")
        OTHER = "OTHER", _("Another")

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    imap_host = models.CharField(_("IMAP server"), max_length=255)
    imap_port = models.PositiveIntegerField(_("IMAP port"), default=993)
    imap_security = models.CharField(
        _("IMAP security"), max_length=10, choices=Security, default=Security.TLS
    )
    smtp_host = models.CharField(_("SMTP server"), max_length=255, blank=True)
    smtp_port = models.PositiveIntegerField(_("SMTP port"), default=587)
    smtp_security = models.CharField(
        _("SMTP security"), max_length=10, choices=Security, default=Security.STARTTLS
    )
    auth = models.CharField(_("signs in with"), max_length=10, choices=Auth, default=Auth.OAUTH2)
    authorize_url = models.CharField(
        _("address of consent"), max_length=500, blank=True, validators=[check_called]
    )
    token_url = models.CharField(
        _("address of tokens"), max_length=500, blank=True, validators=[check_called]
    )
    scopes = models.CharField(_("what is asked for"), max_length=500, blank=True)
    client_id = models.CharField(_("client"), max_length=255, blank=True)
    client_secret = models.TextField(blank=True, editable=False)  # sealed
    is_open = models.BooleanField(_("open to everybody"), default=True)

    unjournaled: ClassVar[frozenset[str]] = frozenset({"client_secret"})

    objects = MailProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail provider")
        verbose_name_plural = _("mail providers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def tidy(self) -> None:
        for name in ("imap_host", "smtp_host"):
            setattr(self, name, getattr(self, name).strip().lower())
        self.scopes = " ".join(self.scopes.split())

    def clean(self) -> None:
        if not self.signs_in_there:
            return
        asked = {"authorize_url", "token_url", "client_id", "scopes"}
        missing = {name: _("Needed for OAuth 2.") for name in asked if not getattr(self, name)}
        if missing:
            raise ValidationError(missing)

    @property
    def signs_in_there(self) -> bool:
        """With OAuth 2: the password is never typed here."""
        return self.auth == Auth.OAUTH2

    @property
    def servers(self) -> dict[str, Any]:
        """What a mailbox of it has in common with every other."""
        names = ("host", "port", "security")
        of_both = [f"{way}_{name}" for way in ("imap", "smtp") for name in names]
        return {name: getattr(self, name) for name in (*of_both, "auth")}

    def set_client_secret(self, text: str) -> None:
        self.client_secret = seal(text)

    def client_secret_said(self) -> str:
        """In the clear; ``Unreadable`` where the key of the install is another one by now."""
        return unseal(self.client_secret)
