"""The address under which other programs read somebody's calendar."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.users.access import ScopedQuerySet
from doorstep.users.models import User


class CalendarFeedQuerySet(ScopedQuerySet, JournaledQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Everyone keeps their own, an administrator as well."""
        return self.filter(user=user.pk) if user.reaches(self.model, verb) else self.none()


class CalendarFeed(Journaled):
    """Whoever knows the address reads the calendar; it is kept only as a digest."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = CalendarFeedQuerySet.as_manager()
    unjournaled: ClassVar[frozenset[str]] = frozenset({"digest"})
    text: str = ""  # the secret, only in the hands of whoever has just made it

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(_("Calendar feed"))
