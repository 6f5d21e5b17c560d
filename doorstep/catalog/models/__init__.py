"""What we sell, and the lists that prices, taxes and payments are made of."""

from doorstep.catalog.models.exchange import ExchangeRate
from doorstep.catalog.models.item import Item, ItemGroup, ItemUnit
from doorstep.catalog.models.lists import PriceList, TaxCategory
from doorstep.catalog.models.payment import Instalment, PaymentTerms
from doorstep.catalog.models.shipping import ShippingRule, ShippingStep
from doorstep.catalog.models.tax import TaxLine, TaxRule, TaxTemplate
from doorstep.catalog.models.unit import UnitOfMeasure

__all__ = [
    "ExchangeRate",
    "Instalment",
    "Item",
    "ItemGroup",
    "ItemUnit",
    "PaymentTerms",
    "PriceList",
    "ShippingRule",
    "ShippingStep",
    "TaxCategory",
    "TaxLine",
    "TaxRule",
    "TaxTemplate",
    "UnitOfMeasure",
]
