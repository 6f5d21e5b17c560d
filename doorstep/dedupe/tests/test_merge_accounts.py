"""Customers that are merged owe together what each of them owed (F96)."""

from decimal import Decimal as D

import pytest

from doorstep.billing.models import SalesInvoice
from doorstep.billing.testing import paid, submitted_invoice
from doorstep.dedupe.records import merge_records
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict
from doorstep.parties.actions import update_customer
from doorstep.parties.models import Customer
from doorstep.parties.testing import make_customer
from doorstep.receivables.ledger import balances_of
from doorstep.receivables.models import Account, LedgerEntry
from doorstep.users.access import Reach
from doorstep.users.testing import make_role, make_user


@pytest.fixture
def ada(db):
    return make_user("ada@example.org", roles=[make_role("All", Reach.ALL)])


@pytest.fixture
def two(ada):
    first, second = (make_customer(name=name) for name in ("Oak", "Oak Ltd"))
    paid(submitted_invoice(by=ada, customer=first, amount="100"), "30", by=ada)
    submitted_invoice(by=ada, customer=second, amount="50")
    submitted_invoice(by=ada, customer=second, amount="9", currency="GBP", exchange_rate=D("1.2"))
    return first, second


def test_accounts_of_one_currency_become_one(two, ada):
    first, second = two

    kept = merge_records(first, by=ada, merge=[second])

    assert balances_of(kept) == {"EUR": D(120), "GBP": D(9)}
    euro = Account.objects.get(customer=kept, currency="EUR")
    assert (euro.entries, euro.base_balance) == (3, D(120))
    assert LedgerEntry.objects.filter(customer=kept).count() == 4
    assert set(SalesInvoice.objects.values_list("customer", flat=True)) == {kept.pk}


def test_a_merge_that_is_undone_gives_each_its_account_back(two, ada):
    first, second = two
    merge_records(first, by=ada, merge=[second])

    undo(Event.objects.latest("pk"), by=ada)

    assert balances_of(first) == {"EUR": D(70)}
    assert balances_of(Customer.objects.get(name="Oak Ltd")) == {"EUR": D(50), "GBP": D(9)}


def test_a_merge_is_not_undone_once_more_was_posted(two, ada):
    first, second = two
    merge_records(first, by=ada, merge=[second])
    merged = Event.objects.latest("pk")
    submitted_invoice(by=ada, customer=first, amount="1")

    with pytest.raises(Conflict):
        undo(merged, by=ada)

    assert balances_of(first) == {"EUR": D(121), "GBP": D(9)}


def test_a_customer_that_is_renamed_keeps_its_documents(two, ada):
    """F97."""
    first, _second = two

    update_customer(first, by=ada, name="Oak and Sons")

    assert balances_of(first) == {"EUR": D(70)}
    assert SalesInvoice.objects.get(customer=first).customer.name == "Oak and Sons"
