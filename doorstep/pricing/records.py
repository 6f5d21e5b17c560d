"""Prices as everyone outside knows them."""

from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item
from doorstep.pricing.models import Coupon, ItemPrice
from doorstep.records.columns import Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.masters import master_type
from doorstep.records.references import Coded
from doorstep.records.types import RecordType

COUPONS = master_type(
    Coupon,
    *map(Field, ("discount_percent", "discount_amount", "currency", "least_total")),
    *map(Field, ("valid_from", "valid_until", "most_uses", "customer")),
    icon="tag",
)

ITEM_PRICES = RecordType(
    model=ItemPrice,
    fields=(
        Field("item", kind=Coded(Item, null=False)),
        *map(Field, ("price_list", "customer", "unit", "from_quantity", "rate", "discount")),
        *map(Field, ("valid_from", "valid_until", "note", "territory", "owner")),
    ),
    columns=(
        Column("item", _("Item"), reads=("item__name",), cell="text", on_phone="m-main"),
        Column("item__code", _("Code"), on_phone="m-b"),
        Column("price_list", _("Price list"), on_phone="m-a"),
        Column("customer__name", _("Only for")),
        Column("from_quantity", _("From quantity"), cell="number"),
        Column("unit", _("Unit")),
        Column("rate", _("Price"), cell="number", on_phone="m-c"),
        Column("price_list__currency", _("Currency"), cell="text"),
        Column("discount", _("Off, %"), cell="number", shown=False),
        Column("valid_from", _("From"), shown=False),
        Column("valid_until", _("Until"), shown=False),
        Column("created_at", _("Created"), sort="created_at", cell="day", shown=False),
    ),
    filters=(
        Filter("item", icon="package"),
        Filter("price_list", icon="banknote"),
        Filter("customer", icon="building-2"),
        Filter("unit", icon="hash"),
        Filter("from_quantity", icon="hash"),
        Filter("rate", icon="banknote"),
        Filter("discount", icon="percent"),
        Filter("valid_from", icon="calendar-days"),
        Filter("valid_until", icon="calendar-days"),
        Filter("note"),
        Filter("created_at", icon="calendar-days"),
        Filter("owner", icon="user-round"),
    ),
    search=("item__code", "item__name", "note"),
    views=(
        View(_("All prices"), ""),
        View(_("Of customers"), "customer-empty=no"),
    ),
    facts=(
        Section(_("Price"), ("item", "price_list", "customer", "unit", "from_quantity", "rate")),
        Section(_("When"), ("discount", "valid_from", "valid_until", "note")),
    ),
    icon="banknote",
)
