"""What opportunities come to: each sum is one grouped query, in the company's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum

from doorstep.kit.money import money
from doorstep.pipeline.models.opportunity import company_currency

WHOLE = DecimalField(max_digits=24, decimal_places=2)


@dataclass
class Amounts:
    """``foreign``: how many came from another currency; ``unrated``: of those, how many are in no
    sum, for nobody knows a rate.
    """

    count: int = 0
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)
    foreign: int = 0
    unrated: int = 0

    @property
    def whole(self) -> Decimal:
        """Without cents, as pages show sums."""
        return money(self.amount, Decimal(1))

    @property
    def likely(self) -> Decimal:
        """The weighted amount without cents."""
        return money(self.weighted, Decimal(1))

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.count + other.count,
            self.amount + other.amount,
            self.weighted + other.weighted,
            self.foreign + other.foreign,
            self.unrated + other.unrated,
        )


def summed(
    found: QuerySet[Any], *groups: str, **said: Any
) -> list[tuple[dict[str, Any], Amounts]]:
    """By each group of values what there is in it: one walk over the rows."""
    abroad = ~Q(currency=company_currency())
    rows = found.order_by().annotate(**said).values(*groups)
    rows = rows.annotate(
        n=Count("pk"),
        total=Sum("base_amount"),
        chances=Sum(F("base_amount") * F("probability"), output_field=WHOLE),
        foreign=Count("pk", filter=abroad),
        unrated=Count("pk", filter=abroad & Q(base_amount=None)),
    )
    return [({name: row[name] for name in groups}, _amounts(row)) for row in rows]


def _amounts(row: dict[str, Any]) -> Amounts:
    total, chances = row["total"] or Decimal(0), row["chances"] or Decimal(0)
    return Amounts(row["n"], money(total), money(chances / 100), row["foreign"], row["unrated"])


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(day: date, count: int = 1) -> date:
    """The first day of the month so many later; earlier ones have negative counts."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def month_end(day: date) -> date:
    return next_month(day) - timedelta(days=1)
