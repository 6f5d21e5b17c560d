"""The ledger is only written on, and balances are its sums: whatever somebody tries."""

from decimal import Decimal as D

import pytest

from doorstep.billing.models import Allocation, Payment, SalesInvoice
from doorstep.billing.testing import paid, submitted_invoice
from doorstep.history.action import ACTIONS, action
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Refusal
from doorstep.parties.models import Customer
from doorstep.receivables.models import Account, LedgerEntry
from doorstep.users.models import User


@pytest.fixture
def meddle(ada, customer):
    """An action that writes whatever it is told to."""

    @action("customer.meddled_with", verb="edit", label="Meddle")
    def meddle_with(customer: Customer, *, by: User, how: object) -> Customer:
        how()
        return customer

    yield lambda how: meddle_with(customer, by=ada, how=how)
    del ACTIONS["customer.meddled_with"]


def books():
    models = (LedgerEntry, Account, SalesInvoice, Payment, Allocation)
    return [list(model._base_manager.order_by("pk").values()) for model in models]


TRIES = {
    "a row of the ledger changed": lambda: LedgerEntry.objects.update(amount=D(1)),
    "a row of the ledger deleted": lambda: LedgerEntry.objects.all().delete(),
    "a row taken out of its place": lambda: LedgerEntry.objects.update(number="X"),
    "a balance set": lambda: Account.objects.update(balance=D(0)),
    "an account deleted": lambda: Account.objects.all().delete(),
    "an invoice made smaller": lambda: SalesInvoice.objects.update(grand_total=D(1)),
    "an invoice deleted": lambda: SalesInvoice.objects.all().delete(),
    "a payment made larger": lambda: Payment.objects.update(amount=D(500)),
    "a payment deleted": lambda: Payment.objects.all().delete(),
    "an entry slipped in": lambda: LedgerEntry(
        customer=Customer.objects.get(name="Hotel Alderwick"),
        date=LedgerEntry.objects.first().date,
        kind="PAYMENT",
        currency="EUR",
        amount=D(-40),
        base_amount=D(-40),
        document="payment:999",
        number="PAY-X",
    ).save(),
}


@pytest.mark.parametrize("name", TRIES)
def test_no_action_meddles_with_the_books(name, meddle, ada, customer):
    paid(submitted_invoice(by=ada, customer=customer, amount="100"), "60", by=ada)
    before = books()

    with pytest.raises(Refusal):
        meddle(TRIES[name])

    assert books() == before


def test_no_undo_takes_the_books_back(ada, customer):
    paid(submitted_invoice(by=ada, customer=customer, amount="100"), "60", by=ada)
    before = books()

    for event in Event.objects.filter(name__in=("sales_invoice.submitted", "payment.created")):
        with pytest.raises(Conflict):
            undo(event, by=ada)

    assert books() == before
