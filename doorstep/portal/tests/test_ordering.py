"""A cart becomes an order: exactly one, with everything that belongs to it."""

from decimal import Decimal as D

import pytest
from django.core import mail

from doorstep.catalog.testing import make_item
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import update_customer
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.portal.actions import place_order
from doorstep.portal.carts import add_to_cart, cart_of
from doorstep.portal.models import CartLine, PlacedOrder, ShopItem
from doorstep.portal.refusals import AddressRequired, CartEmpty, CartMoved, OnlySoMany
from doorstep.portal.testing import open_shop
from doorstep.portal.tests.walking import order, ready_to_order, sell, sign_up, with_address
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop(db):
    open_shop()


def test_the_lead_is_converted_and_quotation_and_order_are_submitted():
    cart = ready_to_order()

    placed = order(cart)

    lead, customer = Lead.objects.get(), Customer.objects.get()
    assert (lead.status.code, lead.customer, customer.name) == (
        *("CONVERTED", customer, "Eva Moss"),
    )
    assert (placed.customer, placed.quotation.customer) == (customer, customer)
    assert (placed.status, placed.quotation.status) == ("TO_DELIVER_AND_BILL", "ORDERED")
    assert placed.lines.get().quotation_line == placed.quotation.lines.get()
    assert placed.grand_total == D(24)
    contact = Contact.objects.get()
    assert (contact.user, contact.links.get(customer=customer).customer) == (cart.user, customer)
    assert customer.portal_users.get().user == cart.user
    assert placed.billing_address.links.filter(customer=customer).exists()
    assert (CartLine.objects.count(), PlacedOrder.objects.get().order) == (0, placed)
    assert placed.number in mail.outbox[-1].subject
    assert Event.objects.get(name="cart.ordered").by == cart.user


def test_pressed_twice_it_is_one_order():
    cart = ready_to_order()

    first = order(cart)

    assert place_order(cart, by=cart.user, round=cart.round) == first
    assert (SalesOrder.objects.count(), Quotation.objects.count()) == (1, 1)


def test_the_second_order_is_the_same_customers():
    cart = ready_to_order()
    first = order(cart)
    add_to_cart(sell("Skriv").item, user=cart.user)

    second = order(cart_of(user=cart.user))

    assert (second.customer, Customer.objects.count()) == (first.customer, 1)
    assert second != first


def test_without_an_address_it_is_asked_for():
    account = sign_up()
    cart = add_to_cart(sell().item, user=account.user)

    with pytest.raises(AddressRequired) as refused:
        order(cart)
    assert refused.value.code == "address_required"
    assert not Customer.objects.exists()


def test_the_only_address_is_chosen_by_itself_for_both():
    placed = order(ready_to_order())

    assert placed.billing_address == placed.shipping_address
    assert placed.billing_address.name == "Eva Moss-Billing"


def test_services_alone_are_delivered_nowhere():
    account = sign_up()
    with_address(account)
    shown = sell(item=make_item(is_service=True))

    placed = order(add_to_cart(shown.item, user=account.user))

    assert (placed.shipping_address, placed.needs_delivery) == (None, False)


def test_an_address_of_somebody_else_is_not_there():
    other = with_address(sign_up("other@x.test", "Other"))
    cart = ready_to_order()

    with pytest.raises(AddressRequired):
        order(cart, billing_address=other)


def test_more_than_there_are_cannot_be_ordered():
    account = sign_up()
    with_address(account)
    shown = sell(in_stock=3)
    cart = add_to_cart(shown.item, 3, user=account.user)
    with unrecorded():
        ShopItem.objects.update(in_stock=2)

    with pytest.raises(OnlySoMany, match="only 2"):
        order(cart)
    with pytest.raises(OnlySoMany):
        add_to_cart(shown.item, 5, user=account.user)


def test_what_was_ordered_is_no_longer_in_stock():
    account = sign_up()
    with_address(account)
    shown = sell(in_stock=3)

    order(add_to_cart(shown.item, 2, user=account.user))

    shown.refresh_from_db()
    assert shown.in_stock == 1


def test_an_empty_cart_is_no_order():
    cart = ready_to_order()
    order(cart)

    with pytest.raises(CartEmpty):
        order(cart_of(user=cart.user))


def test_a_price_that_changed_since_it_was_shown_is_told_first():
    cart = ready_to_order()

    with pytest.raises(CartMoved):
        order(cart, total=D("23.99"))
    assert not SalesOrder.objects.exists()


def test_a_frozen_customer_cannot_order_and_nothing_changes():
    cart = ready_to_order()
    customer = order(cart).customer
    update_customer(customer, by=User.system(), frozen=True)
    add_to_cart(sell("Skriv").item, user=cart.user)

    with pytest.raises(Refusal):
        order(cart_of(user=cart.user))
    assert (SalesOrder.objects.count(), CartLine.objects.count()) == (1, 1)


def test_nobody_orders_beyond_their_credit_and_nothing_changes():
    cart = ready_to_order()
    customer = order(cart).customer
    update_customer(customer, by=User.system(), credit_limit=D(30))
    add_to_cart(sell("Skriv").item, user=cart.user)

    with pytest.raises(Refusal):
        order(cart_of(user=cart.user))
    assert (SalesOrder.objects.count(), CartLine.objects.count()) == (1, 1)


def test_nobody_orders_the_cart_of_somebody_else():
    cart = ready_to_order()
    other = sign_up("other@x.test", "Other").user

    with pytest.raises(Refusal):
        place_order(cart, by=other, round=cart.round)
    assert not SalesOrder.objects.exists()
