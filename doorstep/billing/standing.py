"""What facts make of the status of an invoice: pure, no database (reference 16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from doorstep.billing.models.invoice import SalesInvoice

ZERO = Decimal(0)
Status = SalesInvoice.Status


@dataclass(frozen=True)
class PartStanding:
    """One part of an invoice: how much of it is settled, and how many days it is late."""

    due_on: date
    amount: Decimal
    settled: Decimal
    late_days: int

    @property
    def open(self) -> Decimal:
        return self.amount - self.settled

    @property
    def status(self) -> str:
        if not self.open:
            return Status.PAID
        if self.late_days:
            return Status.OVERDUE
        return Status.PARTLY_PAID if self.settled else Status.UNPAID

    @property
    def status_label(self) -> str:
        return str(Status(self.status).label)


def invoice_standing(
    *,
    total: Decimal,
    paid: Decimal,
    credited: Decimal,
    schedule: Iterable[tuple[date, Decimal]],
    today: date,
) -> str:
    """``schedule`` is when how much is due. Overdue: less is settled than was due before today."""
    settled = paid + credited
    if total and credited >= total:
        return Status.CREDITED
    if settled >= total:
        return Status.PAID
    due = sum((amount for day, amount in schedule if day < today), ZERO)
    if settled < due:
        return Status.OVERDUE
    return Status.PARTLY_PAID if settled else Status.UNPAID


def parts_standing(
    schedule: Iterable[tuple[date, Decimal]], settled: Decimal, today: date
) -> list[PartStanding]:
    """What was settled goes to the parts in the order of their days."""
    found = []
    for due_on, amount in sorted(schedule):
        share = min(settled, amount)
        settled -= share
        late = (today - due_on).days if share < amount else 0
        found.append(PartStanding(due_on, amount, share, max(late, 0)))
    return found
