"""Mailboxes that are read and sent from, and their folders."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.kit.normal.emails import check_email, email_key, normal_email
from doorstep.kit.sealing import seal, unseal
from doorstep.users.access import Reach, ScopedQuerySet
from doorstep.users.models import User
from doorstep.users.models.user import KEEP


class MailboxQuerySet(ScopedQuerySet, JournaledQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """As roles say; and everybody keeps their own, as administrators keep all."""
        if verb != KEEP:
            return super().permitted(user, verb)
        if user.is_administrator or user.kind == User.Kind.SYSTEM:
            return self.all()
        if user.reach(self.model, KEEP) == Reach.NONE:
            return self.none()
        return self.filter(owner=user.pk, kind=Mailbox.Kind.PERSONAL)

    def usable_by(self, user: User) -> Self:
        """From which ``user`` may write: one's own, and those one's team or everybody shares."""
        shared = Q(kind=Mailbox.Kind.SHARED) & (Q(team=None) | Q(team=user.team_id))
        if user.is_administrator:
            shared = Q(kind=Mailbox.Kind.SHARED)
        return self.filter(Q(owner=user.pk) | shared, is_active=True)


class Mailbox(Journaled):
    """An address of ours, on a server that is read by IMAP and sent through by SMTP."""

    class Kind(models.TextChoices):
        SHARED = "SHARED", _("Shared")
        PERSONAL = "PERSONAL", _("Personal")

    class Security(models.TextChoices):
        TLS = "TLS", _("TLS")
        STARTTLS = "STARTTLS", _("STARTTLS")
        NONE = "NONE", _("Not encrypted")

    class Auth(models.TextChoices):
        PASSWORD = "PASSWORD", _("Password")
        OAUTH2 = "OAUTH2", _("OAuth 2")

    class Reads(models.TextChoices):
        INBOX = "INBOX", _("Inbox")
        INBOX_AND_SENT = "INBOX_AND_SENT", _("Inbox and Sent")
        ALL = "ALL", _("All folders, without spam and bin")
        CHOSEN = "CHOSEN", _("Those chosen")

    class Shares(models.TextChoices):
        OWNER = "OWNER", _("Only its owner")
        RECORDS = "RECORDS", _("Whoever sees a record reads what belongs to it")

    address = models.CharField(_("address"), max_length=254, validators=[check_email])
    address_key = models.CharField(max_length=254, editable=False)
    name = models.CharField(_("name of the sender"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SHARED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("whose"),
    )
    team = models.ForeignKey(
        "users.Team",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("team"),
    )
    shares = models.CharField(
        _("who reads it"), max_length=10, choices=Shares, default=Shares.RECORDS
    )
    imap_host = models.CharField(_("IMAP server"), max_length=255, blank=True)
    imap_port = models.PositiveIntegerField(_("IMAP port"), default=993)
    imap_security = models.CharField(
        _("IMAP security"), max_length=10, choices=Security, default=Security.TLS
    )
    smtp_host = models.CharField(_("SMTP server"), max_length=255, blank=True)
    smtp_port = models.PositiveIntegerField(_("SMTP port"), default=587)
    smtp_security = models.CharField(
        _("SMTP security"), max_length=10, choices=Security, default=Security.STARTTLS
    )
    auth = models.CharField(_("signs in with"), max_length=10, choices=Auth, default=Auth.PASSWORD)
    user_name = models.CharField(_("user name"), max_length=254, blank=True)
    smtp_user_name = models.CharField(_("user name for sending"), max_length=254, blank=True)
    # Sealed: see set_secret and secret_of. ``secret`` is the password, or the access token.
    secret = models.TextField(blank=True, editable=False)
    smtp_secret = models.TextField(blank=True, editable=False)
    refresh_secret = models.TextField(blank=True, editable=False)
    token_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    token_lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    needs_sign_in = models.BooleanField(_("somebody has to sign in"), default=False)
    provider = models.ForeignKey(
        "mail.MailProvider",
        models.PROTECT,
        related_name="mailboxes",
        null=True,
        blank=True,
        verbose_name=_("provider"),
    )

    reads = models.CharField(
        _("folders to read"), max_length=15, choices=Reads, default=Reads.INBOX_AND_SENT
    )
    sent_folder = models.CharField(_("folder of what was sent"), max_length=255, blank=True)
    reads_since = models.DateField(_("start with"), null=True, blank=True)
    links_known = models.BooleanField(_("link to known addresses"), default=True)
    makes_leads = models.BooleanField(_("unknown senders become leads"), default=False)
    signs_answers = models.BooleanField(_("answers come to a signed address"), default=False)
    is_active = models.BooleanField(_("is read"), default=True)

    synced_at = models.DateTimeField(null=True, blank=True, editable=False)
    sync_started_at = models.DateTimeField(null=True, blank=True, editable=False)
    sync_tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    sync_error = models.TextField(blank=True, editable=False)
    sync_failures = models.PositiveIntegerField(default=0, editable=False)
    reconciled_at = models.DateTimeField(null=True, blank=True, editable=False)
    unexplained = models.PositiveIntegerField(default=0, editable=False)

    unjournaled: ClassVar[frozenset[str]] = frozenset(
        {
            *("secret", "smtp_secret", "refresh_secret", "token_expires_at"),
            *("token_lease_until", "needs_sign_in"),
            *("synced_at", "sync_started_at", "sync_tried_at", "sync_error", "sync_failures"),
            *("reconciled_at", "unexplained"),
        }
    )
    untold: ClassVar[frozenset[str]] = frozenset({"address_key"})

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["kind", "address_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"],
                name="one_mailbox_per_address",
                violation_error_message=_("This mailbox is connected already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="SHARED") | Q(owner__isnull=False),
                name="a_personal_mailbox_is_somebodys",
                violation_error_message=_("Say whose mailbox this is."),
            ),
            models.CheckConstraint(
                condition=Q(kind="PERSONAL") | Q(shares="RECORDS"),
                name="only_a_personal_mailbox_is_private",
                violation_error_message=_("A shared mailbox is read by more than one."),
            ),
            models.CheckConstraint(
                condition=Q(auth="PASSWORD") | Q(provider__isnull=False),
                name="consent_is_given_to_a_provider",
                violation_error_message=_("Say at which provider one signs in."),
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return address("mailbox_edit", self.pk)

    def tidy(self) -> None:
        self.address = normal_email(self.address)
        self.address_key = email_key(self.address)
        for name in ("imap_host", "smtp_host"):
            setattr(self, name, getattr(self, name).strip().lower())

    def clean(self) -> None:
        if self.kind == self.Kind.PERSONAL and not self.owner_id:
            raise ValidationError({"owner": _("Say whose mailbox this is.")})
        if self.is_private and self.makes_leads:
            raise ValidationError(
                {"makes_leads": _("A lead would show others what a letter says.")}
            )

    def set_secret(self, text: str, which: str = "secret") -> None:
        """Keep a password or a token; ``which`` is one of the ``…secret`` columns."""
        setattr(self, which, seal(text))

    def secret_of(self, which: str = "secret") -> str:
        """In the clear; ``Unreadable`` where the key of the install is another one by now."""
        return unseal(getattr(self, which))

    @property
    def signs_in_there(self) -> bool:
        """With OAuth 2: at the provider, who gives tokens."""
        return self.auth == self.Auth.OAUTH2

    @property
    def is_private(self) -> bool:
        """Nobody but its owner reads what came through it."""
        return self.shares == self.Shares.OWNER

    @property
    def openness(self) -> int:
        """How many read what comes through it, to be compared."""
        return 0 if self.is_private else 2 if self.is_shared else 1

    @property
    def is_shared(self) -> bool:
        return self.kind == self.Kind.SHARED


class MailFolder(models.Model):
    """A folder on the server, and how far it was read. It is read anew when UIDVALIDITY moves."""

    class Role(models.TextChoices):
        INBOX = "INBOX", _("Inbox")
        SENT = "SENT", _("Sent")
        OTHER = "OTHER", _("Other")

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="folders")
    name = models.CharField(_("name"), max_length=255)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.OTHER)
    is_watched = models.BooleanField(_("is read"), default=True)
    uidvalidity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    on_server = models.PositiveIntegerField(_("messages on the server"), default=0)
    unexplained = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    reconciled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "name"], name="one_folder_per_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sent(self) -> bool:
        return self.role == self.Role.SENT

    def state(self) -> dict[str, Any]:
        """How far it is read, for the log."""
        return {"folder": self.name, "uidvalidity": self.uidvalidity, "last_uid": self.last_uid}
