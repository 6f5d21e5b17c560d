"""The ledger: every message that was ever seen in a mailbox, and what became of it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled
from doorstep.mail.models.mailbox import Mailbox, MailFolder
from doorstep.mail.models.message import Message
from doorstep.records.models import RecordQuerySet
from doorstep.users.models import User


class SeenMessageQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Those of one's own mailbox and of shared ones, where one may do it to messages; what
        is private is only its owner's.
        """
        if not user.reaches(Message, verb):
            return self.none()
        whose = Q(mailbox__owner=user.pk) | Q(mailbox__kind=Mailbox.Kind.SHARED)
        private = Q(message__is_private=True) & ~Q(message__owner=user.pk)
        return self.filter(whose & (Q(message=None) | ~private))

    def waiting(self) -> Self:
        return self.filter(outcome=SeenMessage.Outcome.WAITING)


class SeenMessage(Journaled):
    """One message in one folder, by the number the server gave it."""

    class Outcome(models.TextChoices):
        LINKED = "LINKED", _("Linked")
        IGNORED = "IGNORED", _("Ignored")
        WAITING = "WAITING", _("Waiting")
        FAILED = "FAILED", _("Failed")

    class Reason(models.TextChoices):
        MATCHED = "MATCHED", _("Known address")
        REPLY = "REPLY", _("Answers a message")
        REPLY_ADDRESS = "REPLY_ADDRESS", _("Our reply address")
        WRITTEN = "WRITTEN", _("Sent from Doorstep")
        NEW_LEAD = "NEW_LEAD", _("Made a lead")
        BY_HAND = "BY_HAND", _("Decided by a person")
        RETURNED = "RETURNED", _("Returned message")
        UNKNOWN_SENDER = "UNKNOWN_SENDER", _("Unknown sender")
        AUTOMATIC = "AUTOMATIC", _("Automatic reply")
        LIST = "LIST", _("Mailing list")
        BOUNCE = "BOUNCE", _("Returned mail that we did not send")
        INTERNAL = "INTERNAL", _("Between colleagues")
        OWN_RULE = "OWN_RULE", _("A rule of this mailbox")
        UNKNOWN_RECIPIENT = "UNKNOWN_RECIPIENT", _("Sent to nobody known")
        NOT_LINKED = "NOT_LINKED", _("This mailbox links nothing by itself")
        DELETED = "DELETED", _("Deleted by a person")
        TOO_LARGE = "TOO_LARGE", _("Too large")
        UNREADABLE = "UNREADABLE", _("Cannot be read")
        ERROR = "ERROR", _("Something went wrong")

    part_of: ClassVar[str] = "mailbox"
    # Where it lies on the server: it changes there, and nothing here follows from it.
    unjournaled: ClassVar[frozenset[str]] = frozenset({"uidvalidity", "uid", "is_gone", "tries"})

    mailbox = models.ForeignKey(
        Mailbox, models.PROTECT, related_name="seen", verbose_name=_("mailbox")
    )
    folder = models.ForeignKey(
        MailFolder, models.PROTECT, related_name="seen", verbose_name=_("folder")
    )
    uidvalidity = models.BigIntegerField(editable=False)
    uid = models.BigIntegerField(_("number on the server"), editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reason = models.CharField(_("why"), max_length=20, choices=Reason)
    reason_text = models.CharField(_("in words"), max_length=500, blank=True)
    message = models.ForeignKey(
        Message,
        models.PROTECT,
        related_name="seen",
        null=True,
        blank=True,
        verbose_name=_("message"),
    )
    header_id = models.CharField(max_length=500, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    list_id = models.CharField(_("mailing list"), max_length=250, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    arrived_at = models.DateTimeField(_("when"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), default=timezone.now, editable=False)
    tries = models.PositiveIntegerField(default=1, editable=False)
    is_gone = models.BooleanField(_("gone from the server"), default=False, editable=False)

    objects = SeenMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("seen message")
        verbose_name_plural = _("seen messages")
        indexes = [
            models.Index(fields=["mailbox", "outcome", "-arrived_at"], name="seen_by_outcome"),
            models.Index(fields=["-arrived_at", "-id"], name="seen_by_time"),
            models.Index(fields=["folder", "digest"], name="seen_by_digest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "uidvalidity", "uid"], name="each_number_seen_once"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=("LINKED", "WAITING")) | Q(message__isnull=False),
                name="what_is_kept_has_its_message",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("(no subject)"))

    @property
    def says(self) -> str:
        """Why it became what it is, in words."""
        shown: Any = self.get_reason_display()
        return self.reason_text or str(shown)
