"""Something done to more records than one waits for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BulkRun(models.Model):
    """Done part by part in the background; ``event`` is what all of them are undone by."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        STOPPED = "STOPPED", _("Stopped")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    record_type = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    values: Any = models.JSONField(default=dict)
    says = models.CharField(max_length=200, blank=True)
    query_string = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    refusal = models.CharField(max_length=500, blank=True)
    left_out: Any = models.JSONField(default=list)  # who was left alone and why, in words
    event = models.ForeignKey("history.Event", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.says} ({self.seen}/{self.total})"

    @property
    def percent(self) -> int:
        return round(100 * self.seen / self.total) if self.total else 100

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.STOPPED)

    @property
    def skipped(self) -> int:
        return self.seen - self.done
