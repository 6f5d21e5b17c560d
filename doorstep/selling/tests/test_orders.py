"""Rules of orders (reference 14)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils.timezone import localdate

from doorstep.documents.refusals import NotADraft
from doorstep.history.action import Stale
from doorstep.history.journal import unrecorded
from doorstep.kit.errors import Conflict, Invalid
from doorstep.parties.models import CreditLimit, Customer
from doorstep.parties.testing import make_customer, set_policy
from doorstep.receivables.credit import CreditLimitExceeded
from doorstep.selling import actions as selling
from doorstep.selling.models import SalesOrder
from doorstep.selling.refusals import (
    BelowFacts,
    DuplicateReference,
    LinkExists,
    OrderClosed,
    OrderHeld,
)
from doorstep.selling.testing import make_sales_order
from doorstep.selling.tests.making import deliver, fresh, lines_with
from doorstep.users.access import Reach
from doorstep.users.testing import grant

TODAY = localdate()


def test_a_part_delivered_is_counted_and_said(order, by):
    """J127."""
    deliver(order, by, 4)

    order = fresh(order)
    assert (order.delivered_percent, order.delivery_status) == (D("28.57"), "PARTLY")
    assert order.status == "TO_DELIVER_AND_BILL"


def test_an_order_that_needs_no_delivery_waits_for_its_invoice_only(draft, by):
    """J129."""
    draft = selling.update_order(draft, by=by, needs_delivery=False)
    order = selling.submit_order(draft, by=by)

    assert (order.status, order.delivery_status) == ("TO_BILL", "NOT_APPLICABLE")


def test_an_order_of_goods_says_by_when_where_the_house_wants_it(draft, by):
    """J130."""
    set_policy(delivery_date=True)
    with pytest.raises(Invalid, match="by when"):
        selling.submit_order(draft, by=by)

    draft = selling.update_order(fresh(draft), by=by, needs_delivery=False)
    assert selling.submit_order(draft, by=by).status == "TO_BILL"


def test_nothing_is_delivered_before_it_is_ordered(draft, by):
    """J130."""
    with pytest.raises(Invalid, match="marked fields"):
        selling.update_order(draft, by=by, delivery_on=draft.date - timedelta(days=1))


def test_an_order_on_hold_is_neither_delivered_nor_is_its_draft_sent(order, by):
    """J132."""
    note = selling.deliver_order(order, by=by)
    held = selling.hold_order(fresh(order), by=by, reason="Not paid in advance")
    with pytest.raises(OrderHeld, match="resume it first"):
        selling.deliver_order(held, by=by)
    with pytest.raises(OrderHeld):
        selling.submit_delivery(note, by=by)

    selling.resume_order(fresh(order), by=by)
    assert selling.submit_delivery(fresh(note), by=by).number
    assert fresh(order).hold_reason == ""


def test_a_closed_order_is_reopened_before_it_is_cancelled(order, by):
    """J133."""
    closed = selling.close_order(order, by=by)
    assert (closed.delivery_status, closed.billing_status) == ("CLOSED", "CLOSED")
    with pytest.raises(OrderClosed, match="reopen it first"):
        selling.cancel_order(closed, by=by)
    with pytest.raises(OrderClosed):
        selling.deliver_order(fresh(order), by=by)

    selling.reopen_order(fresh(order), by=by)
    assert selling.cancel_order(fresh(order), by=by).status == "CANCELLED"


def test_a_delivery_stands_in_the_way_of_cancelling_and_is_named(order, by):
    """J134."""
    note = deliver(order, by, 4)
    with pytest.raises(LinkExists, match=note.number):
        selling.cancel_order(fresh(order), by=by)

    selling.cancel_delivery(note, by=by)
    assert selling.cancel_order(fresh(order), by=by).status == "CANCELLED"


def test_who_saw_an_older_order_is_told_so(draft, by):
    """J135."""
    seen = draft.version
    selling.update_order(draft, by=by, note="Ring twice")

    with pytest.raises(Stale):
        selling.update_order(fresh(draft), by=by, seen=seen, note="Ring once")


def test_lines_are_changed_by_agreement_but_not_below_what_left(order, by):
    """J136."""
    deliver(order, by, 4)
    with pytest.raises(BelowFacts, match="4 are delivered"):
        selling.revise_order(fresh(order), by=by, lines=lines_with(order, 3, 4))

    order = selling.revise_order(fresh(order), by=by, lines=lines_with(order, 6, 4))
    assert (order.net_total, order.delivered_percent) == (D(800), D("40.00"))


def test_a_line_that_left_stays_and_one_that_did_not_may_go(order, by):
    deliver(order, by, 4)
    first, second = lines_with(order, 10, 4)
    with pytest.raises(BelowFacts):
        selling.revise_order(fresh(order), by=by, lines=[second])

    more = {"description": "Spare cable", "quantity": D(2), "rate": D(5)}
    order = selling.revise_order(fresh(order), by=by, lines=[first, more])
    assert [line.description for line in order.lines.all()] == ["Vesper pendant", "Spare cable"]
    assert order.net_total == D(1010)


def test_a_customers_order_number_comes_once_unless_the_house_allows_it(order, by, customer):
    """J138."""
    order = selling.update_order(order, by=by, customer_reference="4500-118")
    again = {"by": by, "customer": customer, "customer_reference": "4500-118"}
    with pytest.raises(DuplicateReference, match=order.number):
        selling.create_order(SalesOrder, **again)

    other = make_customer(name="Another")
    assert selling.create_order(SalesOrder, **again | {"customer": other})
    set_policy(same_reference=True)
    assert selling.create_order(SalesOrder, **again)


def test_of_a_submitted_order_some_facts_still_change_and_others_do_not(order, by):
    day = TODAY + timedelta(days=20)
    assert selling.update_order(order, by=by, delivery_on=day).delivery_on == day

    with pytest.raises(NotADraft):
        selling.update_order(fresh(order), by=by, discount_percent=D(10))
    with pytest.raises(NotADraft):
        selling.update_order(fresh(order), by=by, lines=[])


def test_closing_frees_credit_and_reopening_beyond_it_is_refused(alice, sales_rep):
    """F90."""
    grant(sales_rep, Customer, exceed_credit=Reach.NONE)
    customer = make_customer(owner=alice)
    with unrecorded():
        CreditLimit(customer=customer, amount=D(1000)).save()
    one, two = (make_sales_order(owner=alice, customer=customer, rate="250") for _ in "ab")
    one = selling.close_order(selling.submit_order(one, by=alice), by=alice)
    selling.submit_order(two, by=alice)

    with pytest.raises(CreditLimitExceeded):
        selling.reopen_order(one, by=alice)
    assert fresh(one).status == "CLOSED"


def test_many_are_closed_at_once_and_those_that_cannot_be_are_told(order, by):
    done = selling.submit_order(make_sales_order(owner=by), by=by)
    draft = make_sales_order(owner=by)

    told = selling.close_orders(SalesOrder, by=by, ids=[order.pk, done.pk, draft.pk])

    assert (told, len(told.left)) == (2, 1)
    assert fresh(order).status == fresh(done).status == "CLOSED"
    assert selling.reopen_orders(SalesOrder, by=by, ids=[order.pk, done.pk]) == 2


def test_only_what_runs_can_be_held(draft, by):
    with pytest.raises(Conflict):
        selling.hold_order(draft, by=by)
