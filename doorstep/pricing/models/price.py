"""The prices of items."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item, PriceList, UnitOfMeasure
from doorstep.kit.addresses import address
from doorstep.parties.models import Customer
from doorstep.records.models import Record

SAME = _("This item has such a price already: another from a different day or quantity.")


def _once(name: str, *fields: str, **condition: object) -> models.UniqueConstraint:
    """The same price twice is refused; what is empty counts as a value of its own."""
    return models.UniqueConstraint(
        fields=["item", "price_list", "unit", "from_quantity", *fields],
        condition=Q(**condition) if condition else None,
        name=name,
        violation_error_message=SAME,
    )


class ItemPrice(Record):
    """What a unit of an item costs on a list: for everybody or one customer, from a quantity on,
    between two days. Either an amount, or so much off what it would cost otherwise."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="prices", verbose_name=_("item"))
    price_list = models.ForeignKey(
        PriceList, models.PROTECT, related_name="prices", verbose_name=_("price list")
    )
    customer = models.ForeignKey(
        Customer,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="item_prices",
        verbose_name=_("only for"),
    )
    unit = models.ForeignKey(
        UnitOfMeasure, models.PROTECT, blank=True, related_name="+", verbose_name=_("unit")
    )
    from_quantity = models.DecimalField(
        _("from quantity"),
        max_digits=12,
        decimal_places=3,
        default=0,
        validators=[MinValueValidator(0)],
    )
    rate = models.DecimalField(
        _("price"),
        max_digits=15,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    discount = models.DecimalField(
        _("or off the usual price, %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    # Of two customers who become one, the price of the one that is kept holds.
    goes_with_its_double: ClassVar[bool] = True

    class Meta:
        verbose_name = _("item price")
        verbose_name_plural = _("item prices")
        constraints = [
            _once("one_price", customer=None, valid_from=None),
            _once("one_price_from_day", "valid_from", customer=None),
            _once("one_price_per_customer", "customer", valid_from=None),
            _once("one_price_per_customer_from_day", "customer", "valid_from"),
            models.CheckConstraint(
                condition=Q(rate__gte=0, discount=None)
                | Q(rate=None, discount__gte=0, discount__lte=100),
                name="price_is_amount_or_discount",
                violation_error_message=_("Say a price, or so much off the usual one."),
            ),
            models.CheckConstraint(
                condition=Q(from_quantity__gte=0),
                name="price_from_quantity_is_positive",
                violation_error_message=_("A quantity is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="price_ends_after_start",
                violation_error_message=_("A price ends after it has begun."),
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="item_price_newest"),
            models.Index(fields=["item", "price_list"], name="item_price_of"),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.price_list}"

    def get_absolute_url(self) -> str:
        return address("item_price_detail", self.pk)
