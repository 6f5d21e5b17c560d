"""Words people hang on any record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.records.models.attached import Attached
from doorstep.records.models.master import Master


class Tag(Master):
    """A word for records of any kind, with a colour."""

    class Tone(models.TextChoices):
        """The colours of the design."""

        SAND = "sand", _("sand")
        GREEN = "green", _("green")
        RED = "red", _("red")
        BLUE = "blue", _("blue")
        VIOLET = "violet", _("violet")
        ROSE = "rose", _("rose")
        DOOR = "door", _("amber")

    tone = models.CharField(_("colour"), max_length=10, choices=Tone, default=Tone.SAND)

    class Meta(Master.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class Tagging(Attached):
    """One tag on one record."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings", verbose_name=_("tag"))

    counted_as: ClassVar[tuple[Any, Any]] = (_("record"), _("records"))

    class Meta(Attached.Meta):
        verbose_name = _("tag")
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "tag"],
                name="one_tagging_per_tag",
                violation_error_message=_("It has this tag already."),
            )
        ]

    def __str__(self) -> str:
        return f"“{self.tag}”"
