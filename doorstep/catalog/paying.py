"""When parts of an amount are due, on plain values."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from doorstep.kit.money import CENT, money


class Due:
    """How a day is found from that of the invoice."""

    DAYS = "DAYS"
    DAYS_AFTER_MONTH = "DAYS_AFTER_MONTH"
    MONTHS_AFTER_MONTH = "MONTHS_AFTER_MONTH"


@dataclass(frozen=True)
class Portion:
    """``percent`` of the whole; ``count`` days or months, as ``due`` says."""

    percent: Decimal = Decimal(100)
    count: int = 0
    due: str = Due.DAYS
    discount: Decimal = Decimal(0)
    discount_days: int = 0


@dataclass(frozen=True)
class Payment:
    """What is to be paid by when; ``less`` of it if it is paid by ``early_on``."""

    due_on: date
    amount: Decimal
    early_on: date | None = None
    less: Decimal = Decimal(0)


def due_on(day: date, portions: Sequence[Portion]) -> date:
    """The day by which all is paid. Each part counts from the invoice, none from another part."""
    return max((day_of(day, each) for each in portions), default=day)


def schedule(
    total: Decimal, day: date, portions: Sequence[Portion], unit: Decimal = CENT
) -> list[Payment]:
    """The parts of a total in the order of their days; what rounding leaves is in the last."""
    parts = sorted(portions or [Portion()], key=lambda each: day_of(day, each))
    amounts = [money(total * each.percent / 100, unit) for each in parts[:-1]]
    amounts.append(total - sum(amounts, Decimal(0)))
    return [_payment(day, each, amount, unit) for each, amount in zip(parts, amounts, strict=True)]


def day_of(day: date, portion: Portion) -> date:
    """When one part is due."""
    if portion.due == Due.DAYS:
        return day + timedelta(days=portion.count)
    if portion.due == Due.DAYS_AFTER_MONTH:
        return _month_end(day) + timedelta(days=portion.count)
    return _month_end(day, portion.count)


def _payment(day: date, portion: Portion, amount: Decimal, unit: Decimal) -> Payment:
    if not portion.discount:
        return Payment(day_of(day, portion), amount)
    less = money(amount * portion.discount / 100, unit)
    return Payment(day_of(day, portion), amount, day + timedelta(portion.discount_days), less)


def _month_end(day: date, months: int = 0) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
