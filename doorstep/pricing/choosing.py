"""Which of several prices holds, on plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from doorstep.kit.money import money

PLACES = Decimal("0.0001")  # a price for one has more than cents: screws are sold by the thousand


@dataclass(frozen=True)
class Candidate:
    """A price that could hold: of the asked item and list, valid that day, for no more than the
    asked quantity. ``rate`` is for one of the asked unit; a candidate has one or a discount."""

    pk: int
    is_own: bool = False  # made for this customer
    is_in_unit: bool = True  # said of the asked unit
    from_quantity: Decimal = Decimal(0)  # in the item's own unit
    valid_from: date | None = None
    valid_until: date | None = None
    rate: Decimal | None = None
    discount: Decimal | None = None

    @property
    def weight(self) -> tuple[bool, bool, Decimal, date, int, int]:
        """How exactly it speaks of what is asked: the heavier one holds, and no two are equal."""
        ends = (self.valid_until or date.max).toordinal()
        begins = self.valid_from or date.min
        return self.is_own, self.is_in_unit, self.from_quantity, begins, -ends, -self.pk


@dataclass(frozen=True)
class Chosen:
    """The price that holds; ``base`` is the one that it takes its discount off."""

    winner: Candidate
    rate: Decimal
    base: Candidate | None = None


def choose(candidates: Iterable[Candidate]) -> Chosen | None:
    """The most specific: of the customer before those of all, of the unit before converted ones,
    of the larger quantity, then the one that began last."""
    heaviest = sorted(candidates, key=lambda each: each.weight, reverse=True)
    amounts = [each for each in heaviest if each.rate is not None]
    if not amounts:
        return None
    winner, base = heaviest[0], amounts[0]
    if winner.rate is not None:
        return Chosen(winner, money(winner.rate, PLACES))
    rate = (base.rate or Decimal(0)) * (100 - (winner.discount or Decimal(0))) / 100
    return Chosen(winner, money(rate, PLACES), base)
