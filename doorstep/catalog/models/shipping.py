"""What it costs to send something."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models.tax import TaxTemplate
from doorstep.catalog.shipping import Basis, country_codes
from doorstep.kit.errors import Invalid
from doorstep.kit.fields import CurrencyField
from doorstep.kit.normal.currencies import currency_code
from doorstep.records.models import Company, Master, Ranked


class ShippingRule(Master):
    """A way to send, and what it costs: one price, or one by net total or weight; where to."""

    BASES = (
        (Basis.FIXED, _("always the same")),
        (Basis.NET, _("by net total")),
        (Basis.WEIGHT, _("by weight in kg")),
    )

    basis = models.CharField(_("costs"), max_length=10, choices=BASES, default=Basis.FIXED)
    currency = CurrencyField(_("currency"), blank=True)
    countries = models.CharField(_("only to"), max_length=800, blank=True)
    tax_template = models.ForeignKey(
        TaxTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tax"),
    )

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("shipping rule")
        verbose_name_plural = _("shipping rules")

    def tidy(self) -> None:
        super().tidy()
        self.currency = currency_code(self.currency)
        codes, wrong = country_codes(self.countries)
        if wrong:
            says = say("“%s” is no code of a country.") % wrong[0]
            raise Invalid(says, countries=says)
        self.countries = ", ".join(codes)

    @property
    def money(self) -> str:
        """The currency its amounts are in."""
        return self.currency or Company.current().currency


class ShippingStep(Ranked):
    """From so much on, and below so much, it costs this."""

    rule = models.ForeignKey(ShippingRule, models.CASCADE, related_name="steps")
    starts = models.DecimalField(
        _("from"), max_digits=15, decimal_places=3, default=0, validators=[MinValueValidator(0)]
    )
    ends = models.DecimalField(
        _("below"),
        max_digits=15,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    amount = models.DecimalField(
        _("costs"),
        max_digits=15,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
    )

    part_of: ClassVar[str] = "rule"

    class Meta(Ranked.Meta):
        abstract = False
        verbose_name = _("step of a shipping rule")
        verbose_name_plural = _("steps of shipping rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__gte=0) & (Q(ends=None) | Q(ends__gt=F("starts"))),
                name="shipping_step_ends_after_start",
                violation_error_message=_("A step ends above where it begins."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="shipping_costs_are_positive",
                violation_error_message=_("What it costs is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts}: {self.amount}"
