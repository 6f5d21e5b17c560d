"""Taxes: what is due on a document, and when which of them apply."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models.lists import TaxCategory
from doorstep.catalog.taxing import Basis
from doorstep.kit.fields import CountryField
from doorstep.kit.normal.countries import country_code
from doorstep.kit.normal.words import words
from doorstep.records.models import Master, Ranked


class TaxTemplate(Master):
    """Taxes that are due together, one after the other."""

    class Category(models.TextChoices):
        """What the tax office calls it: the codes of UNTDID 5305 that EN 16931 allows."""

        STANDARD = "S", _("Taxed")
        ZERO = "Z", _("Taxed at zero")
        EXEMPT = "E", _("Exempt")
        REVERSE = "AE", _("The buyer owes the tax (reverse charge)")
        UNION = "K", _("Supply within the Union")
        EXPORT = "G", _("Export out of the Union")
        OUTSIDE = "O", _("Outside the scope of the tax")

    description = models.CharField(_("description"), max_length=200, blank=True)
    category = models.CharField(
        _("what it is to the tax office"), max_length=2, choices=Category, blank=True
    )
    exemption_reason = models.CharField(_("why no tax is due"), max_length=200, blank=True)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("tax template")
        verbose_name_plural = _("tax templates")


class TaxLine(Ranked):
    """One tax: so much of what. ``previous`` is the number of an earlier line."""

    BASES = (
        (Basis.NET, _("% of the net amount")),
        (Basis.PREVIOUS_AMOUNT, _("% of an earlier tax")),
        (Basis.PREVIOUS_TOTAL, _("% of the total up to an earlier tax")),
        (Basis.QUANTITY, _("an amount for each unit")),
        (Basis.ACTUAL, _("an amount for the document")),
    )

    template = models.ForeignKey(TaxTemplate, models.CASCADE, related_name="lines")
    name = models.CharField(_("name"), max_length=100)
    basis = models.CharField(_("reckoned as"), max_length=20, choices=BASES, default=Basis.NET)
    rate = models.DecimalField(
        _("rate"), max_digits=12, decimal_places=4, validators=[MinValueValidator(0)]
    )
    previous = models.PositiveSmallIntegerField(_("number of that tax"), null=True, blank=True)
    is_included = models.BooleanField(_("included in the price"), default=False)

    part_of: ClassVar[str] = "template"

    class Meta(Ranked.Meta):
        abstract = False
        verbose_name = _("tax")
        verbose_name_plural = _("taxes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=Basis.ACTUAL, is_included=True),
                name="actual_tax_is_not_included",
                violation_error_message=_(
                    "An amount for the document cannot be included in the prices."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rate__gte=0),
                name="tax_is_not_negative",
                violation_error_message=_("A tax is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.rate.normalize():f}"


class TaxRule(Master):
    """When a template applies: to a tax category, to a place, for some time.

    What it does not say it does not ask. Without a template nothing is due.
    """

    ASKS = ("tax_category", "country", "state", "city", "postal_code")

    template = models.ForeignKey(
        TaxTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("tax template"),
    )
    tax_category = models.ForeignKey(
        TaxCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("tax category"),
    )
    country = CountryField(_("country"), blank=True)
    state = models.CharField(_("state"), max_length=100, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    postal_code = models.CharField(_("postcode begins with"), max_length=20, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), default=0)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("tax rule")
        verbose_name_plural = _("tax rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="tax_rule_ends_after_start",
                violation_error_message=_("A rule ends after it has begun."),
            )
        ]

    def tidy(self) -> None:
        super().tidy()
        self.country = country_code(self.country) or words(self.country)
        self.state, self.city = words(self.state), words(self.city)
        self.postal_code = words(self.postal_code)
