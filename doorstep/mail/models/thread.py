"""Messages that belong together."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.journaled import Journaled
from doorstep.records.models import RecordQuerySet
from doorstep.users.models import User


class ThreadQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Who may do it to one of its messages may do it to the whole. One that lost them all
        shows nobody anything.
        """
        messages = Thread._meta.get_field("messages").related_model
        mine = messages.objects.permitted(user, verb).filter(thread=OuterRef("pk"))
        some = messages._base_manager.filter(thread=OuterRef("pk"))
        return self.filter(Exists(mine) | ~Exists(some))


class Thread(Journaled):
    """Messages that answer each other; ``owner`` looks after them. ``subject_key`` is without
    Re: and Fwd:.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Open")
        DONE = "DONE", _("Done")

    subject = models.CharField(_("subject"), max_length=500, blank=True)
    subject_key = models.CharField(max_length=200, blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("looked after by"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    last_at = models.DateTimeField(_("last message"), default=timezone.now, editable=False)
    message_count = models.PositiveIntegerField(_("messages"), default=0, editable=False)

    # They follow from its messages.
    untold: ClassVar[frozenset[str]] = frozenset({"last_at", "message_count", "subject_key"})

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="thread_by_last"),
            models.Index(fields=["status", "-last_at", "-id"], name="thread_by_status"),
            models.Index(fields=["subject_key", "last_at"], name="thread_by_subject"),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("(no subject)"))

    def get_absolute_url(self) -> str:
        return address("conversation", self.pk)


class ThreadId(models.Model):
    """A Message-ID that a conversation holds, or speaks of without holding it yet."""

    header = models.CharField(max_length=500, unique=True)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="ids")

    class Meta:
        verbose_name = _("message id")
        verbose_name_plural = _("message ids")

    def __str__(self) -> str:
        return self.header
