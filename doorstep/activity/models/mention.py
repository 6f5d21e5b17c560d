"""Whom a note speaks to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models.note import Note
from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.users.access import ScopedQuerySet

if TYPE_CHECKING:
    from doorstep.users.models import User


class MentionQuerySet(ScopedQuerySet, JournaledQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """With the note it stands in."""
        return self.filter(note__in=Note.objects.permitted(user, verb))


class Mention(Journaled):
    """A colleague is named in a note, and told of it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("mentioned")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = MentionQuerySet.as_manager()
    whole: ClassVar[str] = "user"
    is_mention: ClassVar[bool] = True
    told_tied = _("Mentioned %s")
    told_untied = _("No longer mentioned: %s")

    class Meta:
        verbose_name = _("mention")
        constraints = [
            models.UniqueConstraint(fields=["note", "user"], name="one_mention_per_note")
        ]
        indexes = [models.Index(fields=["user", "created_at"], name="mention_of_user")]

    def __str__(self) -> str:
        return f"@{self.user}"
