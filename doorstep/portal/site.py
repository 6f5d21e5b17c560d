"""What the frame of every public page needs: who looks, what is open, how much is in the cart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address, has_address
from doorstep.portal.models import Account, Cart, CartLine, ShopPage, ShopPolicy, shop_policy
from doorstep.records.models import Company

MENU = (
    ("shop", _("Shop")),
    ("my_quotations", _("Quotes")),
    ("my_orders", _("Orders")),
    ("my_invoices", _("Invoices")),
    ("my_messages", _("Messages")),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_here: bool


@dataclass
class Site:
    """Read as far as a page asks for it."""

    request: HttpRequest
    cart: Cart | None = None

    @cached_property
    def policy(self) -> ShopPolicy:
        return shop_policy()

    @property
    def is_open(self) -> bool:
        return self.policy.is_open

    @cached_property
    def account(self) -> Account | None:
        """Of whoever is signed in as a web user."""
        user: Any = self.request.user
        if not user.is_authenticated:
            return None
        return Account.objects.filter(user=user.pk).select_related("user", "lead").first()

    @property
    def is_staff(self) -> bool:
        return self.request.user.is_authenticated and self.account is None

    @cached_property
    def cart_count(self) -> int:
        if self.cart is None:
            return 0
        rows = CartLine.objects.filter(cart=self.cart)
        return int(rows.aggregate(count=Sum("quantity"))["count"] or 0)

    @cached_property
    def links(self) -> list[Link]:
        """The menu: what is there, and is for whoever looks."""
        path = self.request.path
        found = []
        for name, label in MENU:
            if not has_address(name) or (name != "shop" and self.account is None):
                continue
            where = address(name)
            found.append(Link(str(label), where, path.startswith(where)))
        return found

    @cached_property
    def foot(self) -> list[ShopPage]:
        rows = ShopPage._base_manager.filter(is_published=True, place=ShopPage.Place.FOOT)
        return list(rows.order_by("title"))

    @property
    def imprint(self) -> str:
        return str(Company.current())
