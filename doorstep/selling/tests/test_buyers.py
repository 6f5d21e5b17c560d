"""What an order takes over from its buyer, and for whom none is written (reference 6, 7)."""

import pytest

from doorstep.catalog.models import PaymentTerms
from doorstep.catalog.testing import make_price_list
from doorstep.history.journal import unrecorded
from doorstep.parties.models import Customer
from doorstep.parties.testing import make_address, make_customer, set_policy
from doorstep.selling.actions import create_order, submit_order, update_order
from doorstep.selling.drawing import AddressNotOfParty, PartyDisabled, PartyFrozen
from doorstep.selling.models import SalesOrder
from doorstep.users.access import Reach
from doorstep.users.testing import grant


def begun(customer, by, **more):
    return create_order(SalesOrder, by=by, customer=customer, **more)


def test_one_shipping_address_is_taken_and_of_two_none(by, customer):
    """E73."""
    only = make_address(customer=customer, type="SHIPPING", title="Yard")
    assert begun(customer, by).shipping_address == only

    other = make_address(customer=customer, type="SHIPPING", title="Goods entrance")
    assert begun(customer, by).shipping_address is None
    marked = make_address(customer=customer, type="SHIPPING", title="Gate", is_shipping=True)
    assert begun(customer, by).shipping_address == marked != other


def test_a_disabled_address_is_not_taken(by, customer):
    """E74."""
    make_address(customer=customer, type="SHIPPING", is_shipping=True, disabled=True)

    assert begun(customer, by).shipping_address is None


def test_an_address_of_somebody_else_is_refused(by, customer):
    """E77."""
    theirs = make_address(customer=make_customer(name="Somebody else"))

    with pytest.raises(AddressNotOfParty, match="does not belong"):
        begun(customer, by, billing_address=theirs)


def test_no_order_is_written_for_who_is_disabled(by):
    """F92."""
    with pytest.raises(PartyDisabled):
        begun(make_customer(disabled=True), by)


def test_only_who_is_exempt_writes_an_order_for_who_is_frozen(alice, sales_rep):
    """F92."""
    grant(sales_rep, Customer, sell_to_frozen=Reach.NONE)
    customer = make_customer(owner=alice, frozen=True)
    with pytest.raises(PartyFrozen):
        begun(customer, alice)

    grant(sales_rep, Customer, sell_to_frozen=Reach.OWN)
    assert begun(customer, type(alice).objects.get(pk=alice.pk))


def test_who_is_frozen_later_gets_nothing_more(draft, by, alice, sales_rep, customer):
    grant(sales_rep, Customer, sell_to_frozen=Reach.NONE)
    mine = begun(make_customer(owner=alice), alice, lines=[{"description": "A", "rate": 1}])
    with unrecorded():
        Customer._base_manager.filter(pk=mine.customer_id).update(frozen=True)

    with pytest.raises(PartyFrozen):
        submit_order(mine, by=alice)


def test_price_list_and_terms_are_the_customers_their_groups_or_the_houses(by, customer):
    """F93."""
    house, group, own = (make_price_list(name) for name in ("House", "Group", "Own"))
    with unrecorded():
        terms = [PaymentTerms.objects.create(name=name) for name in ("House", "Group", "Own")]
    set_policy(price_list=house, payment_terms=terms[0])
    assert _taken(customer, by) == (house, terms[0])

    with unrecorded():
        customer.group.price_list, customer.group.payment_terms = group, terms[1]
        customer.group.save()
    assert _taken(customer, by) == (group, terms[1])
    with unrecorded():
        customer.price_list, customer.payment_terms = own, terms[2]
        customer.save()
    assert _taken(customer, by) == (own, terms[2])


def test_what_is_said_wins_and_stays_when_the_rest_is_changed(by, customer):
    """F93."""
    other = make_price_list("Other")
    order = begun(customer, by, price_list=other)

    assert update_order(order, by=by, note="Soon").price_list == other


def _taken(customer, by):
    order = begun(Customer.objects.get(pk=customer.pk), by)
    return order.price_list, order.payment_terms
