"""In what things are counted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import Master


class UnitOfMeasure(Master):
    """A unit; one that is a multiple of another says of which: a dozen is 12 pieces."""

    symbol = models.CharField(_("symbol"), max_length=20, blank=True)
    is_whole = models.BooleanField(_("whole numbers only"), default=False)
    factor = models.DecimalField(
        _("so many"), max_digits=15, decimal_places=6, null=True, blank=True
    )
    base = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="multiples",
        verbose_name=_("of this unit"),
    )

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("unit of measure")
        verbose_name_plural = _("units of measure")
        constraints = [
            models.CheckConstraint(
                condition=Q(base=None, factor=None) | Q(base__isnull=False, factor__gt=0),
                name="unit_has_factor_with_base",
                violation_error_message=_("Say how many of which unit it is, or neither."),
            )
        ]

    @property
    def sign(self) -> str:
        return self.symbol or self.name
