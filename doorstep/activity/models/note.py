"""What people wrote down."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import Attached


class Note(Attached):
    """What the next person should know, on any record."""

    told_whole: ClassVar[str] = "text"
    told_on_record: ClassVar[bool] = True
    told_texts: ClassVar[tuple[str, ...]] = ("text",)

    text = models.TextField(_("text"))
    is_pinned = models.BooleanField(_("pinned"), default=False)

    class Meta(Attached.Meta):
        verbose_name = _("note")

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """A note has no page of its own: it is read with its record."""
        return str(self.about.get_absolute_url())
