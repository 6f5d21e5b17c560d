"""What somebody means to buy, and the order that became of it: one of each round."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item
from doorstep.portal.models.account import OwnQuerySet
from doorstep.selling.models import SalesOrder

MOST = 99_999  # of one item; more is a mistake or mischief
MOST_LINES = 200


class Cart(models.Model):
    """A basket: of a guest by the secret in their cookie, of a web user by who they are.

    ``round`` names what is in it now; ordering ends the round and begins the next, so that a form
    that is sent twice finds the order that its round became. No prices and no party: both are
    read when it is looked at and when it is ordered.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="cart",
        verbose_name=_("user"),
    )
    secret_hash = models.CharField(  # noqa: DJ001 - a user's has none, and no two the same
        max_length=64, null=True, unique=True, editable=False
    )
    round = models.UUIDField(default=uuid4, unique=True, editable=False)
    coupon = models.CharField(_("coupon"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        indexes = [models.Index(fields=["updated_at"], name="cart_oldest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, secret_hash__isnull=False)
                | Q(user__isnull=False, secret_hash=None),
                name="cart_is_a_guests_or_a_users",
            )
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user_id else str(_("Guest"))


class CartLine(models.Model):
    """So many of an item. ``rate_seen`` is what it cost when it was put there, to tell changes."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+", verbose_name=_("item"))
    quantity = models.PositiveIntegerField(
        _("quantity"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    rate_seen = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("line of a cart")
        verbose_name_plural = _("lines of carts")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "item"], name="one_cart_line_per_item"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, quantity__lte=MOST), name="cart_quantity_is_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item}"


class PlacedOrder(models.Model):
    """The order that a round of a cart became: at most one, by constraint."""

    round = models.UUIDField(unique=True, editable=False)
    order = models.OneToOneField(SalesOrder, models.CASCADE, related_name="placed")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail"), max_length=254)
    secret_hash = models.CharField(  # noqa: DJ001 - only a guest's has one, and no two the same
        max_length=64, null=True, unique=True, editable=False
    )
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("order from the shop")
        verbose_name_plural = _("orders from the shop")

    def __str__(self) -> str:
        return str(self.order)
