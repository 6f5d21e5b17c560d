"""What is sold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models.tax import TaxTemplate
from doorstep.catalog.models.unit import UnitOfMeasure
from doorstep.kit.addresses import address
from doorstep.kit.normal.words import words
from doorstep.records.models import Master, Ranked, Record


class ItemGroup(Master):
    """Items of one kind. Groups form trees; items belong to those that hold no others."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("item group")
        verbose_name_plural = _("item groups")


def allowance_field(name: Any) -> models.DecimalField:
    """Percent beyond what was ordered; empty is what the house says."""
    return models.DecimalField(
        name,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


class Item(Record):
    """A thing or a service that we sell, by its code."""

    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    group = models.ForeignKey(
        ItemGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("group"),
    )
    description = models.TextField(_("description"), max_length=20_000, blank=True)
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)
    unit = models.ForeignKey(
        UnitOfMeasure, models.PROTECT, blank=True, related_name="items", verbose_name=_("unit")
    )
    is_sales_item = models.BooleanField(_("for sale"), default=True)
    is_service = models.BooleanField(_("a service, without stock"), default=False)
    disabled = models.BooleanField(_("disabled"), default=False)
    sold_until = models.DateField(_("sold until"), null=True, blank=True)
    max_discount = models.DecimalField(
        _("greatest discount, %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    weight = models.DecimalField(
        _("weight of one, kg"),
        max_digits=12,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    over_delivery_percent = allowance_field(_("more may be delivered than ordered, by percent"))
    over_billing_percent = allowance_field(_("more may be invoiced than ordered, by percent"))
    tax_template = models.ForeignKey(
        TaxTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("tax of its own"),
    )

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint(
                Lower("code"),
                name="one_item_per_code",
                violation_error_message=_("There is an item with this code already."),
            ),
            models.CheckConstraint(
                condition=Q(max_discount=None) | Q(max_discount__gte=0, max_discount__lte=100),
                name="item_discount_is_percent",
                violation_error_message=_("A discount is between 0 and 100 percent."),
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="item_newest"),
            models.Index(fields=["code", "id"], name="item_by_code"),
            models.Index(fields=["name", "id"], name="item_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return address("item_detail", self.pk)

    def tidy(self) -> None:
        self.code, self.name = words(self.code), words(self.name)
        self.barcode = words(self.barcode)


class ItemUnit(Ranked):
    """A further unit an item is sold in, and how many of the item's own unit that is."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="units")
    unit = models.ForeignKey(
        UnitOfMeasure, models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    factor = models.DecimalField(_("so many"), max_digits=15, decimal_places=6)

    part_of: ClassVar[str] = "item"

    class Meta(Ranked.Meta):
        abstract = False
        verbose_name = _("unit of an item")
        verbose_name_plural = _("units of items")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit"],
                name="one_factor_per_item_and_unit",
                violation_error_message=_("Each unit is said once."),
            ),
            models.CheckConstraint(
                condition=Q(factor__gt=0),
                name="item_unit_factor_is_positive",
                violation_error_message=_("A factor is more than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.factor} × {self.unit_id}"
