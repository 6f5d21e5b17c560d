"""How far a letter is on its way out: the bookkeeping of whoever sends it, no history."""

from __future__ import annotations

from django.db import models

from doorstep.mail.models.message import Message


class Dispatch(models.Model):
    """``claimed_at`` is set, and committed, before a server hears of the letter."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="dispatch")
    to_many = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["claimed_at"],
                condition=models.Q(claimed_at__isnull=False),
                name="dispatch_claimed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.tries}"
