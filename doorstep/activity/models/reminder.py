"""That somebody was reminded, in which ways each wants to be, and the browsers that are told."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MINUTES = (0, 5, 10, 15, 30, 60, 120, 1440)


def _user(name: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name=name, db_index=False, **options
    )


class Reminder(models.Model):
    """One person is reminded once of one plan at one moment: whoever makes the row, reminds.

    ``for_at`` is the moment of the plan, so that a plan that was moved has a reminder of its own.
    Without a plan it is the letter of a morning. ``due_at`` is from when on the page shows it.
    """

    user = _user("reminders")
    plan_type = models.CharField(max_length=60, blank=True)
    plan_id = models.BigIntegerField(default=0)
    for_at = models.DateTimeField()
    due_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "plan_type", "plan_id", "for_at"], name="reminded_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "due_at"], condition=Q(shown_at=None), name="reminder_to_show"
            ),
            models.Index(fields=["for_at"], name="reminder_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_type}:{self.plan_id} {self.for_at}"


class Delivery(models.Model):
    """A reminder on its way out of the house. Claimed before it is sent, so it is sent once."""

    class Way(models.TextChoices):
        MAIL = "MAIL", _("E-mail")
        PUSH = "PUSH", _("Browser")

    class Status(models.TextChoices):
        WAITING = "WAITING"
        SENDING = "SENDING"
        HANDING = "HANDING"  # a server hears of it: from here on nobody can know
        SENT = "SENT"
        DROPPED = "DROPPED"
        FAILED = "FAILED"
        UNSURE = "UNSURE"

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="deliveries")
    way = models.CharField(max_length=4, choices=Way)
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    look_at = models.DateTimeField(default=timezone.now)  # when to look after it again
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "way"], name="one_delivery_per_way")
        ]
        indexes = [
            models.Index(
                fields=["look_at"],
                condition=Q(status__in=("WAITING", "SENDING", "HANDING")),
                name="delivery_on_its_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.status}"


class ReminderChoice(models.Model):
    """How one person wants to be reminded; without a row, as a new one says."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_choice"
    )
    by_page = models.BooleanField(_("on the page"), default=True)
    by_mail = models.BooleanField(_("by e-mail"), default=False)
    by_push = models.BooleanField(_("by the browser"), default=True)
    minutes = models.PositiveSmallIntegerField(_("how long before"), default=15)
    morning_at = models.TimeField(_("in the morning at"), default=time(7, 30))
    morning_mail = models.BooleanField(_("a letter each morning"), default=True)
    team_overdue = models.BooleanField(_("with what is late in my team"), default=False)

    def __str__(self) -> str:
        return str(self.user_id)


class PushBrowser(models.Model):
    """A browser that shows reminders, and where its maker takes them."""

    user = _user("push_browsers")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    agent = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["user"], name="push_browser_of")]

    def __str__(self) -> str:
        return self.agent
