"""What somebody is to do."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models.links import TaskLink
from doorstep.kit.addresses import address
from doorstep.kit.normal.words import words
from doorstep.records.models import Record, RecordQuerySet
from doorstep.users.access import Reach, ScopedQuerySet
from doorstep.users.models import User


class TaskQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """As far as reach goes; and to look at, where one sees the record it is about."""
        reaches = user.reaches(self.model, verb)
        if Reach.ALL in reaches:
            return self.all()
        everything = self.model._base_manager.all()
        reached = ScopedQuerySet.permitted(everything, user, verb)
        mine = Q(pk__in=reached.values("pk"))
        if verb == "view" and reaches:
            mine |= Q(pk__in=TaskLink.objects.permitted(user, verb).values("task"))
        return self.filter(mine)

    def open(self) -> Self:
        return self.filter(status=Task.Status.OPEN)


class Task(Record):
    """Something to be done by one person, about any records. ``owner`` is who asked for it."""

    class Priority(models.TextChoices):
        HIGH = "1_HIGH", _("High")
        NORMAL = "2_NORMAL", _("Normal")
        LOW = "3_LOW", _("Low")

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Open")
        DONE = "DONE", _("Done")
        CANCELLED = "CANCELLED", _("Cancelled")

    subject = models.CharField(_("subject"), max_length=300)
    details = models.TextField(_("details"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_time = models.TimeField(_("at"), null=True, blank=True)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority, default=Priority.NORMAL
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPEN, editable=False
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("assigned to"),
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)

    owned_by: ClassVar[tuple[str, ...]] = ("assignee", "owner")
    seen_by_links: ClassVar[bool] = True

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(fields=["assignee", "status", "due_on", "id"], name="task_of_assignee"),
            models.Index(fields=["due_on", "id"], name="task_by_due_day"),
            models.Index(fields=["-created_at", "-id"], name="task_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_time=None) | Q(due_on__isnull=False),
                name="task_time_needs_a_day",
                violation_error_message=_("A time needs its day."),
            ),
            models.CheckConstraint(
                condition=Q(status="DONE", done_at__isnull=False)
                | (~Q(status="DONE") & Q(done_at=None)),
                name="task_done_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return address("task_detail", self.pk)

    def clean(self) -> None:
        if not self.subject:
            raise ValidationError({"subject": _("Say what is to be done.")})

    def tidy(self) -> None:
        self.subject = words(self.subject)

    def is_overdue(self, today: date) -> bool:
        due: Any = self.due_on
        return self.status == self.Status.OPEN and due is not None and due < today
