"""What one currency was worth in another."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.fields import CurrencyField
from doorstep.kit.normal.currencies import currency_code
from doorstep.records.models import Record


class ExchangeRate(Record):
    """So much of another currency for one of a currency, from a day on until the next is known."""

    currency = CurrencyField(_("currency"))
    to_currency = CurrencyField(_("in currency"))
    valid_from = models.DateField(_("from"))
    rate = models.DecimalField(
        _("rate"), max_digits=18, decimal_places=8, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "to_currency", "valid_from"],
                name="one_exchange_rate_a_day",
                violation_error_message=_("There is a rate for this day already."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="exchange_rate_is_positive",
                violation_error_message=_("A rate is more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(currency=F("to_currency")),
                name="exchange_rate_is_between_two",
                violation_error_message=_("A currency is worth one of itself."),
            ),
        ]
        indexes = [models.Index(fields=["-valid_from", "-id"], name="exchange_rate_newest")]

    def __str__(self) -> str:
        return f"{self.currency}/{self.to_currency} {self.valid_from}"

    def get_absolute_url(self) -> str:
        return address("exchange_rate_detail", self.pk)

    def tidy(self) -> None:
        self.currency = currency_code(self.currency)
        self.to_currency = currency_code(self.to_currency)
