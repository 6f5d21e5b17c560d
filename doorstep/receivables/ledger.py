"""Posting: the one way a row comes into the ledger. Works only inside an action."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from doorstep.kit.money import money
from doorstep.kit.naming import name_of
from doorstep.parties.models import Customer
from doorstep.receivables.models import Account, LedgerEntry


def post(
    customer: Customer,
    *,
    document: Any,
    kind: str,
    amount: Decimal,
    base_amount: Decimal,
    currency: str,
    day: date,
) -> LedgerEntry | None:
    """Write what the customer owes more (or less, if negative) for a document; nothing of nothing.

    The account is locked until the transaction ends. A document is posted once, by constraint.
    What goes off an account goes at the rate at which it came, so that nothing is left of
    nothing; the difference of rates is the books' matter.
    """
    if not amount:
        return None
    base_amount = _worth(account_of(customer, currency), amount, base_amount)
    _move(customer, currency, amount, base_amount)
    entry = LedgerEntry(
        customer=customer,
        date=day,
        kind=kind,
        currency=currency,
        amount=amount,
        base_amount=base_amount,
        document=name_of(document),
        number=document.number,
    )
    entry.save()
    return entry


def reverse(document: Any, *, day: date) -> LedgerEntry | None:
    """Write the opposite of what was posted for a document; once, by constraint."""
    name = name_of(document)
    first = LedgerEntry._base_manager.filter(document=name, reverses=None).first()
    if first is None:
        return None
    _move(first.customer, first.currency, -first.amount, -first.base_amount)
    entry = LedgerEntry(
        customer=first.customer,
        date=day,
        kind=first.kind,
        currency=first.currency,
        amount=-first.amount,
        base_amount=-first.base_amount,
        document=name,
        number=first.number,
        reverses=first,
    )
    entry.save()
    return entry


def account_of(customer: Customer, currency: str) -> Account:
    """The account, locked; made if there is none. Only inside an action."""
    rows = Account._base_manager.select_for_update()
    found = rows.filter(customer=customer, currency=currency).first()
    if found is None:
        Customer._base_manager.select_for_update(of=("self",)).get(pk=customer.pk)
        found = rows.filter(customer=customer, currency=currency).first()
    if found is None:
        found = Account(customer=customer, currency=currency)
        found.save()
    return found


def base_balance_of(customer: Customer) -> Decimal:
    """What a customer owes over all currencies, in the company's."""
    rows = Account._base_manager.filter(customer=customer)
    return rows.aggregate(total=Sum("base_balance"))["total"] or Decimal(0)


def balances_of(customer: Customer) -> dict[str, Decimal]:
    """What a customer owes, by currency."""
    rows = Account._base_manager.filter(customer=customer).order_by("currency")
    return dict(rows.values_list("currency", "balance"))


def _worth(account: Account, amount: Decimal, base: Decimal) -> Decimal:
    """An amount in the company's currency: as far as it settles, by what is settled."""
    balance = account.balance
    if not balance or (balance > 0) == (amount > 0) or not amount:
        return base
    off = min(abs(amount), abs(balance))
    settled = money(-account.base_balance * off / abs(balance))
    return settled + money(base * (abs(amount) - off) / abs(amount))


def _move(customer: Customer, currency: str, amount: Decimal, base: Decimal) -> None:
    account = account_of(customer, currency)
    account.balance += amount
    account.base_balance += base
    account.entries += 1
    account.save()
