"""What the demo company sells, for how much, and how it is taxed and paid."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from doorstep.catalog.actions import create_item
from doorstep.catalog.models import (
    ExchangeRate,
    Item,
    ItemGroup,
    PaymentTerms,
    PriceList,
    TaxCategory,
    TaxRule,
    TaxTemplate,
    UnitOfMeasure,
)
from doorstep.demo.past import Story, ago
from doorstep.kit.money import money
from doorstep.parties.actions import update_customer, update_policy
from doorstep.parties.models import Customer, sales_policy
from doorstep.pricing.actions import create_price
from doorstep.pricing.models import ItemPrice
from doorstep.records.actions import create, update
from doorstep.users.models import User

Prices = tuple[PriceList, Decimal, Decimal]  # a list, what a euro is in it, its step
LAMPS, SERVICES = "Lamps", "Services"
LISTS = (  # name, currency, what a euro is in it, and the step prices are rounded to
    ("Retail", "EUR", Decimal(1), Decimal("0.1")),
    ("Britain", "GBP", Decimal("0.86"), Decimal(1)),
    ("Norway", "NOK", Decimal("11.6"), Decimal(1)),
)
MANY = (("L-610", 50, "7.20"), ("L-620", 10, "39"), ("R-520", 20, "54"))  # code, from, price
RATES = (("GBP", "0.8620", "0.8580"), ("NOK", "11.6200", "11.7350"))  # half a year ago, last month
TAXES: tuple[tuple[str, str, tuple[dict[str, Any], ...]], ...] = (
    ("Norway, 25 %", "NO", ({"name": "MVA 25 %", "rate": Decimal(25)},)),
    ("Germany, 19 %", "DE", ({"name": "MwSt. 19 %", "rate": Decimal(19)},)),
    ("Britain, 20 %", "GB", ({"name": "VAT 20 %", "rate": Decimal(20)},)),
)
REGULARS = (  # name, price list, currency, tax category
    ("Alderwick Hotel AB", "Retail", "EUR", "Union, with tax number"),
    ("Vinterhagen Restaurant", "Norway", "NOK", "Domestic"),
    ("Baker Street Chambers", "Britain", "GBP", "Elsewhere"),
)
THIRDS = (
    {"percent": Decimal(40)},
    {"percent": Decimal(60), "count": 30, "discount": Decimal(2), "discount_days": 10},
)


def fill_catalogue(by: User) -> None:
    """Items with their prices, taxes and terms."""
    lists = list(_lists(by))
    retail = lists[0][0]
    for row in goods():
        _offer(row, lists, by)
    for code, quantity, rate in MANY:
        item = Item.objects.get(code=code)
        said = {"price_list": retail, "from_quantity": quantity, "rate": Decimal(rate)}
        create_price(ItemPrice, by=by, item=item, **said)
    _tax(by)
    create(PaymentTerms, by=by, name="40 % with the order", instalments=THIRDS)
    usual = {"price_list": retail, "payment_terms": PaymentTerms.objects.get(name="30 days")}
    update_policy(sales_policy(), by=by, monthly_goal=Decimal(95_000), **usual)
    for currency, then, now in RATES:
        for months, rate in ((6, then), (1, now)):
            day = _month_start(months)
            said = {"currency": "EUR", "to_currency": currency, "valid_from": day}
            create(ExchangeRate, by=by, rate=Decimal(rate), **said)


def goods() -> list[dict[str, str]]:
    """What stands in the catalogue."""
    with Path(__file__).with_name("goods.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _lists(by: User) -> Iterator[Prices]:
    """The first is the list of a new install, under a name of their own."""
    for name, currency, factor, step in LISTS:
        if currency == "EUR":
            first = PriceList.objects.get(name="Standard selling")
            yield update(first, by=by, name=name, currency=currency), factor, step
        else:
            yield create(PriceList, by=by, name=name, currency=currency), factor, step


def _offer(row: dict[str, str], lists: Sequence[Prices], by: User) -> None:
    """An item in its group, with a price on each list."""
    is_service = row["group"] == SERVICES
    item = create_item(
        Item,
        by=by,
        code=row["code"],
        name=row["name"],
        group=_group(row["group"], by),
        unit=UnitOfMeasure.objects.get(name=row["unit"]),
        description=row["description"],
        is_service=is_service,
        max_discount=Decimal(0 if is_service else 15),
    )
    for prices, factor, step in lists:
        rate = money(Decimal(row["price"]) * factor / step, Decimal(1)) * step
        create_price(ItemPrice, by=by, item=item, price_list=prices, rate=rate)


def _group(name: str, by: User) -> ItemGroup:
    if found := ItemGroup.objects.filter(name=name).first():
        return found
    if name in (LAMPS, SERVICES, "Parts"):
        return create(ItemGroup, by=by, name=name)  # type: ignore[no-any-return]
    return create(ItemGroup, by=by, name=name, parent=_group(LAMPS, by))  # type: ignore[no-any-return]


def _tax(by: User) -> None:
    for name, country, lines in TAXES:
        template = create(TaxTemplate, by=by, name=name, lines=lines)
        create(TaxRule, by=by, name=name, country=country, template=template)
    union = TaxCategory.objects.get(name="Union, with tax number")
    create(TaxRule, by=by, name="Reverse charge", tax_category=union, priority=10)
    export = TaxCategory.objects.get(name="Elsewhere")
    create(TaxRule, by=by, name="Export", tax_category=export, priority=10)


def _month_start(months: int) -> date:
    """The first day of the month so many months ago."""
    year, month = divmod(localdate().year * 12 + localdate().month - 1 - months, 12)
    return date(year, month + 1, 1)


def agreements(by: User) -> Story:
    """Regulars have a list, terms, and here and there a price of their own."""
    yield ago(60)
    for name, list_name, currency, category in REGULARS:
        update_customer(
            Customer.objects.get(name=name),
            by=by,
            currency=currency,
            price_list=PriceList.objects.get(name=list_name),
            tax_category=TaxCategory.objects.get(name=category),
        )
    hotel = Customer.objects.get(name=REGULARS[0][0])
    retail = PriceList.objects.get(name="Retail")
    for code, said in (("P-110", {"rate": Decimal(189)}), ("W-210", {"discount": Decimal(12)})):
        item = Item.objects.get(code=code)
        note = "Agreed for the refit of 48 rooms"
        create_price(
            ItemPrice, by=by, item=item, price_list=retail, customer=hotel, note=note, **said
        )
