"""What may go beyond an order or a price, of which item, and who may let it."""

from decimal import Decimal as D

import pytest

from doorstep.billing import actions as billing
from doorstep.billing.refusals import OverBilling
from doorstep.catalog.models import Item
from doorstep.catalog.refusals import DiscountTooGreat
from doorstep.catalog.testing import make_item
from doorstep.kit.errors import Invalid
from doorstep.parties.testing import make_customer
from doorstep.selling import actions as selling
from doorstep.selling.models import SalesOrder
from doorstep.selling.refusals import OverDelivery
from doorstep.selling.tests.making import deliver, fresh
from doorstep.users.access import Reach
from doorstep.users.models import User
from doorstep.users.testing import grant


@pytest.fixture
def by(db):
    return User.system()


def ordered(by, item=None, *, owner=None, **line):
    rows = [{"item": item, "description": "Lamp", "quantity": D(10), "rate": D(10)} | line]
    customer = make_customer(owner=owner or by)
    order = selling.create_order(SalesOrder, by=by, customer=customer, lines=rows)
    return selling.submit_order(order, by=by)


def bill(order, by, quantity):
    rows = [{"order_line": order.lines.get().pk, "quantity": D(quantity)}]
    return billing.submit_invoice(billing.invoice_order(fresh(order), by=by, lines=rows), by=by)


def test_an_item_says_how_much_more_may_be_delivered_and_invoiced(by):
    wire = make_item(over_delivery_percent=D(10), over_billing_percent=D(20))
    order = ordered(by, wire)

    deliver(order, by, 11)
    assert bill(order, by, 12).number
    with pytest.raises(OverDelivery):
        deliver(order, by, 1)
    with pytest.raises(OverBilling):
        bill(order, by, 1)


def test_a_role_may_go_beyond_an_order(alice, sales_rep):
    grant(sales_rep, SalesOrder, exceed_order=Reach.NONE)
    order = ordered(alice)
    with pytest.raises(OverDelivery):
        deliver(order, alice, 11)

    grant(sales_rep, SalesOrder, exceed_order=Reach.OWN)
    assert deliver(order, User.objects.get(pk=alice.pk), 11).number


def test_a_role_may_reduce_an_item_by_more_than_it_says(alice, sales_rep):
    grant(sales_rep, Item, exceed_discount=Reach.NONE)
    item = make_item(owner=alice, max_discount=D(10))
    with pytest.raises((DiscountTooGreat, Invalid), match="10 percent at most"):
        ordered(alice, item, discount_percent=D(12))

    grant(sales_rep, Item, exceed_discount=Reach.OWN)
    again = User.objects.get(pk=alice.pk)
    assert ordered(again, item, discount_percent=D(12)).grand_total == D(88)


def test_a_return_of_what_was_delivered_again_is_not_cancelled(by):
    order = ordered(by)
    note = deliver(order, by, 10)
    back = selling.submit_delivery(selling.return_delivery(note, by=by), by=by)
    deliver(order, by, 10)

    with pytest.raises(OverDelivery, match="delivered again"):
        selling.cancel_delivery(back, by=by)
    assert fresh(order).lines.get().delivered_quantity == 10


def test_a_credit_note_of_what_was_invoiced_again_is_not_cancelled(by):
    order = ordered(by)
    invoice = bill(order, by, 10)
    note = billing.submit_credit_note(billing.credit_invoice(invoice, by=by), by=by)
    bill(order, by, 10)

    with pytest.raises(OverBilling, match="invoiced again"):
        billing.cancel_credit_note(note, by=by)
    assert fresh(order).lines.get().billed_quantity == 10


def test_a_delivery_made_of_an_invoice_is_completed_at_once(by):
    """Q252."""
    order = ordered(by)
    order = selling.update_order(order, by=by, customer_reference="PO 77")
    invoice = bill(order, by, 10)
    note = selling.submit_delivery(billing.deliver_invoice(invoice, by=by), by=by)

    assert (note.status, note.customer_reference) == ("COMPLETED", "PO 77")
    assert fresh(order).status == "COMPLETED"
