"""How every action on the shop can be called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doorstep.portal.models import ShopItem, ShopPage, ShopPolicy
from doorstep.portal.testing import make_shop_item

SHOP_CALLS: dict[str, Callable[[Any], Any]] = {
    "shop_item.created": lambda w: w.did("shop_item.created", ShopItem, item=w.item, tags=["new"]),
    "shop_item.updated": lambda w: w.did(
        "shop_item.updated", make_shop_item(owner=w.chief), title="Another", slug="another"
    ),
    "shop_item.published": lambda w: w.did(
        "shop_item.published", make_shop_item(is_published=False, owner=w.chief)
    ),
    "shop_item.unpublished": lambda w: w.did(
        "shop_item.unpublished", make_shop_item(owner=w.chief)
    ),
    "shop_item.many_published": lambda w: w.did(
        "shop_item.many_published",
        ShopItem,
        ids=[make_shop_item(is_published=False, owner=w.chief).pk],
    ),
    "shop_item.many_unpublished": lambda w: w.did(
        "shop_item.many_unpublished", ShopItem, ids=[make_shop_item(owner=w.chief).pk]
    ),
    "item.many_shown": lambda w: w.did("item.many_shown", type(w.item), ids=[w.item.pk]),
    "shop_page.created": lambda w: w.did("shop_page.created", ShopPage, title="About us"),
    "shop_policy.updated": lambda w: w.did("shop_policy.updated", ShopPolicy, is_open=True),
}
