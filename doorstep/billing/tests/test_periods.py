"""Closed periods: what is dated there is neither booked nor taken back."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils.timezone import localdate

from doorstep.billing.actions import cancel_invoice, cancel_payment, record_payment, submit_invoice
from doorstep.billing.models import Payment
from doorstep.billing.testing import make_sales_invoice, paid, submitted_invoice
from doorstep.parties.models import Customer
from doorstep.parties.testing import set_policy
from doorstep.receivables.models import LedgerEntry
from doorstep.receivables.refusals import PeriodClosed
from doorstep.selling.actions import cancel_order, submit_order
from doorstep.selling.testing import make_sales_order
from doorstep.users.access import Reach
from doorstep.users.models import User
from doorstep.users.testing import grant

TODAY = localdate()
THEN = TODAY - timedelta(30)


@pytest.fixture
def by(db):
    return User.system()


def close(day=THEN):
    set_policy(closed_until=day)


def test_nothing_is_booked_on_a_closed_day(by, customer):
    close()
    invoice = make_sales_invoice(customer=customer, date=THEN)

    with pytest.raises(PeriodClosed):
        submit_invoice(invoice, by=by)
    with pytest.raises(PeriodClosed):
        record_payment(Payment, by=by, customer=customer, amount=D(5), date=THEN)
    with pytest.raises(PeriodClosed):
        submit_order(make_sales_order(customer=customer, date=THEN), by=by)
    assert LedgerEntry.objects.count() == 0


def test_the_day_after_is_open(by, customer):
    close()

    day = THEN + timedelta(1)
    assert submit_invoice(make_sales_invoice(customer=customer, date=day), by=by).number


def test_what_was_booked_before_it_closed_is_not_taken_back(by):
    invoice = submitted_invoice(by=by, amount="100")
    payment = paid(invoice, "40", by=by)
    order = submit_order(make_sales_order(), by=by)
    close(TODAY)

    for cancel, document in ((cancel_payment, payment), (cancel_invoice, invoice)):
        with pytest.raises(PeriodClosed):
            cancel(document, by=by)
    with pytest.raises(PeriodClosed):
        cancel_order(order, by=by)


def test_a_role_may_book_there(alice, sales_rep):
    close(TODAY)
    grant(sales_rep, Customer, book_in_closed=Reach.NONE)
    with pytest.raises(PeriodClosed):
        submit_invoice(make_sales_invoice(owner=alice), by=alice)

    grant(sales_rep, Customer, book_in_closed=Reach.OWN)
    assert submit_invoice(make_sales_invoice(owner=alice), by=User.objects.get(pk=alice.pk)).number
