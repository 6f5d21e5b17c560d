"""Messages that came and went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.journaled import Journaled
from doorstep.kit.normal.emails import email_key, normal_email
from doorstep.mail.models.links import MessageLink
from doorstep.mail.models.mailbox import Mailbox
from doorstep.records.models import Record, RecordQuerySet
from doorstep.users.access import ScopedQuerySet
from doorstep.users.models import User

# What a timeline says of those that no person wrote.
HOW_OTHERWISE = {"AUTOMATIC": _("answered automatically"), "BOUNCE": _("could not deliver")}


class MessageQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """What came through a shared mailbox as far as reach goes; of a personal one only its
        owner's, and what is linked to a record within reach. A private one is its owner's alone,
        and so is all that came through a private mailbox.
        """
        if not user.reaches(self.model, verb):
            return self.none()
        everything = self.model._base_manager.all()
        reached = ScopedQuerySet.permitted(everything, user, verb).filter(
            Q(mailbox=None) | Q(mailbox__kind=Mailbox.Kind.SHARED)
        )
        mine = Q(owner=user.pk) | Q(author=user.pk)
        if verb in ("create", "import", "delete"):
            return self.filter(mine | Q(pk__in=reached.values("pk"), is_private=False))
        links = MessageLink.objects.permitted(user, verb)
        within = Q(pk__in=reached.values("pk")) | Q(pk__in=links.values("message"))
        shared = Q(mailbox__kind=Mailbox.Kind.SHARED, mailbox__team=user.team_id)
        if user.team_id:
            within |= shared
        within &= Q(mailbox=None) | Q(mailbox__shares=Mailbox.Shares.RECORDS)
        return self.filter(mine | (within & Q(is_private=False)))

    def incoming(self) -> Self:
        return self.filter(direction=Message.Direction.IN)

    def outgoing(self) -> Self:
        return self.filter(direction=Message.Direction.OUT)

    def about(self, record: models.Model) -> Self:
        """Those that are linked to it, each once."""
        links = MessageLink._base_manager.filter(
            about_type=record._meta.label_lower, about_id=record.pk
        )
        return self.filter(pk__in=links.values("message"))


class Message(Record):
    """An e-mail. ``identity`` tells that two copies are the same one; ``at`` orders it."""

    class Direction(models.TextChoices):
        IN = "IN", _("Received")
        OUT = "OUT", _("Sent")

    class Nature(models.TextChoices):
        LETTER = "LETTER", _("Written by a person")
        AUTOMATIC = "AUTOMATIC", _("Automatic reply")
        BOUNCE = "BOUNCE", _("Returned mail")
        LIST = "LIST", _("Mailing list")

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        DRAFT = "DRAFT", _("Draft")
        SCHEDULED = "SCHEDULED", _("Scheduled")
        QUEUED = "QUEUED", _("On its way")
        SENDING = "SENDING", _("Being sent")
        SENT = "SENT", _("Sent")
        FAILED = "FAILED", _("Not sent")
        UNSURE = "UNSURE", _("Perhaps sent")
        BOUNCED = "BOUNCED", _("Came back")

    # Those that nobody outside has: they do not count as sent.
    UNSENT = (State.DRAFT, State.SCHEDULED, State.QUEUED, State.SENDING, State.FAILED)

    thread = models.ForeignKey(
        "mail.Thread", models.PROTECT, related_name="messages", verbose_name=_("conversation")
    )
    mailbox = models.ForeignKey(
        Mailbox,
        models.PROTECT,
        related_name="messages",
        null=True,
        blank=True,
        verbose_name=_("mailbox"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("written by"),
    )
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction, default=Direction.IN
    )
    nature = models.CharField(
        _("nature"), max_length=10, choices=Nature, default=Nature.LETTER, editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.RECEIVED, editable=False
    )
    identity = models.CharField(max_length=64, editable=False)
    message_id = models.CharField(_("message id"), max_length=500, blank=True, editable=False)
    in_reply_to = models.CharField(max_length=500, blank=True, editable=False)
    references = models.TextField(blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    from_name = models.CharField(_("from"), max_length=200, blank=True)
    from_address = models.CharField(_("address of the sender"), max_length=254, blank=True)
    from_key = models.CharField(max_length=254, blank=True, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    received_at = models.DateTimeField(_("received"), null=True, blank=True, editable=False)
    send_at = models.DateTimeField(_("to be sent"), null=True, blank=True, editable=False)
    text = models.TextField(_("text"), blank=True)
    quoted = models.TextField(_("what it answers"), blank=True, editable=False)
    html = models.TextField(blank=True, editable=False)
    snippet = models.CharField(max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    files = models.PositiveIntegerField(_("files"), default=0, editable=False)
    flaws = models.TextField(blank=True, editable=False)
    delivery_error = models.TextField(_("why it was not delivered"), blank=True, editable=False)
    is_private = models.BooleanField(_("private"), default=False)

    owned_by: ClassVar[tuple[str, ...]] = ("owner",)
    seen_by_links: ClassVar[bool] = True
    told_whole: ClassVar[str] = "text"
    told_when_made: ClassVar[Any] = "%s"  # its subject, beside what it says
    untold: ClassVar[frozenset[str]] = frozenset(
        {
            *("identity", "message_id", "in_reply_to", "references", "from_key", "snippet"),
            *("quoted", "html", "size", "files", "flaws", "thread"),
        }
    )

    objects = MessageQuerySet.as_manager()

    @classmethod
    def told_of_others(cls, image: Mapping[str, Any]) -> tuple[str, str]:
        """Who wrote what came in, and how; of what went out its action tells."""
        if image.get("direction") != cls.Direction.IN:
            return "", ""
        did = _("replied") if image.get("in_reply_to") else _("wrote")
        did = HOW_OTHERWISE.get(str(image.get("nature")), did)
        return str(image.get("from_name") or image.get("from_address") or ""), str(did)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["thread", "at", "id"], name="message_of_thread"),
            models.Index(fields=["-at", "-id"], name="message_by_time"),
            models.Index(fields=["message_id"], name="message_by_its_id"),
            models.Index(fields=["from_key", "-at"], name="message_by_sender"),
            models.Index(
                fields=["send_at"],
                condition=Q(state__in=("SCHEDULED", "QUEUED", "SENDING")),
                name="message_to_send",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["identity"], name="each_message_once"),
            models.CheckConstraint(
                condition=Q(direction="IN", state="RECEIVED")
                | (Q(direction="OUT") & ~Q(state="RECEIVED")),
                name="only_what_came_is_received",
            ),
            models.CheckConstraint(
                condition=~Q(state="SCHEDULED") | Q(send_at__isnull=False),
                name="what_is_scheduled_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("(no subject)"))

    def get_absolute_url(self) -> str:
        return address("message_detail", self.pk)

    @property
    def is_out(self) -> bool:
        return self.direction == self.Direction.OUT

    def tidy(self) -> None:
        self.from_address = normal_email(self.from_address)
        self.from_key = email_key(self.from_address)
        self.subject = " ".join(self.subject.split())[:500]
        self.snippet = " ".join(self.text[:2_000].split())[:200]

    def clean(self) -> None:
        if not (self.subject or self.text):
            raise ValidationError({"subject": _("Say what it is about.")})


class PartOfMessageQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Who may reach the message may reach what belongs to it."""
        return self.filter(message__in=Message.objects.permitted(user, verb))


class MessageRecipient(Journaled):
    """Somebody a message went to."""

    class Kind(models.TextChoices):
        TO = "TO", _("To")
        CC = "CC", _("Cc")
        BCC = "BCC", _("Bcc")
        REPLY_TO = "REPLY_TO", _("Reply to")

    part_of: ClassVar[str] = "message"

    message = models.ForeignKey(Message, models.CASCADE, related_name="recipients")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TO)
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=254)
    address_key = models.CharField(max_length=254, editable=False)

    objects = PartOfMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        indexes = [models.Index(fields=["address_key", "message"], name="recipient_by_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "kind", "address"], name="each_recipient_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.address

    @classmethod
    def of(cls, message: Message, kind: str, name: str, given: str) -> Any:
        """A new one; ``given`` is the address as it was written."""
        shown = normal_email(given)[:254]
        return cls(
            message=message,
            kind=kind,
            name=name[:200],
            address=shown,
            address_key=email_key(shown),
        )
