"""The verbs of what the shop shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.catalog.models import Item
from doorstep.history.action import action
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.portal.models import ShopItem, ShopPage, ShopPolicy, ShopSlug
from doorstep.portal.slugs import free_slug, slugs, taken_slugs
from doorstep.records.saving import beside, filled, put
from doorstep.users.access import Reach
from doorstep.users.models import User


@action("shop_item.created", verb="create", label=gettext_lazy("Show an item"), icon="plus")
def create_shop_item(shown: type[ShopItem], *, by: User, **values: Any) -> ShopItem:
    """Prepare an item for the shop; it is shown as soon as it is published."""
    item = values.get("item")
    if item is None:
        says = _("Say which item it is.")
        raise Invalid(says, item=says)
    values["title"] = values.get("title") or item.name
    values["slug"] = values.get("slug") or free_slug(values["title"], item.code)
    aside = beside(shown, values)
    return put(filled(shown, by=by, **values), by=by, **aside)


@action("shop_item.updated", verb="edit", label=gettext_lazy("Edit shop item"), icon="pencil")
def update_shop_item(shown: ShopItem, *, by: User, **values: Any) -> ShopItem:
    """Change how an item is shown. Whoever follows its former address is sent on."""
    before = shown.slug
    if "slug" in values and not values["slug"]:
        values["slug"] = before
    put(shown, by=by, **values)
    if shown.slug != before:
        ShopSlug.objects.filter(slug__in=(shown.slug, before)).delete()
        ShopSlug(shop_item=shown, slug=before).save()
    return shown


@action(
    "shop_item.published",
    verb="edit",
    label=gettext_lazy("Publish"),
    told=gettext_lazy("published this in the shop"),
    icon="eye",
    fits=lambda shown: not shown.is_published,
)
def publish_shop_item(shown: ShopItem, *, by: User) -> ShopItem:
    """Show it to everybody."""
    return put(shown, by=by, is_published=True)


@action(
    "shop_item.unpublished",
    verb="edit",
    label=gettext_lazy("Take off the shop"),
    told=gettext_lazy("took this off the shop"),
    icon="ban",
    fits=lambda shown: shown.is_published,
)
def unpublish_shop_item(shown: ShopItem, *, by: User) -> ShopItem:
    """Show it to nobody; what is written of it stays."""
    return put(shown, by=by, is_published=False)


@action("shop_item.many_published", verb="edit", label=gettext_lazy("Publish"), icon="eye")
def publish_shop_items(shown: type[ShopItem], *, by: User, ids: Iterable[int]) -> int:
    """Show several to everybody."""
    return _publish(shown, ids, by, is_published=True)


@action(
    "shop_item.many_unpublished", verb="edit", label=gettext_lazy("Take off the shop"), icon="ban"
)
def unpublish_shop_items(shown: type[ShopItem], *, by: User, ids: Iterable[int]) -> int:
    """Show several to nobody."""
    return _publish(shown, ids, by, is_published=False)


@action(
    "item.many_shown",
    verb="view",
    label=gettext_lazy("Show in the shop"),
    told=gettext_lazy("showed these in the shop"),
    icon="store",
)
def show_items(items: type[Item], *, by: User, ids: Iterable[int]) -> int:
    """Show catalogue items in the shop under their own names; what stands there stays as it is."""
    if by.reach(ShopItem, "create") == Reach.NONE:
        raise Forbidden(_("You may not put anything into the shop."))
    chosen = items.objects.visible_to(by).filter(pk__in=list(ids)).order_by("pk")
    known = set(ShopItem._base_manager.filter(item__in=chosen).values_list("item", flat=True))
    rows = [item for item in chosen if item.pk not in known]
    taken = taken_slugs(rows)
    ShopItem.objects.bulk_create([_shown(item, taken, by) for item in rows])
    publish = ShopItem.objects.permitted(by, "edit").filter(item__in=chosen, is_published=False)
    publish.update(is_published=True)
    return len(known) + len(rows)


@action("shop_page.created", verb="create", label=gettext_lazy("New page"), icon="plus")
def create_shop_page(pages: type[ShopPage], *, by: User, **values: Any) -> ShopPage:
    """Write a page of text."""
    values["slug"] = values.get("slug") or slugify(values.get("title") or "")[:80]
    aside = beside(pages, values)
    return put(filled(pages, by=by, **values), by=by, **aside)


@action("shop_policy.updated", verb="edit", label=gettext_lazy("Edit the shop"), icon="store")
def update_shop_policy(policies: type[ShopPolicy], *, by: User, **values: Any) -> ShopPolicy:
    """Change how the shop is kept; the row is made when somebody says the first word."""
    found = ShopPolicy._base_manager.select_for_update().filter(pk=1).first()
    policy = found or policies(pk=1)
    prices = values.get("price_list")
    if prices and (prices.disabled or not prices.is_selling):
        says = _("Nothing is sold by “%s”.") % prices
        raise Invalid(says, price_list=says)
    group = values.get("customer_group")
    if group and group.children.exists():
        says = _("“%s” holds other groups; choose one of those.") % group
        raise Invalid(says, customer_group=says)
    return put(policy, by=by, **values)


def _shown(item: Item, taken: set[str], by: User) -> ShopItem:
    slug = next(each for each in slugs(item.name, item.code) if each not in taken)
    taken.add(slug)
    wall = list(ShopItem.Wall)[item.pk % len(ShopItem.Wall)]
    summary = item.description.partition("\n")[0][:300]
    said = {"title": item.name, "summary": summary, "slug": slug, "wall": wall}
    return ShopItem(item=item, owner=by, is_published=True, **said)


def _publish(shown: type[ShopItem], ids: Iterable[int], by: User, *, is_published: bool) -> int:
    chosen = shown.objects.permitted(by, "edit").filter(pk__in=list(ids))
    count = chosen.count()
    chosen.update(is_published=is_published)
    return count
