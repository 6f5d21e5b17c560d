"""What no change of the ledger may bring about, not even an undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict, Forbidden
from doorstep.kit.guards import Touched, guard
from doorstep.parties.models import CreditLimit, Customer
from doorstep.receivables.credit import APPROVES, approvers
from doorstep.receivables.ledger import base_balance_of
from doorstep.receivables.models import Account, LedgerEntry
from doorstep.receivables.refusals import CreditLimitBelowOutstanding, CurrencyMismatch
from doorstep.records.models import Company
from doorstep.users.access import may
from doorstep.users.models import User

MOVES_BY_MERGE = {"customer_id"}


@guard("receivables.ledgerentry")
def the_ledger_is_only_written_on(touched: Touched, by: User) -> None:
    """A row stays as it was written; only a merge of customers takes it along."""
    rows = touched["receivables.ledgerentry"]
    there = set(LedgerEntry._base_manager.filter(pk__in=rows).values_list("pk", flat=True))
    for pk, held in rows.items():
        if pk not in there or held.keys() - MOVES_BY_MERGE:
            raise Conflict(_("The ledger is only written on: reverse what was wrong."))


@guard("receivables.account", "receivables.ledgerentry")
def balances_are_the_sums_of_their_rows(touched: Touched, by: User) -> None:
    """A balance moves by what was written to the ledger, and by nothing else.

    Only what is new is added up; of customers that are merged, all rows are.
    """
    entries = touched.get(LedgerEntry._meta.label_lower, {})
    accounts = touched.get(Account._meta.label_lower, {})
    if any("customer_id" in held for held in (*entries.values(), *accounts.values())):
        is_so = _whole_sums(_customers(touched))
    else:
        is_so = _moved(accounts) == _written(entries)
    if not is_so:
        raise Conflict(_("An account has to be the sum of its ledger."))


def _moved(accounts: Any) -> dict[Any, Any]:
    """By how much the balances of customers moved, and by how many entries."""
    names = ("pk", "customer_id", "currency", "balance", "base_balance", "entries")
    found = {}
    for pk, customer, currency, *now in Account._base_manager.filter(pk__in=accounts).values_list(
        *names
    ):
        held = accounts[pk]
        before = [
            Decimal(held.get(name, 0 if not held else at))
            for name, at in zip(names[3:], now, strict=True)
        ]
        moved = tuple(at - was for at, was in zip(now, before, strict=True))
        if any(moved):
            found[customer, currency] = moved
    return found


def _written(entries: Any) -> dict[Any, Any]:
    rows = LedgerEntry._base_manager.filter(pk__in=entries).order_by()
    found = rows.values_list("customer_id", "currency").annotate(
        Sum("amount"), Sum("base_amount"), Count("pk")
    )
    return {(customer, currency): tuple(sums) for customer, currency, *sums in found}


def _whole_sums(customers: set[Any]) -> bool:
    rows = LedgerEntry._base_manager.filter(customer__in=customers).order_by()
    found = rows.values_list("customer_id", "currency").annotate(
        Sum("amount"), Sum("base_amount"), Count("pk")
    )
    sums = {(customer, currency): tuple(each) for customer, currency, *each in found}
    names = ("customer_id", "currency", "balance", "base_balance", "entries")
    held = Account._base_manager.filter(customer__in=customers).values_list(*names)
    nothing = (Decimal(0), Decimal(0), 0)
    there = {(row[0], row[1]): tuple(row[2:]) for row in held}
    return all(there.get(key, nothing) == sums.get(key, nothing) for key in {*there, *sums})


def _customers(touched: Touched) -> set[Any]:
    found: set[Any] = set()
    for model in (Account, LedgerEntry):
        rows = touched.get(model._meta.label_lower, {})
        found |= {held["customer_id"] for held in rows.values() if "customer_id" in held}
        now = model._base_manager.filter(pk__in=rows)
        found |= set(now.values_list("customer_id", flat=True))
    return found


@guard("parties.creditlimit")
def limits_hold_what_is_owed(touched: Touched, by: User) -> None:
    """A limit is not lowered below what the customer owes already (F89)."""
    rows = touched["parties.creditlimit"]
    now = CreditLimit._base_manager.filter(pk__in=rows).select_related("customer")
    before = _limits_before(rows, now)
    for row in now:
        held = before.get((row.customer_id, row.company))
        is_lower = row.amount and (not held or row.amount < held)
        is_said = not rows[row.pk] or "amount" in rows[row.pk]
        if is_lower and is_said and (owed := base_balance_of(row.customer)) > row.amount:
            amounts = {"owed": f"{owed:,.2f}", "limit": f"{row.amount:,.2f}"}
            says = _(
                "%(customer)s owes %(owed)s already: a limit of %(limit)s is below that. "
                "Collect what is owed first."
            )
            raise CreditLimitBelowOutstanding(says % (amounts | {"customer": row.customer}))


@guard("parties.creditlimit")
def limits_are_set_by_who_may_exceed_them(touched: Touched, by: User) -> None:
    """How much a customer may owe is not for everybody who may edit them (reference 7).

    A merge that takes limits along, and a customer that goes with its limits, set none.
    """
    rows = touched["parties.creditlimit"]
    now = dict(CreditLimit._base_manager.filter(pk__in=rows).values_list("pk", "customer_id"))
    set_for = {
        now.get(pk, held.get("customer_id"))
        for pk, held in rows.items()
        if held.keys() != {"customer_id"}
    }
    for customer in Customer._base_manager.filter(pk__in=set_for):
        if not may(by, APPROVES, customer):
            names = {"customer": customer, "who": ", ".join(approvers()) or _("nobody")}
            says = _("You may not set what %(customer)s may owe. These roles may: %(who)s.")
            raise Forbidden(says % names)


def _limits_before(
    rows: Mapping[int, dict[str, Any]], now: Iterable[CreditLimit]
) -> dict[tuple[int, str], Decimal]:
    """The amounts that held: of rows that were changed, and of those that were replaced."""
    found = {
        (held["customer_id"], held["company"]): Decimal(held["amount"])
        for held in rows.values()
        if held.keys() >= {"customer_id", "company", "amount"}
    }
    for row in now:
        if "amount" in (held := rows[row.pk]):
            found[row.customer_id, row.company] = Decimal(held["amount"])
    return found


@guard("parties.customer")
def who_owes_keeps_the_currency(touched: Touched, by: User) -> None:
    """A customer with a ledger is not billed in another currency from then on (F94)."""
    changed = [pk for pk, held in touched["parties.customer"].items() if "currency" in held]
    if not changed:
        return
    own = Company.current().currency
    for customer in Customer._base_manager.filter(pk__in=changed):
        wanted = customer.currency or own
        others = Account._base_manager.filter(customer=customer, entries__gt=0)
        other = others.exclude(currency=wanted).order_by("pk").first()
        if other:
            names = {"customer": customer, "currency": other.currency, "wanted": wanted}
            says = _(
                "%(customer)s has been invoiced in %(currency)s: the currency cannot become "
                "%(wanted)s. Make another customer for that."
            )
            raise CurrencyMismatch(says % names)
