"""What the visitor is offered: items with their price, their picture, and what is in stock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.catalog.models import Item
from doorstep.kit.addresses import address
from doorstep.portal.models import ShopItem
from doorstep.portal.site import Site
from doorstep.pricing.models import ItemPrice
from doorstep.pricing.prices import Ask, Price, prices_for
from doorstep.records.models import Attachment

PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
FEW = 5
MOST_TIERS = 10


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
    def can_be_had(self) -> bool:
        """Whether it can be put into a cart."""
        return self.rate is not None and self.has_stock

    @property
    def stock(self) -> str:
        count = self.shown.in_stock
        if count is None or self.item.is_service:
            return ""
        if count == 0:
            return _("Sold out at the moment")
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
    found = _priced(site, [Ask(item) for item in items])
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


@dataclass(frozen=True)
class Tier:
    """From so many on each costs so much."""

    quantity: Decimal
    rate: Decimal


def tiers_of(site: Site, offer: Offer) -> list[Tier]:
    """The quantities from which the visitor pays less for each."""
    if offer.price is None or offer.price.price_list is None or offer.rate is None:
        return []
    today = localdate()
    rows = ItemPrice._base_manager.filter(
        Q(customer=None) | Q(customer=site.customer),
        Q(valid_from=None) | Q(valid_from__lte=today),
        Q(valid_until=None) | Q(valid_until__gte=today),
        item=offer.item,
        price_list=offer.price.price_list,
        unit=offer.item.unit,
        from_quantity__gt=1,
    )
    steps = sorted(set(rows.values_list("from_quantity", flat=True)))[:MOST_TIERS]
    asks = [Ask(offer.item, step) for step in steps]
    found, last = [], offer.rate
    for ask, price in zip(asks, _priced(site, asks), strict=True):
        if price.rate is not None and price.rate < last:
            found.append(Tier(ask.quantity, price.rate))
            last = price.rate
    return found


def usual_of(site: Site, offer: Offer) -> Decimal | None:
    """What everybody else pays, where the visitor pays less; nothing where prices are hidden."""
    if site.customer is None or offer.rate is None or not site.policy.shows_prices:
        return None
    listed = site.policy.price_list_for(None)
    usual = prices_for([Ask(offer.item)], day=localdate(), price_list=listed)[0]
    same = offer.price is not None and usual.currency == offer.price.currency
    return usual.rate if same and usual.rate is not None and usual.rate > offer.rate else None


def specifications(shown: ShopItem) -> list[tuple[str, str]]:
    """The lines "Height: 24 cm" taken apart."""
    lines = (line.partition(":") for line in shown.specifications.splitlines() if line.strip())
    return [(name.strip(), value.strip()) for name, _sign, value in lines]


def _priced(site: Site, asks: Sequence[Ask]) -> list[Price]:
    listed = site.policy.price_list_for(site.customer)
    return prices_for(asks, day=localdate(), customer=site.customer, price_list=listed)
