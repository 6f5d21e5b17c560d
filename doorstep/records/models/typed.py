"""What somebody has typed in a form and not sent: a plain row, nobody else's business."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Typed(models.Model):
    """The fields of one form of one person, by the address that the form is sent to."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    place = models.CharField(max_length=200)
    said = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "place"], name="typed_once_in_a_place")
        ]
        indexes = [models.Index(fields=["at"], name="typed_by_age")]

    def __str__(self) -> str:
        return self.place
