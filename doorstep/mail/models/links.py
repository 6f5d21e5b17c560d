"""Which records a message belongs to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import Attached, AttachedQuerySet


class MessageLinkQuerySet(AttachedQuerySet):
    def hung_on(self) -> list[type[Any]]:
        """Not on messages or plans: who may see one would depend on itself."""
        return [model for model in super().hung_on() if not getattr(model, "seen_by_links", False)]


class MessageLink(Attached):
    """A message belongs to this record, and shows on it; ``why`` tells how that was found."""

    class Why(models.TextChoices):
        SENDER = "SENDER", _("Sender’s address")
        RECIPIENT = "RECIPIENT", _("Recipient’s address")
        REPLY = "REPLY", _("Answers a message")
        REPLY_ADDRESS = "REPLY_ADDRESS", _("Our reply address")
        NEW_LEAD = "NEW_LEAD", _("New lead")
        RETURNED = "RETURNED", _("Returned message")
        BY_HAND = "BY_HAND", _("By hand")
        WRITTEN = "WRITTEN", _("Sent from Doorstep")

    whole: ClassVar[str] = "message"

    message = models.ForeignKey("mail.Message", models.CASCADE, related_name="links")
    why = models.CharField(_("why"), max_length=15, choices=Why, default=Why.BY_HAND)

    objects = MessageLinkQuerySet.as_manager()

    class Meta(Attached.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("links of messages")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "about_type", "about_id"],
                name="one_link_per_message_and_record",
            )
        ]

    def __str__(self) -> str:
        shown: Any = self.get_why_display()
        return str(shown)
