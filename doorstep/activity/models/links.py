"""Which records an event or a task is about."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import Attached, AttachedQuerySet
from doorstep.users.models import User


class RecordLinkQuerySet(AttachedQuerySet):
    def hung_on(self) -> list[type[Any]]:
        """No plan is about another: who may see one would depend on itself."""
        return [model for model in super().hung_on() if not getattr(model, "seen_by_links", False)]

    def go_with_their_record(self) -> None:
        """What was about nothing else and is still to happen, goes as well."""
        alone = self._left_alone()
        self.delete()
        for row in alone:
            row.delete()

    def _left_alone(self) -> list[Any]:
        whole = self.model._meta.get_field(self.model.whole).related_model
        mine = self.model._base_manager.filter(**{self.model.whole: OuterRef("pk")})
        others = mine.exclude(pk__in=self.values("pk"))
        rows = whole._base_manager.filter(
            pk__in=self.values(self.model.whole), status=whole.Status.OPEN
        )
        return list(rows.filter(~Exists(others)).order_by("pk"))


class RecordLink(Attached):
    """``whole`` names the foreign key to what is about the record."""

    whole: ClassVar[str]
    told_on_record: ClassVar[bool] = True

    objects = RecordLinkQuerySet.as_manager()

    class Meta(Attached.Meta):
        abstract = True


class EventLinkQuerySet(RecordLinkQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Whoever sees the record; but of a private event only who sees that."""
        found = self.seen_with_their_records(user, verb)
        if user.kind == User.Kind.SYSTEM:
            return found
        event: Any = self.model._meta.get_field("event").related_model
        own = Q(event__owner=user.pk) | Q(event__planned_by=user.pk)
        seats = event.seats_of(user).filter(event=OuterRef("event"))
        return found.filter(Q(event__is_private=False) | own | Exists(seats))

    def seen_with_their_records(self, user: User, verb: str) -> Self:
        """Whatever their event is."""
        return super().permitted(user, verb)


class EventLink(RecordLink):
    """An event is about this record; ``is_next_contact``: it is the record's next contact."""

    whole = "event"
    untold: ClassVar[frozenset[str]] = frozenset({"is_next_contact"})  # its record tells of it
    told_texts: ClassVar[tuple[str, ...]] = ("event__subject", "event__details", "event__outcome")

    event = models.ForeignKey("activity.CalendarEvent", models.CASCADE, related_name="links")
    is_next_contact = models.BooleanField(_("next contact"), default=False)

    objects = EventLinkQuerySet.as_manager()

    class Meta(RecordLink.Meta):
        verbose_name = _("event")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "about_type", "about_id"], name="one_link_per_event_and_record"
            ),
            models.UniqueConstraint(
                fields=["about_type", "about_id"],
                condition=Q(is_next_contact=True),
                name="one_next_contact_per_record",
                violation_error_message=_("This has a next contact already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)


class TaskLink(RecordLink):
    """A task is about this record."""

    whole = "task"
    told_texts: ClassVar[tuple[str, ...]] = ("task__subject", "task__details")

    task = models.ForeignKey("activity.Task", models.CASCADE, related_name="links")

    class Meta(RecordLink.Meta):
        verbose_name = _("task")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "about_type", "about_id"], name="one_link_per_task_and_record"
            )
        ]

    def __str__(self) -> str:
        return str(self.task)
