"""Factories: the smallest valid record, without history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from doorstep.catalog.models import (
    ExchangeRate,
    Item,
    PaymentTerms,
    PriceList,
    ShippingRule,
    TaxLine,
    TaxRule,
    TaxTemplate,
    UnitOfMeasure,
)
from doorstep.kit.noting import unrecorded
from doorstep.records.models import Master


def make_item(**fields: Any) -> Item:
    """With a code nobody has; ``units`` are further ones: {"Dozen": 12}."""
    units = fields.pop("units", {})
    with unrecorded():
        number = Item._base_manager.count() + 1
        usual = {"code": f"L-{number}", "name": "Pendant Alder", "unit": unit("Piece")}
        item = Item(**usual | fields)
        item.tidy()
        item.save()
        for place, (name, factor) in enumerate(units.items(), start=1):
            item.units.create(unit=unit(name), factor=Decimal(str(factor)), position=place)
        return item


def make_exchange_rate(**fields: Any) -> ExchangeRate:
    with unrecorded():
        number = ExchangeRate._base_manager.count()
        day = date.fromordinal(date(2026, 1, 1).toordinal() + number)
        usual = {"currency": "EUR", "to_currency": "GBP", "valid_from": day}
        return ExchangeRate.objects.create(**usual | {"rate": Decimal("0.85")} | fields)


def make_tax_template(name: str = "VAT", *lines: dict[str, Any]) -> TaxTemplate:
    with unrecorded():
        template = TaxTemplate.objects.create(name=name)
        for place, line in enumerate(lines or ({"name": "VAT", "rate": 20},), start=1):
            TaxLine.objects.create(template=template, position=place, **line)
        return template


def make_tax_rule(name: str, **fields: Any) -> TaxRule:
    return _made(TaxRule, name, fields)


def make_price_list(name: str = "Trade", **fields: Any) -> PriceList:
    return _made(PriceList, name, {"currency": "EUR", "position": 50} | fields)


def make_terms(name: str, *parts: dict[str, Any]) -> PaymentTerms:
    terms: PaymentTerms = _made(PaymentTerms, name, {})
    with unrecorded():
        for place, part in enumerate(parts, start=1):
            terms.instalments.create(position=place, **part)
    return terms


def unit(name: str) -> UnitOfMeasure:
    return UnitOfMeasure.objects.get(name=name)


def _made(model: type[Master], name: str, fields: dict[str, Any]) -> Any:
    with unrecorded():
        return model.objects.create(name=name, **fields)


def make_shipping_rule(name: str = "Parcel", *steps: Any, **fields: Any) -> ShippingRule:
    """``steps`` as (from, below, costs); without any, 8 always."""
    rule: ShippingRule = _made(ShippingRule, name, fields)
    with unrecorded():
        for place, (starts, ends, amount) in enumerate(steps or ((0, None, 8),), start=1):
            said = {"starts": starts, "ends": ends, "amount": amount}
            rule.steps.create(position=place, **said)
    return rule
