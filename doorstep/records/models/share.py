"""One record opened to one more person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.records.models.attached import Attached


class Share(Attached):
    """``user`` may see the record, and work on it if ``is_editor``, as far as their roles let them
    do that with records of this kind at all. ``owner`` is who shared it.

    It opens nothing else: a record held by a share alone is neither passed on nor deleted.
    """

    whole: ClassVar[str] = "user"
    told_tied = _("Shared with %s")
    told_untied = _("No longer shared with %s")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("shared with")
    )
    is_editor = models.BooleanField(_("may also work on it"), default=False)

    class Meta(Attached.Meta):
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "user"],
                name="one_share_per_person",
                violation_error_message=_("It is shared with them already."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Shared with %s") % self.user)


def rows_that_open(model: type[models.Model], verb: str) -> models.QuerySet[Any]:
    """The shares by which somebody may do this to records of a kind."""
    rows = Share._base_manager.filter(about_type=model._meta.label_lower)
    return rows if verb == "view" else rows.filter(is_editor=True)
