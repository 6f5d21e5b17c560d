"""Factories: an open shop, an item in it, a page of text; without history."""

from __future__ import annotations

from typing import Any

from doorstep.catalog.testing import make_item
from doorstep.kit.noting import unrecorded
from doorstep.portal.models import PortalAccount, ShopItem, ShopPage, ShopPolicy
from doorstep.users.models import User
from doorstep.users.testing import make_user


def open_shop(**fields: Any) -> ShopPolicy:
    """Open, with prices for everybody, unless said otherwise."""
    with unrecorded():
        ShopPolicy._base_manager.filter(pk=1).delete()
        return ShopPolicy.objects.create(pk=1, **{"is_open": True} | fields)


def make_shop_item(title: str = "Pendant Alder", **fields: Any) -> ShopItem:
    """Published, of a new item unless one is given."""
    item = fields.pop("item", None) or make_item(owner=fields.get("owner"), name=title)
    with unrecorded():
        usual = {"slug": f"pendant-{item.pk}", "is_published": True}
        return ShopItem.objects.create(item=item, title=title, **usual | fields)


def make_shop_page(slug: str = "", **fields: Any) -> ShopPage:
    with unrecorded():
        number = ShopPage._base_manager.count() + 1
        usual = {"slug": slug or f"page-{number}", "title": "Terms", "is_published": True}
        return ShopPage.objects.create(**usual | fields)


def make_web_user(email: str = "petra@example.net", **fields: Any) -> User:
    """Petra, who signed up in the shop."""
    user = make_user(email, kind=User.Kind.PORTAL, team=None, roles=[])
    with unrecorded():
        PortalAccount.objects.create(user=user, **fields)
    return user
