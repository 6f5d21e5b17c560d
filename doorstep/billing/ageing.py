"""How old is what is owed: by customer, currency and days late, in one statement.

Parts of invoices fall due on days of their own, so the age is that of the part. What was settled
goes to the parts in the order of their days; where an invoice has one part, as most have, that
part is simply what is outstanding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Sum, Value, When

from doorstep.billing.models import InvoicePart, SalesInvoice
from doorstep.billing.standing import parts_standing
from doorstep.kit.money import money, unit_of
from doorstep.records.models import Company

ZERO = Decimal(0)
BUCKETS = ("due", "30", "60", "older")  # not due yet, up to 30 days late, up to 60, more
EDGES = {"30": 30, "60": 60}


@dataclass
class Aged:
    """What one customer owes, by age, in the company's currency; ``others`` are what in others."""

    customer: int
    name: str
    by_age: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(BUCKETS, ZERO))
    others: dict[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return sum(self.by_age.values(), ZERO)

    @property
    def late(self) -> Decimal:
        return self.total - self.by_age["due"]


@dataclass(frozen=True)
class Ageing:
    """Everybody who owes something, the largest sum first; figures over all of them."""

    rows: tuple[Aged, ...]
    invoices: int
    oldest: date | None

    @property
    def by_age(self) -> dict[str, Decimal]:
        return {age: sum((row.by_age[age] for row in self.rows), ZERO) for age in BUCKETS}

    @property
    def total(self) -> Decimal:
        return sum((row.total for row in self.rows), ZERO)

    @property
    def late(self) -> Decimal:
        return sum((row.late for row in self.rows), ZERO)


def age_of(due_on: date | None, today: date) -> str:
    """In which bucket a due day falls."""
    late = (today - due_on).days if due_on else 0
    if late <= 0:
        return "due"
    return next((name for name, days in EDGES.items() if late <= days), "older")


def aged(invoices: QuerySet[SalesInvoice], today: date) -> Ageing:
    """What is outstanding of these, as of ``today``. Amounts of other currencies are converted
    with the rate of their own invoice."""
    open_ones = invoices.filter(status__in=SalesInvoice.OPEN).order_by()
    several = _of_several_parts(open_ones)
    whole = open_ones.exclude(pk__in=several) if several else open_ones
    sums: dict[int, Aged] = {}
    own = Company.current().currency
    grouped = whole.annotate(age=_age(today)).values_list(
        "customer_id", "customer__name", "currency", "exchange_rate", "age"
    )
    for pk, name, currency, rate, age, amount in grouped.annotate(Sum("outstanding")):
        _add(sums, own, pk, name, currency, rate, {age: amount})
    for row in _in_parts(several, today):
        _add(sums, own, *row)
    found = open_ones.aggregate(count=Count("pk"), oldest=Min("due_on"))
    rows = tuple(sorted(sums.values(), key=lambda each: (-each.total, each.name)))
    return Ageing(rows, found["count"], found["oldest"])


def _age(today: date) -> Case:
    """The bucket of an invoice by its last due day, in SQL."""
    whens = [When(Q(due_on=None) | Q(due_on__gte=today), then=Value("due"))]
    whens += [
        When(due_on__gte=today - timedelta(days=days), then=Value(name))
        for name, days in EDGES.items()
    ]
    return Case(*whens, default=Value("older"), output_field=CharField())


def _of_several_parts(invoices: QuerySet[SalesInvoice]) -> list[int]:
    """Open invoices that are due in more than one part."""
    parts = InvoicePart._base_manager.filter(position=2, invoice__in=invoices.values("pk"))
    return list(parts.order_by().values_list("invoice_id", flat=True).distinct())


def _in_parts(invoices: Iterable[int], today: date) -> Iterable[tuple[Any, ...]]:
    schedules: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    heads: dict[int, tuple[Any, ...]] = {}
    wanted = list(invoices)
    rows = InvoicePart._base_manager.filter(invoice__in=wanted) if wanted else ()
    if not wanted:
        return
    names = ("customer_id", "customer__name", "currency", "exchange_rate")
    for pk, due_on, amount, settled, *head in rows.values_list(  # type: ignore[union-attr]
        "invoice_id",
        "due_on",
        "amount",
        F("invoice__paid_total") + F("invoice__credited_total"),
        *(f"invoice__{name}" for name in names),
    ):
        schedules[pk].append((due_on, amount))
        heads[pk] = (*head, settled)
    for pk, schedule in schedules.items():
        *head, settled = heads[pk]
        ages: dict[str, Decimal] = defaultdict(Decimal)
        for part in parts_standing(schedule, settled, today):
            ages[age_of(part.due_on, today)] += part.open
        yield (*head, ages)


def _add(
    sums: dict[int, Aged],
    own: str,
    pk: int,
    name: str,
    currency: str,
    rate: Decimal,
    ages: Mapping[str, Decimal],
) -> None:
    row = sums.setdefault(pk, Aged(pk, name))
    for age, amount in ages.items():
        is_own = currency == own
        row.by_age[age] += amount if is_own else money(amount * rate, unit_of(own))
        if not is_own:
            row.others[currency] = row.others.get(currency, ZERO) + amount
