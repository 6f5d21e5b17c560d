"""What sending costs, on plain values: which step holds, and where a rule goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from doorstep.kit.normal.countries import country_code


class Basis:
    """What the steps of a rule are steps of."""

    FIXED = "FIXED"
    NET = "NET"
    WEIGHT = "WEIGHT"


@dataclass(frozen=True)
class Step:
    """From ``starts`` on and below ``ends``; without an end, up to anything."""

    starts: Decimal
    ends: Decimal | None
    amount: Decimal


def cost_of(steps: Sequence[Step], *, basis: str, net: Decimal, weight: Decimal) -> Decimal | None:
    """What it costs; None where no step holds."""
    if basis == Basis.FIXED:
        return steps[0].amount if steps else None
    measured = net if basis == Basis.NET else weight
    for step in steps:
        if step.starts <= measured and (step.ends is None or measured < step.ends):
            return step.amount
    return None


def do_overlap(steps: Iterable[Step]) -> bool:
    """Whether two steps hold for one value; of steps without an end only the last is none."""
    ordered = sorted(steps, key=lambda step: step.starts)
    pairs = pairwise(ordered)
    return any(step.ends is None or step.ends > after.starts for step, after in pairs)


def country_codes(text: str) -> tuple[list[str], list[str]]:
    """The countries of a list as codes, and what is none."""
    said = [each.strip() for each in text.replace(";", ",").split(",") if each.strip()]
    found = {each: country_code(each) for each in said}
    codes = dict.fromkeys(code for code in found.values() if code)
    return list(codes), [each for each in said if not found[each]]
