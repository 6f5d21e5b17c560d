"""Lists of prices, and what buyers are to the tax office."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.fields import CurrencyField
from doorstep.kit.normal.currencies import currency_code
from doorstep.records.models import Company, Master


class PriceList(Master):
    """Prices that hold together: in one currency, for some time. Without one, the company's."""

    currency = CurrencyField(_("currency"), blank=True)
    is_selling = models.BooleanField(_("for selling"), default=True)
    is_buying = models.BooleanField(_("for buying"), default=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_selling=True) | Q(is_buying=True),
                name="price_list_is_for_something",
                violation_error_message=_("A price list is for selling, for buying, or both."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="price_list_ends_after_start",
                violation_error_message=_("A price list ends after it has begun."),
            ),
        ]

    def tidy(self) -> None:
        super().tidy()
        self.currency = currency_code(self.currency)

    @property
    def money(self) -> str:
        """The currency its prices are in."""
        return self.currency or Company.current().currency


class TaxCategory(Master):
    """What somebody is to the tax office: at home, a firm in the union, somewhere else."""

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("tax category")
        verbose_name_plural = _("tax categories")
