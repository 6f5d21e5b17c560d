"""Whom a web user acts for: a customer by its portal users alone, else the lead they are."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.parties.actions import convert_lead, link_address, update_customer
from doorstep.parties.testing import make_customer
from doorstep.portal.actions import change_own_address
from doorstep.portal.carts import add_to_cart
from doorstep.portal.refusals import AddressShared
from doorstep.portal.testing import open_shop
from doorstep.portal.tests.walking import order, ready_to_order, sell, sign_up, with_address
from doorstep.portal.theirs import orders_of
from doorstep.portal.whom import customer_of, own_addresses, party_of
from doorstep.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop(db):
    open_shop()


@pytest.fixture
def house(db):
    return User.system()


def test_a_lead_that_a_colleague_converts_keeps_its_web_user(house):
    account = sign_up()

    customer = convert_lead(account.lead, by=house)

    assert customer_of(account) == customer
    assert customer.contact_links.filter(contact__user=account.user).count() == 1


def test_taking_the_conversion_back_takes_that_back_too(house):
    account = sign_up()
    convert_lead(account.lead, by=house)

    undo(Event.objects.filter(name="lead.converted").latest("pk"), by=house)

    assert customer_of(account) is None
    assert party_of(account) == account.lead


def test_who_is_taken_out_of_the_portal_users_acts_for_the_customer_no_more(house):
    cart = ready_to_order()
    placed = order(cart)
    account = cart.user.portal_account

    update_customer(placed.customer, by=house, portal_users=[])

    assert (customer_of(account), party_of(account)) == (None, None)
    assert not orders_of(account).exists()
    assert not own_addresses(account).exists()


def test_and_an_order_does_not_bring_them_back(house):
    cart = ready_to_order()
    placed = order(cart)
    update_customer(placed.customer, by=house, portal_users=[])
    again = ready_cart_of(cart.user)

    with pytest.raises(Refusal):
        order(again)

    assert not placed.customer.portal_users.exists()


def ready_cart_of(user):
    return add_to_cart(sell("Skriv").item, user=user)


def test_an_address_is_changed_before_and_after_the_lead_is_a_customer(house):
    account = sign_up()
    place = with_address(account)
    change_own_address(account, by=account.user, address=place, city="Bergen")
    convert_lead(account.lead, by=house)

    changed = change_own_address(account, by=account.user, address=place, city="Oslo")

    assert (changed.city, changed.links.count()) == ("Oslo", 2)


def test_an_address_that_others_have_as_well_stays(house):
    account = sign_up()
    place = with_address(account)
    link_address(place, by=house, record=make_customer(name="Neighbour"))

    with pytest.raises(AddressShared):
        change_own_address(account, by=account.user, address=place, city="Oslo")

    place.refresh_from_db()
    assert place.city == "Trondheim"
