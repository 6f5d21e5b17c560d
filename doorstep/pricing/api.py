"""What an item costs whom, and which taxes are due: questions that the API answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from ninja import Router

from doorstep.catalog.models import Item, PriceList, UnitOfMeasure
from doorstep.kit.errors import Invalid
from doorstep.parties.models import Address, Customer
from doorstep.pricing.prices import Price, price_for
from doorstep.pricing.taxes import Taxes, taxes_for
from doorstep.records.kinds import Date, Number, Wrong
from doorstep.records.names import Names
from doorstep.records.references import Named, Reference
from doorstep.ui.answers import json_answer, only
from doorstep.ui.http import Request

router = Router(tags=["Items"])
ASKED = {
    "customer": Reference((Customer,)),
    "price_list": Named(PriceList),
    "unit": Named(UnitOfMeasure),
    "quantity": Number(12, 3),
    "day": Date(),
}
OF_TAX = {
    "customer": Reference((Customer,)),
    "billing": Reference((Address,)),
    "shipping": Reference((Address,)),
    "day": Date(),
}


@router.get("/{int:item_id}/price", operation_id="price_of_item")
def read_price(
    request: Request,
    item_id: int,
    customer: str = "",
    price_list: str = "",
    unit: str = "",
    quantity: str = "",
    day: str = "",
) -> HttpResponse:
    """What one of it costs, for whom and how many, and why: the most specific price holds."""
    asked = _asked(request, ASKED)
    item = get_object_or_404(Item.objects.visible_to(request.user), pk=item_id)
    asked = {"day": localdate(), "quantity": Decimal(1)} | asked
    return json_answer(_priced(price_for(item, **asked)))


@router.get("/{int:item_id}/taxes", operation_id="taxes_of_item")
def read_taxes(
    request: Request,
    item_id: int,
    customer: str = "",
    billing: str = "",
    shipping: str = "",
    day: str = "",
) -> HttpResponse:
    """Which taxes are due on it, for a customer and the addresses of a document, and why."""
    asked = _asked(request, OF_TAX)
    item = get_object_or_404(Item.objects.visible_to(request.user), pk=item_id)
    return json_answer(_taxed(taxes_for(item=item, **{"day": localdate()} | asked)))


def _asked(request: Request, kinds: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a question as values; all that is wrong with them is told at once."""
    only(request, *kinds)
    names, found, wrong = Names(request.user), {}, {}
    for name, kind in kinds.items():
        try:
            if text := request.GET.get(name, ""):
                found[name] = kind.read(text, names)
        except Wrong as error:
            wrong[name] = error.message
    if wrong:
        raise Invalid(_("Please correct the marked fields."), **wrong)
    return found


def _priced(price: Price) -> dict[str, Any]:
    return {
        "rate": None if price.rate is None else f"{price.rate:.4f}",
        "currency": price.currency,
        "unit": price.unit.name,
        "price_list": price.price_list.name if price.price_list else None,
        "price": f"item_price:{price.row.pk}" if price.row else None,
        "why": price.why,
    }


def _taxed(found: Taxes) -> dict[str, Any]:
    names = ("name", "rate", "basis", "previous", "is_included")
    taxes = [{name: getattr(tax, name) for name in names} for tax in found.taxes]
    return {
        "template": found.template.name if found.template else None,
        "taxes": [tax | {"rate": f"{tax['rate']:.4f}"} for tax in taxes],
        "why": found.why,
    }
