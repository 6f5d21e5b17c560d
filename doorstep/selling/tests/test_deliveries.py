"""Rules of deliveries and of what comes back (reference 15)."""

from decimal import Decimal as D

import pytest

from doorstep.kit.errors import Invalid
from doorstep.parties.testing import make_customer, set_policy
from doorstep.selling import actions as selling
from doorstep.selling.models import DeliveryNote
from doorstep.selling.refusals import LinkExists, NothingLeftToDeliver, OverDelivery, OverReturn
from doorstep.selling.tests.making import deliver, fresh, said


def test_no_more_leaves_than_was_ordered_but_for_what_the_house_allows(order, by):
    """J131."""
    with pytest.raises(OverDelivery, match="10 are left"):
        deliver(order, by, 11, 4)

    set_policy(over_delivery_percent=D(10))
    deliver(order, by, 11, 4)
    assert (fresh(order).delivered_percent, fresh(order).status) == (D(100), "TO_BILL")


def test_two_drafts_of_the_same_cannot_both_be_sent(order, by):
    first, second = (selling.deliver_order(fresh(order), by=by) for _ in "ab")
    selling.submit_delivery(first, by=by)

    with pytest.raises(OverDelivery):
        selling.submit_delivery(second, by=by)
    assert fresh(second).is_draft


def test_what_was_delivered_is_not_delivered_again(order, by):
    deliver(order, by, 10, 4)

    with pytest.raises(NothingLeftToDeliver):
        selling.deliver_order(fresh(order), by=by)


def test_a_return_opens_the_order_again_unless_it_is_not_sent_again(order, by):
    """J140."""
    note = deliver(order, by, 10, 4)
    row = {"line": note.lines.first().pk, "quantity": D(2)}
    back = selling.return_delivery(note, by=by, lines=[row])
    selling.submit_delivery(back, by=by)
    assert fresh(order).lines.first().delivered_quantity == D(8)
    assert fresh(order).status == "TO_DELIVER_AND_BILL"

    gone = selling.return_delivery(fresh(note), by=by, lines=[row], reopens_order=False)
    selling.submit_delivery(gone, by=by)
    assert fresh(order).lines.first().delivered_quantity == D(8)
    assert fresh(note).lines.first().returned_quantity == D(4)


def test_a_delivery_of_which_all_came_back_says_so(order, by):
    """K143."""
    note = deliver(order, by, 10, 4)
    selling.submit_delivery(selling.return_delivery(note, by=by), by=by)

    assert fresh(note).status == "RETURN_ISSUED"
    with pytest.raises(OverReturn):
        selling.return_delivery(fresh(note), by=by)


def test_no_more_comes_back_than_left(order, by):
    """K144."""
    note = deliver(order, by, 4)
    rows = [{"line": note.lines.first().pk, "quantity": D(5)}]

    with pytest.raises(OverReturn, match="only 4"):
        selling.return_delivery(note, by=by, lines=rows)


def test_a_return_is_cancelled_before_its_delivery(order, by):
    note = deliver(order, by, 4)
    back = selling.submit_delivery(selling.return_delivery(note, by=by), by=by)
    with pytest.raises(LinkExists, match=back.number):
        selling.cancel_delivery(fresh(note), by=by)

    selling.cancel_delivery(back, by=by)
    assert fresh(note).lines.first().returned_quantity == 0
    selling.cancel_delivery(fresh(note), by=by)
    assert fresh(order).delivered_percent == 0


def test_a_return_is_booked_even_while_the_order_is_on_hold(order, by):
    note = deliver(order, by, 4)
    selling.hold_order(fresh(order), by=by)

    back = selling.submit_delivery(selling.return_delivery(fresh(note), by=by), by=by)

    assert back.status == "RETURN"
    assert fresh(order).status == "ON_HOLD"


def test_a_delivery_takes_over_the_customers_order_number(order, by):
    """Q252."""
    order = selling.update_order(order, by=by, customer_reference="4500-118")

    assert selling.deliver_order(order, by=by).customer_reference == "4500-118"


def test_who_received_a_delivery_is_noted_after_it_left(order, by):
    note = deliver(order, by, 4)

    note = selling.update_delivery(note, by=by, received_by="Jun Takeda", tracking="7073")

    assert (note.received_by, note.tracking) == ("Jun Takeda", "7073")


def test_a_line_of_another_order_is_refused(order, by):
    with pytest.raises(Invalid, match="no line"):
        selling.deliver_order(order, by=by, lines=[{"order_line": 10**9, "quantity": D(1)}])


def test_a_delivery_without_an_order_waits_for_its_invoice(by):
    rows = [{"description": "Sample", "quantity": D(1), "rate": D(5)}]
    note = selling.create_delivery(DeliveryNote, by=by, customer=make_customer(), lines=rows)

    note = selling.submit_delivery(note, by=by)
    assert (note.status, said(note)) == ("TO_BILL", [])
