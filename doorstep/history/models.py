"""The journal: who did what, and what every touched row held before. Written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from doorstep.history.source import Source, source_now
from doorstep.kit.noting import Kind
from doorstep.users.access import ScopedQuerySet

if TYPE_CHECKING:
    from doorstep.users.models import User


def find(record_type: str, record_id: int | None) -> models.Model | None:
    """The record a journal row speaks of, if it still exists."""
    if not record_type or record_id is None:
        return None
    model: type[models.Model] = apps.get_model(record_type)
    return model._base_manager.filter(pk=record_id).first()


def _to_another(back: str) -> Any:
    return models.ForeignKey("self", models.PROTECT, null=True, related_name=back, db_index=False)


class EventQuerySet(ScopedQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """What one did oneself; an administrator everything.

        What was done to records within reach is found by ``newest_seen``, and of a single event
        ``Sight(user).event(pk)`` says whether one may see it.
        """
        return self.all() if user.is_administrator else self.filter(by=user)


class Event(models.Model):
    """One action that was done. ``cause`` is the action that called it, if any.

    ``origin`` is where a chain of undo and redo began. ``size`` counts the changes, so that a page
    need not. ``digest`` and ``answer`` are what a repeated key is compared and answered with.
    """

    name = models.CharField(max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now, db_index=True)
    source = models.CharField(max_length=10, choices=Source, default=source_now)
    cause = _to_another("caused")
    undoes = _to_another("undone_by")
    origin = _to_another("turns")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    detail = models.CharField(max_length=500, blank=True)
    size = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - nulls never collide
    digest = models.CharField(max_length=64, blank=True)
    answer: Any = models.JSONField(null=True)
    result_type = models.CharField(max_length=60, blank=True)
    result_id = models.BigIntegerField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        # Most events have no key and are no undo: indexes that leave those out cost them nothing.
        constraints = [
            models.UniqueConstraint(
                fields=["by", "key"], condition=Q(key__isnull=False), name="one_event_per_key"
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(undoes__isnull=False), name="undone_once"
            ),
        ]
        indexes = [
            models.Index(fields=["by", "id"], name="event_by"),
            models.Index(fields=["cause"], condition=Q(cause__isnull=False), name="event_cause"),
            models.Index(
                fields=["origin"], condition=Q(origin__isnull=False), name="event_origin"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    def with_all_it_caused(self) -> list[Event]:
        events: list[Event] = []
        latest = [self]
        while latest:
            events += latest
            latest = list(Event.objects.filter(cause__in=latest))
        return events

    @property
    def subject(self) -> models.Model | None:
        return find(self.subject_type, self.subject_id)

    @property
    def result(self) -> models.Model | None:
        return find(self.result_type, self.result_id)


class Change(models.Model):
    """One row an event touched. ``before`` holds only what changed; all of a deleted row."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="changes", db_index=False)
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    before: Any = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "record_type", "record_id"], name="one_change_per_record"
            )
        ]
        indexes = [models.Index(fields=["record_type", "record_id", "event"], name="change_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_type} {self.record_id}"


class Reaction(models.Model):
    """What became of one reaction to one event. Claimed before it is done, so it is done once."""

    class Status(models.TextChoices):
        PENDING = "PENDING", _("Waiting to be done")
        RUNNING = "RUNNING", _("Being done")
        DONE = "DONE", _("Done")
        AGAIN = "AGAIN", _("Will be tried again")
        FAILED = "FAILED", _("Given up")

    event = models.ForeignKey(Event, models.PROTECT, related_name="reactions", db_index=False)
    path = models.CharField(max_length=200)
    status = models.CharField(max_length=7, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=now)  # when to look after it again
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "path"], name="one_reaction_per_event")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(status="DONE"), name="reaction_due")
        ]

    def __str__(self) -> str:
        return f"{self.path} after {self.event_id}"
