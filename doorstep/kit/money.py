"""Amounts of money: how they are rounded, and how one is shared out. Decimal, never float.

There is one rule: half a unit goes away from zero, and an amount is rounded once, where it comes
to be. Sums add up what was rounded; whoever shares an amount out gives the rest to the largest
part, so that the parts always make the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from doorstep.kit.normal.currencies import places_of

CENT = Decimal("0.01")


def money(amount: Decimal, unit: Decimal = CENT) -> Decimal:
    """Rounded to whole units: 2.675 is 2.68, and -2.675 is -2.68."""
    return amount.quantize(unit, ROUND_HALF_UP)


def unit_of(currency: str) -> Decimal:
    """The smallest amount of a currency: a cent of the euro, a whole yen."""
    return Decimal(1).scaleb(-places_of(currency))


def shared_out(amount: Decimal, weights: Sequence[Decimal], unit: Decimal = CENT) -> list[Decimal]:
    """An amount in parts as large as their weights say, which add up to it exactly."""
    whole = sum(weights, Decimal(0))
    if not weights or not whole:
        return [amount, *[Decimal(0)] * (len(weights) - 1)] if weights else []
    parts = [(amount * weight / whole).quantize(unit, ROUND_DOWN) for weight in weights]
    largest = max(range(len(weights)), key=lambda at: (abs(weights[at]), -at))
    parts[largest] += amount - sum(parts, Decimal(0))
    return parts
