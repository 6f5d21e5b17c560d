"""Percents and colours of the bars that show what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

LOOKS = {"due": "3", "30": "danger", "60": "danger", "older": "older"}


def shares_of(by_age: Mapping[str, Decimal], of: int = 100) -> list[tuple[int, str]]:
    """What is owed by its age, as parts of a bar that is ``of`` percent long."""
    return parts([(amount, LOOKS[age]) for age, amount in by_age.items()], of)


def parts(amounts: Iterable[tuple[Decimal, str]], of: int = 100) -> list[tuple[int, str]]:
    """Whole percents that add up; nothing has no part, and what there is has at least one."""
    there = [(amount, look) for amount, look in amounts if amount > 0]
    whole = sum((amount for amount, _look in there), Decimal(0))
    found = [(max(int(amount * of / whole), 1), look) for amount, look in there]
    if found:
        largest = max(range(len(found)), key=lambda at: found[at][0])
        rest = max(of, len(found)) - sum(percent for percent, _look in found)
        found[largest] = (max(found[largest][0] + rest, 1), found[largest][1])
    return found
