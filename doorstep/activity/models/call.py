"""Who was spoken to, and how it went."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.fields import PhoneField
from doorstep.records.models import Attached


class Call(Attached):
    """A telephone call about a record, logged by whoever made or took it."""

    class Direction(models.TextChoices):
        OUT = "OUT", _("Outgoing")
        IN = "IN", _("Incoming")

    class Outcome(models.TextChoices):
        REACHED = "REACHED", _("Spoke to them")
        LEFT_MESSAGE = "LEFT_MESSAGE", _("Left a message")
        NO_ANSWER = "NO_ANSWER", _("No answer")
        BUSY = "BUSY", _("Busy")
        WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number")

    told_whole: ClassVar[str] = "text"
    told_when_made: ClassVar[str] = "%s"
    told_on_record: ClassVar[bool] = True
    told_texts: ClassVar[tuple[str, ...]] = ("text", "number")

    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction, default=Direction.OUT
    )
    outcome = models.CharField(
        _("outcome"), max_length=15, choices=Outcome, default=Outcome.REACHED
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    number = PhoneField(_("number"), blank=True)
    text = models.TextField(_("what was said"), blank=True)

    class Meta(Attached.Meta):
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [
            *Attached.Meta.indexes,
            models.Index(fields=["owner", "-at"], name="call_of_owner"),
        ]

    def __str__(self) -> str:
        said = str(self.Outcome(self.outcome).label)
        return f"{said} · {_('%d min') % self.minutes}" if self.minutes else said

    def get_absolute_url(self) -> str:
        """A call has no page of its own: it is read with its record."""
        return str(self.about.get_absolute_url())
