"""How much a customer may owe, and what figures say of them (reference 7; F84 to F100)."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.utils.timezone import localdate

from doorstep.billing.actions import invoice_order, submit_credit_note, submit_invoice
from doorstep.billing.figures import fiscal_year
from doorstep.billing.testing import make_credit_note, paid, submitted_invoice
from doorstep.catalog.testing import make_price_list, make_terms
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import copy_group_details, update_customer
from doorstep.parties.models import CreditLimit, Customer, SalesPolicy
from doorstep.parties.summary import summary_of
from doorstep.parties.testing import make_customer
from doorstep.receivables.credit import credit_limit_of, exposure_of
from doorstep.receivables.refusals import (
    CreditLimitBelowOutstanding,
    CreditLimitExceeded,
    CurrencyMismatch,
)
from doorstep.selling.actions import (
    close_order,
    reopen_order,
    submit_delivery,
    submit_order,
)
from doorstep.selling.actions.deliveries import deliver_order
from doorstep.selling.testing import make_delivery_note, make_sales_order
from doorstep.users.access import Reach
from doorstep.users.testing import grant

FIGURES = (
    *("billed_this_year", "unpaid", "overdue", "exposure", "credit_limit", "credit_left"),
    *("open_opportunities", "open_quotations", "open_orders", "last_contact_at"),
)


def limited(amount, *, owner=None, **fields):
    customer = make_customer(owner=owner)
    with unrecorded():
        CreditLimit(customer=customer, amount=D(amount), **fields).save()
    return customer


@pytest.fixture
def bound(sales_rep):
    """Nobody may let a customer owe more."""
    grant(sales_rep, Customer, exceed_credit=Reach.NONE)


def order(by, customer, amount):
    return make_sales_order(owner=by, customer=customer, rate=amount, quantity="1")


def test_what_is_owed_and_ordered_counts_against_the_limit(alice, bound):
    """F84: limit 1,000, ledger 500, orders 400."""
    customer = limited("1000", owner=alice)
    submitted_invoice(by=alice, customer=customer, amount="500")
    submit_order(order(alice, customer, "400"), by=alice)

    with pytest.raises(CreditLimitExceeded, match=r"1,050\.00 EUR.*1,000\.00"):
        submit_order(order(alice, customer, "150"), by=alice)

    submit_order(order(alice, customer, "100"), by=alice)
    assert exposure_of(customer) == D(1000)


def test_orders_pass_by_a_limit_that_deliveries_meet(alice, bound):
    """F85."""
    customer = limited("1000", owner=alice, bypass_at_order=True)

    big = submit_order(order(alice, customer, "1050"), by=alice)

    with pytest.raises(CreditLimitExceeded):
        submit_delivery(deliver_order(big, by=alice), by=alice)


def test_the_groups_limit_comes_before_the_companys(alice, bound):
    """F86, F87."""
    customer = make_customer(owner=alice)
    with unrecorded():
        SalesPolicy.objects.update(credit_limit=900)
        customer.group.credit_limit = D(300)
        customer.group.save()

    with pytest.raises(CreditLimitExceeded, match="that of the group"):
        submit_order(order(alice, customer, "350"), by=alice)

    with unrecorded():
        customer.group.credit_limit = D(0)
        customer.group.save()
    customer = Customer.objects.get(pk=customer.pk)
    assert (credit_limit_of(customer).amount, credit_limit_of(customer).said_of) == (
        D(900),
        "the company's",
    )


def test_a_limit_is_not_lowered_below_what_is_owed(ada):
    """F89: by an edit, nor by an undo."""
    customer = make_customer()
    submitted_invoice(by=ada, customer=customer, amount="700")

    with pytest.raises(CreditLimitBelowOutstanding, match=r"owes 700\.00"):
        update_customer(customer, by=ada, credit_limit=D(600))

    update_customer(customer, by=ada, credit_limit=D(700))
    update_customer(customer, by=ada, credit_limit=D(900))
    raised = Event.objects.latest("pk")
    submitted_invoice(by=ada, customer=customer, amount="150")
    with pytest.raises(Conflict):
        undo(raised, by=ada)
    assert credit_limit_of(customer).amount == D(900)


def test_a_closed_order_is_not_reopened_above_the_limit(alice, bound):
    """F90."""
    customer = limited("1000", owner=alice)
    first = close_order(submit_order(order(alice, customer, "800"), by=alice), by=alice)
    submit_order(order(alice, customer, "700"), by=alice)

    with pytest.raises(CreditLimitExceeded):
        reopen_order(first, by=alice)


def test_a_delivery_counts_once(alice, bound):
    """F91: delivered 60 of a limit of 100 is 60, not 120; invoiced it is 60 still."""
    customer = limited("100", owner=alice)
    note = make_delivery_note(owner=alice, customer=customer, rate="60", quantity="1")
    submit_delivery(note, by=alice)
    assert exposure_of(customer) == D(60)

    other = limited("100", owner=alice)
    bought = submit_order(order(alice, other, "60"), by=alice)
    submit_delivery(deliver_order(bought, by=alice), by=alice)
    assert exposure_of(other) == D(60)
    bought.refresh_from_db()
    submit_invoice(invoice_order(bought, by=alice), by=alice)
    assert exposure_of(other) == D(60)


def test_who_was_invoiced_keeps_the_currency(ada):
    """F94; and the customer's own currency stays free until then."""
    customer = make_customer(currency="EUR")
    update_customer(customer, by=ada, currency="USD")
    customer = update_customer(Customer.objects.get(pk=customer.pk), by=ada, currency="EUR")
    submitted_invoice(by=ada, customer=customer)

    with pytest.raises(CurrencyMismatch, match=r"EUR.*USD"):
        update_customer(Customer.objects.get(pk=customer.pk), by=ada, currency="USD")


def test_figures_of_a_customer(ada, client):
    """F95."""
    customer = limited("6000")
    since, _until = fiscal_year(localdate(), 1)
    big = submitted_invoice(by=ada, customer=customer, amount="5000", date=max(since, since))
    paid(big, "3800", by=ada)
    submit_credit_note(
        make_credit_note(owner=ada, customer=customer, rate="100", quantity="1"), by=ada
    )

    found = summary_of(customer, ada)

    assert (found["billed_this_year"], found["unpaid"]) == (D(4900), D(1200))
    assert (found["exposure"], found["credit_limit"], found["credit_left"]) == (
        D(1100),
        D(6000),
        D(4900),
    )
    assert set(FIGURES) == found.keys()
    client.force_login(ada)
    said = client.get(f"/api/v1/customers/{customer.pk}/summary").json()
    assert (said["unpaid"], said["credit_left"]) == ("1200.00", "4900.00")


@pytest.mark.parametrize(
    ("day", "starts_in", "first", "last"),
    [
        (date(2026, 3, 31), 4, date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), 4, date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 12, 31), 1, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_fiscal_year_of_a_day(day, starts_in, first, last):
    assert fiscal_year(day, starts_in) == (first, last)


def test_a_customer_takes_over_what_holds_for_the_group(ada):
    """F100; what the group does not say stays."""
    customer = make_customer(price_list=make_price_list("Of their own"))
    with unrecorded():
        customer.group.payment_terms = make_terms("Of the group", {"percent": 100, "count": 9})
        customer.group.credit_limit, customer.group.bypass_at_order = D(250), True
        customer.group.save()

    customer = copy_group_details(customer, by=ada)

    assert (customer.price_list.name, customer.payment_terms.name) == (
        "Of their own",
        "Of the group",
    )
    own = customer.credit_limits.get()
    assert (own.amount, own.bypass_at_order) == (D(250), True)


def test_who_may_not_exceed_a_limit_sets_none(alice, bound):
    customer = limited("100", owner=alice)

    with pytest.raises(Forbidden, match="may not set"):
        update_customer(customer, by=alice, credit_limit=D(9000))
    with pytest.raises(Forbidden, match="may not set"):
        update_customer(customer, by=alice, credit_limit=None)

    assert credit_limit_of(customer).amount == D(100)
    update_customer(customer, by=alice, website="https://oak.example")
