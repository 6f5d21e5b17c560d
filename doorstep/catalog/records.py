"""The catalogue as everyone outside knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import (
    ExchangeRate,
    Instalment,
    Item,
    ItemGroup,
    ItemUnit,
    PaymentTerms,
    PriceList,
    ShippingRule,
    ShippingStep,
    TaxCategory,
    TaxLine,
    TaxRule,
    TaxTemplate,
    UnitOfMeasure,
)
from doorstep.records.columns import Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.masters import master_type
from doorstep.records.parts import parts_field
from doorstep.records.types import RecordType

UNITS = master_type(
    UnitOfMeasure, *map(Field, ("symbol", "is_whole", "factor", "base")), icon="hash"
)
ITEM_GROUPS = master_type(ItemGroup, Field("parent"), icon="folder")
PRICE_LISTS = master_type(
    PriceList,
    *map(Field, ("currency", "is_selling", "is_buying", "valid_from", "valid_until")),
    icon="banknote",
)
TAX_CATEGORIES = master_type(TaxCategory, icon="store")
TAX_TEMPLATES = master_type(
    TaxTemplate,
    Field("description"),
    Field("category"),
    Field("exemption_reason"),
    parts_field(
        "lines",
        TaxLine,
        *("name", "basis", "rate", "previous", "is_included"),
        label=_("Taxes"),
        insists=("name", "rate"),
    ),
    icon="receipt",
)
TAX_RULES = master_type(
    TaxRule,
    *map(Field, ("template", "tax_category", "country", "state", "city", "postal_code")),
    *map(Field, ("valid_from", "valid_until", "priority")),
    icon="scale",
)
PAYMENT_TERMS = master_type(
    PaymentTerms,
    Field("description"),
    parts_field(
        "instalments",
        Instalment,
        *("percent", "count", "due", "discount", "discount_days"),
        label=_("Parts"),
    ),
    plural="payment-terms",
    icon="calendar-days",
)

SHIPPING_RULES = master_type(
    ShippingRule,
    *map(Field, ("basis", "currency", "countries", "tax_template")),
    parts_field("steps", ShippingStep, "starts", "ends", "amount", label=_("Costs")),
    icon="truck",
)

ITEMS = RecordType(
    model=Item,
    fields=(
        *map(Field, ("code", "name", "group", "description", "barcode", "unit")),
        parts_field(
            "units", ItemUnit, "unit", "factor", label=_("Other units"), insists=("unit", "factor")
        ),
        *map(Field, ("is_sales_item", "is_service", "disabled", "sold_until")),
        *map(Field, ("max_discount", "over_delivery_percent", "over_billing_percent")),
        *map(Field, ("weight", "tax_template", "territory", "owner")),
    ),
    columns=(
        Column("code", _("Code"), sort="code", on_phone="m-b"),
        Column("name", _("Name"), sort="name", on_phone="m-main"),
        Column("group", _("Group")),
        Column("unit", _("Unit"), on_phone="m-c"),
        Column("is_service", _("Service"), shown=False),
        Column("is_sales_item", _("For sale"), shown=False),
        Column("max_discount", _("Greatest discount, %"), shown=False),
        Column("tax_template", _("Tax of its own"), shown=False),
        Column("barcode", _("Barcode"), shown=False),
        Column("disabled", _("Disabled"), shown=False),
        Column("created_at", _("Created"), sort="created_at", cell="day", shown=False),
    ),
    filters=(
        Filter("group", icon="folder"),
        Filter("unit", icon="hash"),
        Filter("is_sales_item", icon="tag"),
        Filter("is_service", icon="clock"),
        Filter("disabled", icon="archive"),
        *map(Filter, ("code", "name", "barcode", "description", "tax_template")),
        Filter("max_discount", icon="banknote"),
        Filter("sold_until", icon="calendar-days"),
        Filter("created_at", icon="calendar-days"),
        Filter("owner", icon="user-round"),
    ),
    search=("code", "name", "barcode", "description"),
    views=(
        View(_("For sale"), "disabled=no&is_sales_item=yes&sort=code"),
        View(_("Services"), "is_service=yes&sort=code"),
        View(_("All items"), "sort=code"),
    ),
    facts=(
        Section(_("Item"), ("code", "name", "group", "description", "barcode", "unit")),
        Section(_("Selling"), ("is_sales_item", "is_service", "sold_until", "disabled")),
        Section(_("Money"), ("max_discount", "tax_template", "weight")),
        Section(_("Beyond what was ordered"), ("over_delivery_percent", "over_billing_percent")),
    ),
    icon="package",
    default_sort="-created_at",
)

EXCHANGE_RATES = RecordType(
    model=ExchangeRate,
    fields=tuple(
        map(Field, ("currency", "to_currency", "valid_from", "rate", "territory", "owner"))
    ),
    columns=(
        Column("currency", _("Currency"), on_phone="m-main"),
        Column("to_currency", _("In currency"), on_phone="m-b"),
        Column("rate", _("Rate"), cell="number", on_phone="m-c"),
        Column("valid_from", _("From"), sort="valid_from", on_phone="m-a"),
    ),
    filters=(
        *map(Filter, ("currency", "to_currency")),
        Filter("valid_from", icon="calendar-days"),
        Filter("created_at", icon="calendar-days"),
        Filter("owner", icon="user-round"),
    ),
    search=("currency", "to_currency"),
    views=(View(_("All rates"), ""),),
    facts=(Section(_("Rate"), ("currency", "to_currency", "valid_from", "rate")),),
    icon="percent",
    default_sort="-valid_from",
)
