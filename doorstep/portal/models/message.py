"""What customers and the house write to each other on the public site."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import Attached
from doorstep.selling.models import SalesOrder

LONGEST = 5_000  # characters


class PortalMessage(Attached):
    """A few lines on a lead or a customer, read by both sides and told in the timeline.

    ``owner`` wrote it: a web user, or with ``from_us`` a colleague.
    """

    told_whole: ClassVar[str] = "text"
    told_on_record: ClassVar[bool] = True
    told_texts: ClassVar[tuple[str, ...]] = ("text",)

    text = models.TextField(_("text"), max_length=LONGEST)
    from_us = models.BooleanField(_("from us"), default=False)
    order = models.ForeignKey(
        SalesOrder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("order"),
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for"),
    )

    class Meta(Attached.Meta):
        verbose_name = _("message on the site")
        verbose_name_plural = _("messages on the site")

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """It is read with its record."""
        return str(self.about.get_absolute_url())
