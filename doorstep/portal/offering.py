"""What the visitor is offered: items with their price, their picture, and what is in stock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.catalog.models import Item
from doorstep.kit.addresses import address
from doorstep.portal.models import ShopItem
from doorstep.portal.site import Site
from doorstep.pricing.prices import Ask, Price, prices_for
from doorstep.records.models import Attachment

PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
FEW = 5


@dataclass(frozen=True)
class Offer:
    """An item as a visitor sees it."""

    shown: ShopItem
    price: Price | None = None
    picture: str = ""

    @property
    def item(self) -> Item:
        return self.shown.item

    @property
    def url(self) -> str:
        return address("shop_item", self.shown.slug)

    @property
    def rate(self) -> Decimal | None:
        return self.price.rate if self.price else None

    @property
    def has_stock(self) -> bool:
        """What nobody counts can be had."""
        return self.shown.in_stock != 0

    @property
    def stock(self) -> str:
        count = self.shown.in_stock
        if count is None or self.item.is_service:
            return ""
        if count == 0:
            return _("Not in stock; we tell you when it comes")
        if count <= FEW:
            return ngettext("Only %d left", "Only %d left", count) % count
        return _("%d in stock") % count


def offers(site: Site, rows: Iterable[ShopItem]) -> list[Offer]:
    """For a page of items: as many queries for many as for one."""
    found = list(rows)
    prices = prices_of(site, [row.item for row in found])
    pictures = pictures_of([row.item_id for row in found])
    return [
        Offer(row, prices.get(row.item_id), first(pictures.get(row.item_id, ()))) for row in found
    ]


def prices_of(site: Site, items: Sequence[Item]) -> dict[int, Price]:
    """What the items cost whoever looks; nothing where that is not for them to see."""
    if not items or not site.sees_prices:
        return {}
    customer = site.account.customer if site.account else None
    usual = None if customer else site.policy.price_list
    asks = [Ask(item) for item in items]
    found = prices_for(asks, day=localdate(), customer=customer, price_list=usual)
    return {item.pk: price for item, price in zip(items, found, strict=True)}


def pictures_of(items: Sequence[int]) -> dict[int, list[str]]:
    """The addresses of the pictures that hang on these items, in the order they were added."""
    label = Item._meta.label_lower
    rows = Attachment._base_manager.filter(
        about_type=label, about_id__in=items, content_type__in=PICTURES
    )
    found: dict[int, list[str]] = {}
    for item, pk, digest in rows.order_by("pk").values_list("about_id", "pk", "sha256"):
        found.setdefault(item, []).append(address("shop_picture", pk, digest[:16]))
    return found


def first(addresses: Sequence[Any]) -> str:
    return addresses[0] if addresses else ""
