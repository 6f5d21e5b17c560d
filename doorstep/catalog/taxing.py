"""What taxes come to, on plain values.

Taxes stand in an order. Each is so much of the net amount, of an earlier tax, or of the total up
to one; or so much a unit, or a document. What is included in the price is taken out of it first.
Each amount is rounded once; one that is reckoned from another takes it rounded, as by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from doorstep.kit.money import CENT, money

ZERO = Decimal(0)


class Basis:
    """What a rate is a rate of."""

    NET = "NET"
    PREVIOUS_AMOUNT = "PREVIOUS_AMOUNT"
    PREVIOUS_TOTAL = "PREVIOUS_TOTAL"
    QUANTITY = "QUANTITY"
    ACTUAL = "ACTUAL"


PREVIOUS = (Basis.PREVIOUS_AMOUNT, Basis.PREVIOUS_TOTAL)


@dataclass(frozen=True)
class Tax:
    """``previous`` is the place of an earlier tax, counted from 1."""

    name: str
    rate: Decimal
    basis: str = Basis.NET
    previous: int = 0
    is_included: bool = False


@dataclass(frozen=True)
class Taxed:
    """A net amount, and each tax on it in the order of the taxes."""

    net: Decimal
    taxes: tuple[Decimal, ...] = ()

    @property
    def tax(self) -> Decimal:
        return sum(self.taxes, ZERO)

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


def taxed(
    amount: Decimal, taxes: Sequence[Tax], quantity: Decimal = ZERO, unit: Decimal = CENT
) -> Taxed:
    """What is due on an amount of so many units, as it stands in the lines of a document.

    With included taxes, net and those taxes add up to the amount to the cent: what rounding
    leaves is in the last of them.
    """
    net = _net_of(amount, taxes, quantity, unit)
    last = max((at for at, tax in enumerate(taxes) if tax.is_included), default=-1)
    found: list[Decimal] = []
    for at, tax in enumerate(taxes):
        due = money(_share(tax, net, found, quantity), unit)
        found.append(amount - net - _inside(taxes, found) if at == last else due)
    return Taxed(net, tuple(found))


def problem_of(taxes: Sequence[Tax]) -> str:
    """Why they cannot stand so: a short word, or nothing."""
    for place, tax in enumerate(taxes, start=1):
        if tax.is_included and tax.basis == Basis.ACTUAL:
            return "actual_included"
        if tax.basis not in PREVIOUS:
            continue
        if place == 1:
            return "first_refers"
        if not 0 < tax.previous < place:
            return "refers_forward"
        if tax.is_included and not _stands_on_included(tax, taxes):
            return "included_on_excluded"
    return ""


def _inside(taxes: Sequence[Tax], found: Sequence[Decimal]) -> Decimal:
    """What of the taxes found so far is in the price."""
    pairs = zip(taxes, found, strict=False)
    return sum((due for tax, due in pairs if tax.is_included), ZERO)


def _stands_on_included(tax: Tax, taxes: Sequence[Tax]) -> bool:
    """What an included tax is reckoned from is in the price as well."""
    if tax.basis == Basis.PREVIOUS_AMOUNT:
        return taxes[tax.previous - 1].is_included
    return all(each.is_included for each in taxes[: tax.previous])


def _share(tax: Tax, net: Decimal, before: Sequence[Decimal], quantity: Decimal) -> Decimal:
    if tax.basis == Basis.QUANTITY:
        return tax.rate * quantity
    if tax.basis == Basis.ACTUAL:
        return tax.rate
    base = net
    if tax.basis == Basis.PREVIOUS_AMOUNT:
        base = before[tax.previous - 1]
    elif tax.basis == Basis.PREVIOUS_TOTAL:
        base = net + sum(before[: tax.previous], ZERO)
    return base * tax.rate / 100


def _net_of(amount: Decimal, taxes: Sequence[Tax], quantity: Decimal, unit: Decimal) -> Decimal:
    """Every tax is a·net + b; so the amount is net·(1 + the included a) + the included b."""
    if not any(tax.is_included for tax in taxes):
        return money(amount, unit)
    shares: list[tuple[Decimal, Decimal]] = []
    for tax in taxes:
        fixed = _share(tax, ZERO, [b for _a, b in shares], quantity)
        growing = _share(tax, Decimal(1), [a for a, _b in shares], ZERO)
        is_fixed = tax.basis in (Basis.QUANTITY, Basis.ACTUAL)
        shares.append((ZERO if is_fixed else growing, fixed))
    inside = [share for tax, share in zip(taxes, shares, strict=True) if tax.is_included]
    growth = 1 + sum((a for a, _b in inside), ZERO)
    return money((amount - sum((b for _a, b in inside), ZERO)) / growth, unit)
