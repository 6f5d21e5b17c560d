"""The views people keep of a list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list with a name: opening it is following its query string. A preference, no record."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    record_type = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query_string = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "record_type", "name"],
                name="one_view_per_name",
                violation_error_message=_("You have a view of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view a user's list opens with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    record_type = models.CharField(max_length=60)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "record_type"], name="one_default_view")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.view}"


class PinnedView(models.Model):
    """A view that a user keeps at hand, beside every page: their own, or one that is shared."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "view"], name="pinned_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.view}"
