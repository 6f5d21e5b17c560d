"""A customer's statement of account: what was owed, what moved, what is owed. The ledger, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from doorstep.parties.models import Customer
from doorstep.receivables.models import LedgerEntry

ZERO = Decimal(0)
MOST = 2000  # rows of one statement; a longer one is asked for in parts


@dataclass(frozen=True)
class Movement:
    """One row of the ledger and what was owed after it."""

    on: date
    kind: str
    what: str
    document: str
    number: str
    debit: Decimal
    credit: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Statement:
    """In one currency, from one day to another, both included."""

    customer: Customer
    currency: str
    since: date
    until: date
    opening: Decimal
    movements: tuple[Movement, ...]
    is_cut: bool = False

    @property
    def debit(self) -> Decimal:
        return sum((each.debit for each in self.movements), ZERO)

    @property
    def credit(self) -> Decimal:
        return sum((each.credit for each in self.movements), ZERO)

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit

    def count(self, kind: str) -> int:
        return sum(each.kind == kind for each in self.movements)


def statement_of(customer: Customer, currency: str, since: date, until: date) -> Statement:
    """Two queries, however long the account is."""
    rows = LedgerEntry._base_manager.filter(customer=customer, currency=currency)
    before = rows.filter(date__lt=since).aggregate(sum=Sum("amount", default=ZERO))["sum"]
    within = rows.filter(date__gte=since, date__lte=until).order_by("date", "id")
    found = list(within[: MOST + 1])
    told = tuple(_movements(found[:MOST], before))
    return Statement(customer, currency, since, until, before, told, len(found) > MOST)


def currencies_of(customer: Customer) -> list[str]:
    """In which currencies there is an account; the one with the most rows first."""
    rows = customer.accounts.order_by("-entries", "currency")
    return list(rows.values_list("currency", flat=True))


def _movements(rows: list[LedgerEntry], balance: Decimal) -> Iterator[Movement]:
    for row in rows:
        balance += row.amount
        what = str(LedgerEntry.Kind(row.kind).label)
        if row.reverses_id:
            what = _("%s, taken back") % what
        yield Movement(
            on=row.date,
            kind=row.kind,
            what=what,
            document=row.document,
            number=row.number,
            debit=max(row.amount, ZERO),
            credit=max(-row.amount, ZERO),
            balance=balance,
        )
