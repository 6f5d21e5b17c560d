"""Codes that take something off a quotation or an order."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.fields import CurrencyField
from doorstep.kit.normal.currencies import currency_code
from doorstep.parties.models import Customer
from doorstep.records.models import Company, Master

ONE_OF_BOTH = _("Say so much percent, or an amount.")


class Coupon(Master):
    """A code, called by its name: so much off the whole, between two days, so many times.

    How often it was used is counted from the orders that were submitted with it.
    """

    discount_percent = models.DecimalField(
        _("off the whole, %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    discount_amount = models.DecimalField(
        _("or an amount"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = CurrencyField(_("currency"), blank=True)
    least_total = models.DecimalField(
        _("from a net total of"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    most_uses = models.PositiveIntegerField(_("how often, at most"), null=True, blank=True)
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coupons",
        verbose_name=_("only for"),
    )

    follows: ClassVar[frozenset[str]] = frozenset({"customer_id"})  # to whom that is merged into

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints = [
            models.CheckConstraint(
                condition=Q(discount_percent__gt=0, discount_amount=None)
                | Q(discount_percent=None, discount_amount__gt=0),
                name="coupon_is_percent_or_amount",
                violation_error_message=ONE_OF_BOTH,
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="coupon_ends_after_start",
                violation_error_message=_("A coupon ends after it has begun."),
            ),
        ]

    def tidy(self) -> None:
        super().tidy()
        self.currency = currency_code(self.currency)

    @property
    def money(self) -> str:
        """The currency its amounts are in."""
        return self.currency or Company.current().currency
