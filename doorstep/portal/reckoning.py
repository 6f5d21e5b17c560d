"""What is in a cart as it is shown and ordered: prices, taxes and totals of the house.

Totals come from the reckoning of documents, on a quotation that is never saved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.timezone import localdate

from doorstep.documents.reckoning import less_of, reckon, written_amount
from doorstep.kit.errors import Refusal
from doorstep.parties.models import Address, Customer
from doorstep.portal.models import Cart, CartLine, ShopItem, shop_policy
from doorstep.pricing.prices import Ask, prices_for
from doorstep.pricing.taxes import templates_for
from doorstep.records.models import Company
from doorstep.selling.models import Quotation, QuotationLine
from doorstep.selling.redeeming import check_coupon, coupon_of, take_off


@dataclass
class Row:
    """A line of a cart: what it shows as, what one costs, and whether it can be had."""

    line: CartLine
    shown: ShopItem | None
    rate: Decimal | None
    net: Decimal = Decimal(0)

    @property
    def title(self) -> str:
        return self.shown.title if self.shown else self.line.item.name

    @property
    def is_short(self) -> bool:
        """More are wanted than there are."""
        stock = self.shown.in_stock if self.shown else None
        return stock is not None and self.line.quantity > stock

    @property
    def can_be_had(self) -> bool:
        return self.shown is not None and self.rate is not None and not self.is_short

    @property
    def was(self) -> Decimal | None:
        """What it cost when it was put there, if it costs something else now."""
        seen = self.line.rate_seen
        return seen if seen is not None and self.rate is not None and seen != self.rate else None


@dataclass
class Filled:
    """A cart with prices and totals."""

    cart: Cart | None
    rows: list[Row] = field(default_factory=list)
    document: Quotation = field(default_factory=Quotation)
    coupon_refusal: Refusal | None = None  # why the code that was typed takes nothing off

    @property
    def count(self) -> int:
        return sum(row.line.quantity for row in self.rows)

    @property
    def less(self) -> Decimal:
        """What a coupon takes off."""
        return less_of(self.document, sum((row.net for row in self.rows), Decimal(0)))

    @cached_property
    def is_ready(self) -> bool:
        """Whether all of it can be ordered as it is."""
        return bool(self.rows) and all(row.can_be_had for row in self.rows)

    @cached_property
    def is_goods(self) -> bool:
        """Whether anything has to be brought somewhere."""
        return not all(row.line.item.is_service for row in self.rows)


def filled(
    cart: Cart | None,
    *,
    customer: Customer | None = None,
    billing: Address | None = None,
    shipping: Address | None = None,
) -> Filled:
    """A cart as it is now, in a fixed number of queries."""
    if cart is None:
        return Filled(None)
    lines = list(cart.lines.select_related("item__unit", "item__tax_template"))
    items = [line.item_id for line in lines]
    published = ShopItem.objects.published().filter(item__in=items)
    shown = {each.item_id: each for each in published}
    listed = shop_policy().price_list_for(customer)
    found = prices_for(
        [Ask(line.item, Decimal(line.quantity)) for line in lines],
        day=localdate(),
        customer=customer,
        price_list=listed,
    )
    rows = [
        Row(line, shown.get(line.item_id), price.rate)
        for line, price in zip(lines, found, strict=True)
    ]
    whole = Filled(cart, rows)
    money = listed.money if listed else Company.current().currency
    whole.document = Quotation(currency=money, customer=customer)
    _reckon(whole, billing, shipping)
    return whole


def _reckon(whole: Filled, billing: Address | None, shipping: Address | None) -> None:
    document, customer = whole.document, whole.document.customer
    templates = templates_for(
        [row.line.item for row in whole.rows],
        day=localdate(),
        customer=customer,
        billing=billing,
        shipping=shipping,
    )
    drawn = [
        QuotationLine(
            position=place,
            item=row.line.item,
            quantity=Decimal(row.line.quantity),
            rate=row.rate or Decimal(0),
            tax_template=template,
        )
        for place, (row, template) in enumerate(zip(whole.rows, templates, strict=True), start=1)
    ]
    if whole.cart and whole.cart.coupon and drawn:
        try:
            coupon = coupon_of(whole.cart.coupon)
            check_coupon(coupon, document, drawn)
            take_off(document, coupon, drawn)
        except Refusal as refusal:
            whole.coupon_refusal = refusal
    for row, line in zip(whole.rows, drawn, strict=True):
        row.net = written_amount(document, [line])
    reckon(document, drawn)


def note_rates(whole: Filled) -> None:
    """What each costs now is what was seen: told once."""
    changed = [
        row for row in whole.rows if row.rate is not None and row.line.rate_seen != row.rate
    ]
    for row in changed:
        row.line.rate_seen = row.rate
    CartLine.objects.bulk_update([row.line for row in changed], ["rate_seen"])
