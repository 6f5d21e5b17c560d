"""A coupon in a cart: what it takes off is shown, and is what is ordered."""

from decimal import Decimal as D

import pytest
from django.core.cache import cache

from doorstep.parties.testing import make_customer
from doorstep.portal.carts import cart_of
from doorstep.portal.reckoning import filled
from doorstep.portal.testing import open_shop
from doorstep.portal.tests.walking import order, ready_to_order
from doorstep.pricing.testing import make_coupon
from doorstep.selling.models import SalesOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(client):
    """With two of twelve in the cart."""
    cache.clear()
    open_shop()
    cart = ready_to_order()
    client.force_login(cart.user)
    return cart.user


def total_of(user):
    return filled(cart_of(user=user)).document.grand_total


def test_the_total_drops_and_returns(eva, client):
    make_coupon("SAVE10", "10")

    client.post("/cart/coupon/", {"code": " save10 "})
    assert total_of(eva) == D("21.60")
    assert "−€2.40" in client.get("/cart/").text

    client.post("/cart/coupon/", {"do": "remove"})
    assert total_of(eva) == D(24)


def test_what_was_shown_is_what_is_ordered(eva, client):
    make_coupon("SAVE10", "10")
    client.post("/cart/coupon/", {"code": "SAVE10"})

    placed = order(cart_of(user=eva), total=D("21.60"))

    assert (placed.grand_total, placed.coupon.name) == (D("21.60"), "SAVE10")
    assert "−€2.40" in client.get(f"/checkout/thanks/{placed.pk}/").text


@pytest.mark.parametrize("code", ["NONE", "x" * 300, "a\0b"])
def test_a_code_that_is_none_is_refused_in_words(eva, client, code):
    answer = client.post("/cart/coupon/", {"code": code})

    assert answer.status_code == 422
    assert "There is no coupon" in answer.text
    assert cart_of(user=eva).coupon == ""


def test_one_that_does_not_hold_says_why_and_stops_the_order(eva, client):
    make_coupon("THEIRS", "10", customer=make_customer(name="Somebody"))
    client.post("/cart/coupon/", {"code": "THEIRS"})

    page = client.get("/cart/").text
    cart = cart_of(user=eva)
    answer = client.post("/checkout/", {"round": cart.round, "total": "24.00"})

    assert "is for another customer" in page
    assert "Somebody" not in page
    assert answer.status_code == 409
    assert not SalesOrder.objects.exists()
