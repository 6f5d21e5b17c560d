"""When invoices are due, and late (reference 16, 17)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.utils.timezone import localdate

from doorstep.billing.actions import (
    cancel_payment,
    invoice_order,
    mark_overdue,
    submit_invoice,
    update_invoice,
)
from doorstep.billing.chores import invoices_fall_due
from doorstep.billing.models import SalesInvoice
from doorstep.billing.refusals import DueTooLate
from doorstep.billing.standing import invoice_standing
from doorstep.billing.testing import make_sales_invoice, paid, submitted_invoice
from doorstep.catalog.testing import make_terms
from doorstep.history.models import Event
from doorstep.history.timeline import timeline
from doorstep.kit.errors import Invalid
from doorstep.parties.models import Customer
from doorstep.parties.testing import make_customer
from doorstep.selling.actions import submit_order
from doorstep.selling.testing import make_sales_order
from doorstep.users.access import Reach
from doorstep.users.testing import grant

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)


def due(by, terms, day=TODAY, **fields):
    return submitted_invoice(by=by, payment_terms=terms, date=day, **fields)


def test_half_a_schedule_that_was_due_yesterday(ada):
    """K146."""
    schedule = [(TODAY - DAY, D(500)), (TODAY + 30 * DAY, D(500))]
    said = {"total": D(1000), "credited": D(0), "schedule": schedule, "today": TODAY}

    assert invoice_standing(paid=D(500), **said) == "PARTLY_PAID"
    assert invoice_standing(paid=D(0), **said) == "OVERDUE"
    assert invoice_standing(paid=D("499.99"), **said) == "OVERDUE"


def test_an_invoice_is_overdue_the_day_after_and_the_clock_may_come_twice(ada, customer):
    """K147."""
    invoice = submitted_invoice(by=ada, customer=customer, date=TODAY, due_on=TODAY)
    SalesInvoice.objects.get(status="OVERDUE")
    paid(invoice, "1000", by=ada)
    open_one = submitted_invoice(by=ada, customer=customer, date=localdate(), due_on=localdate())
    later = localdate() + DAY

    with pytest.raises(SalesInvoice.DoesNotExist):
        SalesInvoice.objects.get(status="OVERDUE")
    assert mark_overdue(SalesInvoice, by=ada, today=localdate()) == 0
    assert mark_overdue(SalesInvoice, by=ada, today=later) == 1
    events = Event.objects.count()
    assert mark_overdue(SalesInvoice, by=ada, today=later + 9 * DAY) == 0

    open_one.refresh_from_db()
    assert (open_one.status, Event.objects.count()) == ("OVERDUE", events)
    told = [each.name for each in timeline(open_one, seen_by=ada).items]
    assert told[0] == "sales_invoice.fell_due"


def test_many_fall_due_with_a_statement_or_two(ada, customer, django_assert_max_num_queries):
    rows = [submitted_invoice(by=ada, customer=customer, amount="5") for _ in range(12)]
    paid(rows[0], "5", by=ada)

    with django_assert_max_num_queries(20):
        assert mark_overdue(SalesInvoice, by=ada, today=localdate() + 40 * DAY) == 11

    assert invoices_fall_due() == 0


def test_a_payment_that_did_not_come_makes_it_overdue_at_once(ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer, date=TODAY, due_on=TODAY)
    payment = paid(invoice, "1000", by=ada)

    cancel_payment(payment, by=ada)

    invoice.refresh_from_db()
    assert invoice.status == "OVERDUE"


def test_nothing_is_due_before_its_day_nor_later_than_the_terms_allow(alice, sales_rep):
    """K153."""
    grant(sales_rep, Customer, exceed_credit=Reach.NONE)
    customer = make_customer(owner=alice)
    terms = make_terms("Two weeks", {"percent": 100, "count": 14})
    said = {"owner": alice, "customer": customer, "date": TODAY, "payment_terms": terms}

    with pytest.raises(Invalid):
        update_invoice(make_sales_invoice(**said), by=alice, due_on=TODAY - DAY)
    with pytest.raises(DueTooLate, match="2026-03-24"):
        submit_invoice(make_sales_invoice(**said, due_on=TODAY + 15 * DAY), by=alice)

    grant(sales_rep, Customer, exceed_credit=Reach.OWN)
    alice = type(alice).objects.get(pk=alice.pk)
    late = submit_invoice(make_sales_invoice(**said, due_on=TODAY + 15 * DAY), by=alice)
    assert [(part.due_on, part.amount) for part in late.schedule.all()] == [
        (TODAY + 15 * DAY, late.grand_total)
    ]


@pytest.mark.parametrize(
    ("day", "basis", "count", "wanted"),
    [
        (date(2026, 3, 10), "DAYS_AFTER_MONTH", 15, date(2026, 4, 15)),
        (date(2026, 3, 10), "MONTHS_AFTER_MONTH", 1, date(2026, 4, 30)),
        (date(2026, 6, 11), "MONTHS_AFTER_MONTH", 1, date(2026, 7, 31)),
    ],
)
def test_days_and_months_after_the_end_of_the_month(ada, day, basis, count, wanted):
    """K154."""
    terms = make_terms("After the month", {"percent": 100, "count": count, "due": basis})

    assert due(ada, terms, day).due_on == wanted


def test_the_terms_count_from_the_invoice_and_not_from_its_order(ada, customer):
    """K155."""
    terms = make_terms("A month and no more", {"percent": 100, "count": 30})
    order = make_sales_order(
        owner=ada, customer=customer, date=date(2026, 1, 5), payment_terms=terms
    )
    order = submit_order(order, by=ada)

    invoice = invoice_order(order, by=ada, date=date(2026, 2, 9))
    invoice = submit_invoice(invoice, by=ada)

    assert invoice.due_on == date(2026, 2, 9) + 30 * DAY


def test_the_parts_of_an_invoice_are_the_whole_to_the_cent(ada):
    """Reference 17: the rest of rounding is in the last."""
    thirds = [{"percent": D("33.33"), "count": 0}, {"percent": D("33.33"), "count": 14}]
    terms = make_terms("Thirds", *thirds, {"percent": D("33.34"), "count": 30})

    parts = list(due(ada, terms, amount="100.01").schedule.all())

    assert sum(part.amount for part in parts) == D("100.01")
    assert parts[-1].due_on == TODAY + 30 * DAY
