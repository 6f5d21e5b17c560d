"""Roles: what people who have one may do, and how far."""

from __future__ import annotations

from secrets import randbits
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled
from doorstep.users.access import Reach, SharedQuerySet


def new_stamp() -> int:
    """Random, not counted up: what was rolled back is never mistaken for what came after."""
    return randbits(62)


class Role(Journaled):
    """A set of permissions with a name. ``preset`` is the name it had in a new install; ``stamp``
    is another one after every change of its grants, so that they can be kept in memory.
    """

    name = models.CharField(_("name"), max_length=100)
    is_administrator = models.BooleanField(_("may do everything"), default=False)
    needs_second_step = models.BooleanField(_("signs in with a second step"), default=False)
    preset = models.CharField(max_length=100, blank=True, editable=False)
    stamp = models.BigIntegerField(default=new_stamp, editable=False)

    unjournaled: ClassVar[frozenset[str]] = frozenset({"stamp"})
    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="one_role_per_name",
                violation_error_message=_("There is a role of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Grant(Journaled):
    """A role may perform ``verb`` on ``model``, as far as ``reach``.

    A reach of NONE is kept as a row: somebody decided it, and no upgrade decides otherwise.
    """

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    model = models.CharField(_("records"), max_length=60)
    verb = models.CharField(_("verb"), max_length=30)
    reach = models.CharField(_("reach"), max_length=12, choices=Reach)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("permission")
        verbose_name_plural = _("permissions")
        constraints = [
            models.UniqueConstraint(fields=["role", "model", "verb"], name="one_grant_per_verb")
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.verb}"


class Membership(Journaled):
    """A user has a role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="memberships", verbose_name=_("role")
    )

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a user")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_role_once_per_user")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
