"""Tokens: how programs come in, in somebody's name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.users.access import ScopedQuerySet

if TYPE_CHECKING:
    from doorstep.users.models.user import User


class ApiTokenQuerySet(ScopedQuerySet, JournaledQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Everyone keeps their own; an administrator may end those of others."""
        if user.is_administrator:
            return self.all()
        return self.filter(user=user.pk) if user.reaches(self.model, verb) else self.none()

    def usable(self) -> Self:
        alive = models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
        return self.filter(alive, revoked_at=None)


class ApiToken(Journaled):
    """What was made is remembered; the token itself only as a digest, which no journal holds."""

    class Scope(models.TextChoices):
        READ = "READ", _("Read only")
        WRITE = "WRITE", _("Read and write")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(_("may"), max_length=5, choices=Scope, default=Scope.WRITE)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_on = models.DateField(_("last used"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()
    unjournaled: ClassVar[frozenset[str]] = frozenset({"digest", "last_used_on"})
    text: str = ""  # the token itself, only in the hands of whoever has just made it

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def used(self, on: date) -> None:
        """Remember the day; more would be a write for every request."""
        if self.last_used_on != on:
            type(self)._base_manager.filter(pk=self.pk).update(last_used_on=on)
