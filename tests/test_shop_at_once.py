"""Signing up and ordering at the same moment, and ordering that breaks half-way."""

import pytest
from django.db import DatabaseError

from doorstep.history.models import Change, Event
from doorstep.kit.errors import Refusal
from doorstep.parties.models import Contact, Customer, Lead, PortalUser
from doorstep.portal.actions import open_account, place_order
from doorstep.portal.carts import add_to_cart, cart_of, merge_carts
from doorstep.portal.models import Cart, CartLine, PlacedOrder, PortalAccount
from doorstep.portal.proofs import fresh_secret
from doorstep.portal.refusals import OnlySoMany
from doorstep.portal.testing import open_shop
from doorstep.portal.tests.walking import ask, order, ready_to_order, sell, sign_up, with_address
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.users.models import User
from tests.at_once import at_once
from tests.steps import dump
from tests.test_conversion_properties import failing_at
from tests.test_undo_properties import a_world_of_its_own

pytestmark = pytest.mark.django_db(transaction=True)
MANY, FEW = 12, 5


@pytest.fixture(autouse=True)
def _shop(db):
    open_shop()


def opened(asked):
    return open_account(PortalAccount, by=User.system(), sign_up=asked)


def one_of_each(kinds):
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_many_links_of_one_address_opened_at_once_make_one_of_each():
    User.system()
    asked = [ask() for _ in range(MANY)]

    results = at_once(*[lambda each=each: opened(each) for each in asked])

    assert sum(isinstance(each, PortalAccount) for each in results) == 1
    assert all(isinstance(each, PortalAccount | Refusal) for each in results)
    assert one_of_each([PortalAccount, Lead, Contact]) == {
        "PortalAccount": 1,
        "Lead": 1,
        "Contact": 1,
    }
    assert User.objects.filter(kind="PORTAL").count() == 1


def test_one_link_pressed_many_times_at_once_opens_one_account():
    User.system()
    asked = ask()

    results = at_once(*[lambda: opened(asked) for _ in range(FEW)])

    assert len({each.pk for each in results}) == 1
    assert one_of_each([PortalAccount, Lead, Contact]) == {
        "PortalAccount": 1,
        "Lead": 1,
        "Contact": 1,
    }


def test_one_cart_ordered_many_times_at_once_is_one_order():
    cart = ready_to_order()

    results = at_once(*[lambda: order(cart) for _ in range(FEW)])

    assert len({each.pk for each in results}) == 1
    assert one_of_each([SalesOrder, Quotation, Customer, PortalUser]) == {
        "SalesOrder": 1,
        "Quotation": 1,
        "Customer": 1,
        "PortalUser": 1,
    }
    assert (CartLine.objects.count(), PlacedOrder.objects.count()) == (0, 1)


def test_the_last_one_is_sold_once():
    shown = sell(in_stock=1)
    carts = []
    for name in ("eva", "finn"):
        account = sign_up(f"{name}@x.test", name.capitalize())
        with_address(account)
        carts.append(add_to_cart(shown.item, user=account.user))

    results = at_once(*[lambda cart=cart: order(cart) for cart in carts])

    assert sorted(type(each).__name__ for each in results) == [
        OnlySoMany.__name__,
        SalesOrder.__name__,
    ]


def test_a_guests_cart_is_merged_once_however_often_they_sign_in_at_once():
    user, secret = sign_up().user, fresh_secret()
    add_to_cart(sell().item, 3, secret=secret)

    at_once(*[lambda: merge_carts(secret, user) for _ in range(FEW)])

    assert CartLine.objects.get().quantity == 3
    assert Cart.objects.get() == cart_of(user=user)


def everything():
    return (
        *(dump(), Event.objects.count(), Change.objects.count()),
        *(Cart.objects.values_list("round", "lines").get(), PlacedOrder.objects.count()),
    )


@pytest.mark.django_db(transaction=False)
def test_an_order_that_breaks_anywhere_has_not_happened():
    with a_world_of_its_own():
        open_shop()
        cart = ready_to_order()
        before, broken, statement = everything(), 0, 1
        while True:
            try:
                with failing_at(statement):
                    place_order(cart, by=cart.user, round=cart.round)
            except DatabaseError:
                broken += 1
                assert everything() == before, f"broken at statement {statement}"
                statement += 17
            else:
                break

    assert broken > 5
