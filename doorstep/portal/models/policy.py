"""How the public site is kept: one row that an administrator edits."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import PriceList
from doorstep.kit.journaled import Journaled
from doorstep.parties.models import Customer, CustomerGroup, LeadSource
from doorstep.parties.terms import price_list_of
from doorstep.records.models import MasterQuerySet


class ShopPolicy(Journaled):
    """There is exactly one, with the primary key 1."""

    is_open = models.BooleanField(_("the shop is open"), default=False)
    has_sign_up = models.BooleanField(_("visitors may sign up"), default=True)
    has_guest_orders = models.BooleanField(_("guests may order"), default=True)
    shows_prices = models.BooleanField(_("guests see prices"), default=True)
    asks_shipping = models.BooleanField(_("goods need a delivery address"), default=True)
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    intro = models.TextField(_("introduction"), max_length=2_000, blank=True)
    price_list = models.ForeignKey(
        PriceList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("price list of guests"),
    )
    customer_group = models.ForeignKey(
        CustomerGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group of customers from the shop"),
    )
    lead_source = models.ForeignKey(
        LeadSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of leads from sign-ups"),
    )
    sign_ups_an_hour = models.PositiveSmallIntegerField(
        _("sign-ups in an hour, at most"), default=300, validators=[MaxValueValidator(10_000)]
    )
    cart_days = models.PositiveSmallIntegerField(
        _("a guest's cart is kept for days"), default=30, validators=[MaxValueValidator(366)]
    )
    delivery_days = models.PositiveSmallIntegerField(
        _("usual days to delivery"), default=7, validators=[MaxValueValidator(366)]
    )

    objects = MasterQuerySet.as_manager()

    class Meta:
        verbose_name = _("shop policy")
        verbose_name_plural = _("shop policies")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_shop_policy")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def price_list_for(self, customer: Customer | None) -> PriceList | None:
        """A customer's own; for everybody else that of the shop."""
        usual = None if customer else self.price_list
        return usual or price_list_of(customer)


def shop_policy() -> ShopPolicy:
    """The one there is; before anybody has saved it as it would be, and closed."""
    found = ShopPolicy._base_manager.select_related("price_list").filter(pk=1).first()
    return found or ShopPolicy(pk=1)
