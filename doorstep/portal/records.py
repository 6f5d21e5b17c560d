"""What the shop shows, as everyone outside knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item
from doorstep.portal.models import ShopItem, ShopPage
from doorstep.records.columns import Bulk, Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.references import Coded
from doorstep.records.types import RecordType

SHOP_ITEMS = RecordType(
    model=ShopItem,
    fields=(
        Field("item", kind=Coded(Item, null=False)),
        *map(Field, ("slug", "title", "summary", "text", "specifications", "badge", "wall")),
        *map(Field, ("ranking", "available_from", "in_stock")),
        Field("is_published", readonly=True),
        *map(Field, ("territory", "owner")),
    ),
    columns=(
        Column("title", _("Title"), sort="title", on_phone="m-main"),
        Column("item__code", _("Code"), on_phone="m-b"),
        Column("is_published", _("Published"), on_phone="m-a"),
        Column("ranking", _("Ranking"), sort="ranking", cell="number", on_phone="m-c"),
        Column("in_stock", _("In stock"), cell="number"),
        Column("badge", _("Badge"), shown=False),
        Column("slug", _("Address in the shop"), shown=False),
        Column("created_at", _("Created"), sort="created_at", cell="day", shown=False),
    ),
    filters=(
        Filter("is_published", icon="eye"),
        Filter("item", icon="package"),
        *map(Filter, ("title", "slug", "summary", "text", "badge", "wall")),
        *map(Filter, ("ranking", "in_stock")),
        Filter("available_from", icon="calendar-days"),
        Filter("created_at", icon="calendar-days"),
        Filter("owner", icon="user-round"),
    ),
    search=("title", "item__code", "item__group__name", "summary", "text"),
    views=(
        View(_("Published"), "is_published=yes&sort=-ranking"),
        View(_("All shop items"), ""),
    ),
    facts=(
        Section(_("In the shop"), ("item", "title", "slug", "summary", "badge", "wall")),
        Section(_("Text"), ("text", "specifications")),
        Section(_("Order"), ("ranking", "available_from", "in_stock")),
    ),
    bulk=(
        Bulk("shop_item.many_published", icon="eye"),
        Bulk("shop_item.many_unpublished", icon="ban"),
    ),
    icon="store",
)

SHOP_PAGES = RecordType(
    model=ShopPage,
    fields=(
        *map(Field, ("slug", "title", "text", "place", "is_published", "territory", "owner")),
    ),
    columns=(
        Column("title", _("Title"), sort="title", on_phone="m-main"),
        Column("slug", _("Address"), on_phone="m-b"),
        Column("place", _("Linked")),
        Column("is_published", _("Published"), on_phone="m-a"),
        Column("created_at", _("Created"), sort="created_at", cell="day", shown=False),
    ),
    filters=(
        Filter("is_published", icon="eye"),
        *map(Filter, ("title", "slug", "text", "place")),
        Filter("created_at", icon="calendar-days"),
        Filter("owner", icon="user-round"),
    ),
    search=("title", "text"),
    views=(View(_("All pages"), ""),),
    facts=(Section(_("Page"), ("title", "slug", "place", "is_published", "text")),),
    icon="file-text",
)
