"""When what is owed is due."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.paying import Due
from doorstep.records.models import Master, Ranked


class PaymentTerms(Master):
    """In how many parts, and by when, an invoice is paid. Without a part all is due at once."""

    description = models.CharField(_("description"), max_length=200, blank=True)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("payment terms")
        verbose_name_plural = _("payment terms")


class Instalment(Ranked):
    """A part of what is owed, and when it is due."""

    DUES = (
        (Due.DAYS, _("days after the invoice")),
        (Due.DAYS_AFTER_MONTH, _("days after the end of its month")),
        (Due.MONTHS_AFTER_MONTH, _("months after the end of its month")),
    )

    terms = models.ForeignKey(PaymentTerms, models.CASCADE, related_name="instalments")
    percent = models.DecimalField(
        _("part, %"),
        max_digits=5,
        decimal_places=2,
        default=100,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    count = models.PositiveSmallIntegerField(_("so many"), default=0)
    due = models.CharField(_("due"), max_length=20, choices=DUES, default=Due.DAYS)
    discount = models.DecimalField(
        _("discount when paid early, %"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    discount_days = models.PositiveSmallIntegerField(_("early is within days"), default=0)

    part_of: ClassVar[str] = "terms"

    class Meta(Ranked.Meta):
        abstract = False
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100, discount__gte=0, discount__lt=100),
                name="instalment_is_a_part",
                violation_error_message=_(
                    "A part is more than 0 and at most 100 percent, its discount less than 100."
                ),
            ),
            models.UniqueConstraint(
                fields=["terms", "due", "count"],
                name="one_instalment_per_day",
                violation_error_message=_("Two parts are due on the same day: make them one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent.normalize():f} %: {self.count} {self.get_due_display()}"
