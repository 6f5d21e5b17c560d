"""What an item costs whom, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from doorstep.catalog.models import Item, PriceList, UnitOfMeasure
from doorstep.catalog.queries import factors_of_many
from doorstep.catalog.refusals import NoSuchUnit
from doorstep.parties.models import Customer
from doorstep.parties.terms import price_list_of
from doorstep.pricing.choosing import Candidate, Chosen, choose
from doorstep.pricing.models import ItemPrice


@dataclass(frozen=True)
class Price:
    """What one of a unit costs; nothing where no price holds. ``why`` says it in sentences."""

    rate: Decimal | None
    currency: str
    unit: UnitOfMeasure
    price_list: PriceList | None
    why: tuple[str, ...]
    row: ItemPrice | None = None
    base: ItemPrice | None = None


@dataclass(frozen=True)
class Ask:
    """So many of a unit of an item; without one of the item's own."""

    item: Item
    quantity: Decimal = Decimal(1)
    unit: UnitOfMeasure | None = None


def price_for(
    item: Item,
    *,
    day: date,
    customer: Customer | None = None,
    price_list: PriceList | None = None,
    quantity: Decimal = Decimal(1),
    unit: UnitOfMeasure | None = None,
) -> Price:
    """The price of the most specific row that holds: always the same for the same question.

    Prices decide for everybody alike, so it is not asked who may see them; whoever shows the
    answer has asked for item and customer before.
    """
    ask = Ask(item, quantity, unit)
    return prices_for([ask], day=day, customer=customer, price_list=price_list)[0]


def prices_for(
    asks: Sequence[Ask],
    *,
    day: date,
    customer: Customer | None = None,
    price_list: PriceList | None = None,
) -> list[Price]:
    """The same for many at once: as many queries for a hundred items as for one."""
    prices = price_list or price_list_of(customer)
    currency = prices.money if prices else ""
    items = {ask.item.pk: ask.item for ask in asks}
    factors = factors_of_many(items.values())
    problem = _problem_of(prices, day)
    known: dict[int, dict[int, ItemPrice]] = {}
    if prices is not None and not problem:
        for row in _rows(items, prices, customer, day):
            known.setdefault(row.item_id, {})[row.pk] = row
    found = []
    for ask in asks:
        unit, held = ask.unit or ask.item.unit, factors[ask.item.pk]
        if unit.pk not in held:
            names = {"item": ask.item, "unit": unit}
            says = _("“%(item)s” is not sold by the %(unit)s.") % names
            raise NoSuchUnit(says, unit=says)
        if prices is None or problem:
            found.append(Price(None, currency, unit, prices, (problem,)))
            continue
        rows = known.get(ask.item.pk, {})
        found.append(_price(prices, currency, rows, held, unit, ask.quantity))
    return found


def _price(
    prices: PriceList,
    currency: str,
    rows: Mapping[int, ItemPrice],
    factors: Mapping[int, Decimal],
    unit: UnitOfMeasure,
    quantity: Decimal,
) -> Price:
    found = list(_candidates(rows, factors, unit, quantity * factors[unit.pk]))
    chosen = choose(found)
    if chosen is None:
        says = _("“%(list)s” has no price for this item.") % {"list": prices}
        return Price(None, currency, unit, prices, (says,))
    why = (*_reasons(chosen, rows, prices, currency, unit), *_passed_over(chosen, found))
    row, base = rows[chosen.winner.pk], rows[chosen.base.pk] if chosen.base else None
    return Price(chosen.rate, currency, unit, prices, why, row, base)


def _problem_of(prices: PriceList | None, day: date) -> str:
    if prices is None:
        return _("There is no price list to look in.")
    begins, ends = prices.valid_from or day, prices.valid_until or day
    if prices.disabled or not prices.is_selling:
        return _("Nothing is sold by “%s”.") % prices
    return "" if begins <= day <= ends else _("“%s” does not hold on this day.") % prices


def _rows(
    items: Iterable[int], prices: PriceList, customer: Customer | None, day: date
) -> Iterator[ItemPrice]:
    rows = ItemPrice._base_manager.filter(
        Q(customer=None) | Q(customer=customer),
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_until=None) | Q(valid_until__gte=day),
        item__in=list(items),
        price_list=prices,
    )
    yield from rows.select_related("unit", "customer")


def _candidates(
    rows: Mapping[int, ItemPrice],
    factors: Mapping[int, Decimal],
    unit: UnitOfMeasure,
    wanted: Decimal,
) -> Iterator[Candidate]:
    """The rows that hold for so many of the item's own unit, priced for one of the asked."""
    for row in rows.values():
        size = factors.get(row.unit_id)
        if size is None or row.from_quantity * size > wanted:
            continue
        rate = None if row.rate is None else row.rate * factors[unit.pk] / size
        yield Candidate(
            pk=row.pk,
            is_own=row.customer_id is not None,
            is_in_unit=row.unit_id == unit.pk,
            from_quantity=row.from_quantity * size,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            rate=rate,
            discount=row.discount,
        )


def _reasons(
    chosen: Chosen,
    rows: Mapping[int, ItemPrice],
    prices: PriceList,
    currency: str,
    unit: UnitOfMeasure,
) -> Iterator[str]:
    row = rows[chosen.winner.pk]
    names = {
        "amount": f"{chosen.rate.normalize():f}",
        "currency": currency,
        "unit": unit,
        "list": prices,
        "row": f"item_price:{row.pk}",
    }
    yield _("%(amount)s %(currency)s for a %(unit)s, by %(row)s on “%(list)s”.") % names
    if chosen.base:
        usual = f"{(chosen.base.rate or Decimal(0)).normalize():f}"
        says = _("%(percent)s %% off the usual %(amount)s, which item_price:%(base)s says.")
        yield says % {
            "percent": f"{(row.discount or Decimal(0)).normalize():f}",
            "amount": usual,
            "base": chosen.base.pk,
        }
    yield from _limits(row)
    if row.unit_id != unit.pk:
        yield _("Said of a %s, and converted.") % row.unit


def _limits(row: ItemPrice) -> Iterator[str]:
    if row.customer:
        yield _("Made for %s.") % row.customer
    if row.from_quantity:
        names = {"quantity": f"{row.from_quantity.normalize():f}", "unit": row.unit}
        yield _("From %(quantity)s %(unit)s on.") % names
    if row.valid_from:
        yield _("Valid from %s.") % date_format(row.valid_from)
    if row.valid_until:
        yield _("Valid until %s.") % date_format(row.valid_until)


def _passed_over(chosen: Chosen, found: list[Candidate]) -> Iterator[str]:
    """Those that hold as well, and say less of what was asked."""
    used = {chosen.winner.pk, chosen.base.pk if chosen.base else 0}
    others = sorted(each.pk for each in found if each.pk not in used)
    if others:
        yield _("Less specific: %s.") % ", ".join(f"item_price:{pk}" for pk in others[:10])
