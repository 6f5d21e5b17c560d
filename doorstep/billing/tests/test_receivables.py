"""Statements and ages: what is owed, since when, by whom."""

from datetime import timedelta
from decimal import Decimal as D

from django.utils.timezone import localdate

from doorstep.billing.actions import cancel_payment
from doorstep.billing.ageing import aged
from doorstep.billing.models import SalesInvoice
from doorstep.billing.testing import paid, submitted_invoice
from doorstep.catalog.testing import make_exchange_rate, make_terms
from doorstep.parties.testing import make_customer
from doorstep.receivables.ledger import base_balance_of
from doorstep.receivables.statement import statement_of

DAY = timedelta(days=1)
TODAY = localdate()


def dated(by, customer, days_late, amount, **fields):
    day = TODAY - days_late * DAY
    return submitted_invoice(
        by=by, customer=customer, amount=amount, date=day, due_on=day, **fields
    )


def test_a_statement_runs_from_what_was_owed_to_what_is(ada, customer):
    first = dated(ada, customer, 100, "50")
    second = dated(ada, customer, 20, "70")
    payment = paid(first, "50", by=ada)
    cancel_payment(payment, by=ada)

    told = statement_of(customer, "EUR", TODAY - 30 * DAY, TODAY)

    assert (told.opening, told.closing) == (D(50), D(120))
    assert [(each.number, each.balance) for each in told.movements] == [
        (second.number, D(120)),
        (payment.number, D(70)),
        (payment.number, D(120)),
    ]
    assert told.movements[-1].what == "Payment, taken back"
    earlier = statement_of(customer, "EUR", TODAY - 200 * DAY, TODAY - 50 * DAY)
    assert (earlier.opening, earlier.closing) == (D(0), D(50))


def test_what_is_owed_by_age_and_customer(ada, customer, django_assert_max_num_queries):
    other = make_customer(name="Tern Street Studios")
    terms = make_terms("In two", {"percent": 40, "count": 0}, {"percent": 60, "count": 60})
    dated(ada, customer, 0, "10")
    dated(ada, customer, 30, "20")
    dated(ada, customer, 31, "40")
    dated(ada, customer, 61, "80")
    day = TODAY - 5 * DAY
    submitted_invoice(by=ada, customer=other, amount="100", date=day, payment_terms=terms)
    dated(ada, other, 3, "100", currency="GBP", exchange_rate=D("1.2"))

    with django_assert_max_num_queries(8):
        found = aged(SalesInvoice.objects.all(), TODAY)

    rows = {row.name: row for row in found.rows}
    assert list(rows["Hotel Alderwick"].by_age.values()) == [D(10), D(20), D(40), D(80)]
    assert rows["Tern Street Studios"].by_age == {
        "due": D(60),
        "30": D(160),
        "60": D(0),
        "older": D(0),
    }
    assert rows["Tern Street Studios"].others == {"GBP": D(100)}
    assert (found.total, found.late, found.invoices) == (D(370), D(300), 6)


def test_an_account_that_is_settled_is_nothing_whatever_the_rates_were(ada, customer):
    """What goes off an account goes at the rate at which it came."""
    invoice = dated(ada, customer, 0, "100", currency="GBP", exchange_rate=D("1.2"))
    assert base_balance_of(customer) == D(120)
    make_exchange_rate(currency="GBP", to_currency="EUR", rate=D("1.3"))

    payment = paid(invoice, "100", by=ada)

    assert payment.base_amount == D(130)
    assert base_balance_of(customer) == D(0)
    cancel_payment(payment, by=ada)
    assert base_balance_of(customer) == D(120)
