"""Imports, what became of their rows, and the numbers other systems gave to our records."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.history.models import Event
from doorstep.records.models import Attached
from doorstep.users.models import User


class ImportJobQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """One's own; administrators see all."""
        return self if user.is_administrator else self.filter(by=user)


class ImportJob(models.Model):
    """One file on its way in. A preference and a log, no record: what it wrote is journaled."""

    class State(models.TextChoices):
        MAPPING = "MAPPING", _("Match columns")
        REHEARSING = "REHEARSING", _("Rehearsing")
        REHEARSED = "REHEARSED", _("Rehearsed")
        RUNNING = "RUNNING", _("Importing")
        DONE = "DONE", _("Imported")
        FAILED = "FAILED", _("Stopped")
        UNDONE = "UNDONE", _("Undone")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=60)
    name = models.CharField(_("file"), max_length=200)
    path = models.CharField(max_length=300)
    sheet = models.CharField(max_length=100, blank=True)
    preset = models.CharField(max_length=20, default="any")
    mapping: Any = models.JSONField(default=dict)
    options: Any = models.JSONField(default=dict)
    notes: Any = models.JSONField(default=list)
    missing: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.MAPPING)
    rows = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["by", "-created_at"], name="import_of_user")]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        return min(100, self.read * 100 // self.rows) if self.rows else 0

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.REHEARSING, self.State.RUNNING)


class ImportPart(models.Model):
    """Some rows that were written in one transaction, under one event: what a resume goes on from
    and an undo takes back."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="parts")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    last_row = models.PositiveIntegerField()
    counts: Any = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.job_id} – {self.last_row}"


class ImportRow(models.Model):
    """A row that did not simply become a new record, and why."""

    class Outcome(models.TextChoices):
        UPDATED = "UPDATED", _("Updates a record")
        DUPLICATE = "DUPLICATE", _("Is there already")
        REJECTED = "REJECTED", _("Cannot be imported")

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="told")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=500)
    cells: Any = models.JSONField()
    record_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["job", "outcome", "number"], name="import_row_told")]

    def __str__(self) -> str:
        return f"{self.number}: {self.reason}"


class ExternalId(Attached):
    """What another system calls a record: so that a second import finds it again."""

    kind = models.CharField(max_length=60, editable=False)
    key = models.CharField(_("number elsewhere"), max_length=200)

    class Meta(Attached.Meta):
        abstract = False
        verbose_name = _("number elsewhere")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="one_record_per_external_id",
                violation_error_message=_("Another record has this number."),
            )
        ]

    def __str__(self) -> str:
        return self.key


class ImportedUser(models.Model):
    """The user whom another system calls so: "1007" or "David Love"."""

    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.key


class ExportJob(models.Model):
    """A list on its way out that was too long to wait for. The file goes after a day."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Writing")
        DONE = "DONE", _("Ready")
        FAILED = "FAILED", _("Stopped")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=60)
    form = models.CharField(max_length=10)
    only_shown = models.BooleanField(default=False)
    query_string = models.CharField(max_length=2000, blank=True)
    path = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [models.Index(fields=["created_at"], name="export_by_age")]

    def __str__(self) -> str:
        return f"{self.kind}.{self.form}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
