"""What somebody says of one repetition alone, where it is not what they say of all."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models.event import CalendarEvent, EventParticipant
from doorstep.kit.journaled import Journaled
from doorstep.records.models import RecordQuerySet
from doorstep.users.models import User


class AnswerToOneQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Who may reach the event may reach what is answered to it."""
        events = CalendarEvent.objects.permitted(user, verb)
        return self.filter(participant__event__in=events)


class AnswerToOne(Journaled):
    """The answer of a participant to the one repetition that would start at ``original_at``."""

    part_of: ClassVar[str] = "participant"
    untold: ClassVar[frozenset[str]] = frozenset({"answered_at", "answered_sequence"})

    participant = models.ForeignKey(EventParticipant, models.CASCADE, related_name="apart")
    original_at = models.DateTimeField(_("would start"))
    answer = models.CharField(
        _("answer"),
        max_length=15,
        choices=EventParticipant.Answer,
        default=EventParticipant.Answer.OPEN,
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    answered_sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = AnswerToOneQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to one")
        verbose_name_plural = _("answers to single ones")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "original_at"], name="one_answer_to_each_repetition"
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
