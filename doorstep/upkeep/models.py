"""Signs of life, whose turn it is, and what is on its way out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

SILENCE = timedelta(seconds=60)  # after which a process counts as gone


class BeatQuerySet(models.QuerySet["Beat"]):
    def alive(self, part: str) -> BeatQuerySet:
        return self.filter(part=part, at__gt=now() - SILENCE)


class Beat(models.Model):
    """A process of ours that said it is alive."""

    process = models.CharField(max_length=100, primary_key=True)
    part = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    objects = BeatQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["part", "at"], name="beat_of_part")]

    def __str__(self) -> str:
        return f"{self.part} {self.process}"


class TurnQuerySet(models.QuerySet["Turn"]):
    def free(self, at: datetime) -> TurnQuerySet:
        """Due, and not in someone's hands."""
        in_no_hands = models.Q(leased_until=None) | models.Q(leased_until__lte=at)
        return self.filter(in_no_hands, due_at__lte=at)


class Turn(models.Model):
    """When a periodic function is due and who runs it: the row that machines compete for."""

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    objects = TurnQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class TakeOut(models.Model):
    """Everything an install holds, asked for on a page: one file, kept for a day."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Being written")
        DONE = "DONE", _("Ready")
        FAILED = "FAILED", _("Stopped")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    path = models.CharField(max_length=300, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.state}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
