"""Files people attach to any record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.records.models.attached import Attached


class Attachment(Attached):
    """A file on one record. What it holds lies on the disk, once, by its digest."""

    told_on_record: ClassVar[bool] = True
    told_texts: ClassVar[tuple[str, ...]] = ("name",)

    name = models.CharField(_("name"), max_length=150)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, editable=False)
    content_type = models.CharField(_("kind"), max_length=100)

    class Meta(Attached.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name
