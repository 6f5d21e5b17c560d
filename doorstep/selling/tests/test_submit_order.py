from decimal import Decimal as D

import pytest

from doorstep.history.journal import unrecorded
from doorstep.parties.models import CreditLimit, Customer
from doorstep.parties.testing import make_customer
from doorstep.receivables.credit import CreditLimitExceeded
from doorstep.selling.actions import submit_order
from doorstep.selling.models import SalesOrder
from doorstep.selling.testing import make_sales_order
from doorstep.users.access import Reach
from doorstep.users.testing import grant


@pytest.fixture
def bounded(alice, sales_rep):
    """A customer of Alice's who may owe 1,000, which she may not decide otherwise."""
    grant(sales_rep, Customer, exceed_credit=Reach.NONE)
    customer = make_customer(owner=alice)
    with unrecorded():
        CreditLimit(customer=customer, amount=D(1000)).save()
    return customer


def test_submitting_numbers_the_order_and_freezes_its_totals(alice):
    order = submit_order(make_sales_order(owner=alice), by=alice)

    assert order.number.startswith("SO-")
    assert (order.net_total, order.tax_total, order.grand_total) == (300, 0, 300)


def test_an_order_beyond_the_credit_limit_is_refused_and_says_who_may_approve(alice, bounded):
    """F84, F88."""
    order = make_sales_order(owner=alice, customer=bounded, rate="400")

    with pytest.raises(CreditLimitExceeded, match=r"1,200\.00 EUR"):
        submit_order(order, by=alice)

    order.refresh_from_db()
    assert order.status == SalesOrder.Status.DRAFT


def test_orders_that_are_not_billed_yet_count(alice, bounded):
    submit_order(make_sales_order(owner=alice, customer=bounded, rate="200"), by=alice)

    with pytest.raises(CreditLimitExceeded):
        submit_order(make_sales_order(owner=alice, customer=bounded, rate="200"), by=alice)


def test_without_a_limit_any_amount_passes(alice):
    """F87."""
    order = submit_order(make_sales_order(owner=alice, rate="900000"), by=alice)

    assert order.status == SalesOrder.Status.TO_DELIVER_AND_BILL
