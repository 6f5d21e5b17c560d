"""What the clock forgets for the public site."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from doorstep.portal.carts import add_to_cart
from doorstep.portal.chores import forget_old_carts, forget_old_sign_ups
from doorstep.portal.models import Cart, SignUp
from doorstep.portal.testing import open_shop
from doorstep.portal.tests.walking import ask, sell, sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop(db):
    open_shop(cart_days=30)


def test_a_guests_cart_goes_after_the_days_the_shop_says_and_a_users_stays():
    lamp = sell().item
    old, young = (add_to_cart(lamp, secret=letter * 32) for letter in "ab")
    own = add_to_cart(lamp, user=sign_up().user)
    Cart.objects.filter(pk__in=[old.pk, own.pk]).update(updated_at=now() - timedelta(days=31))

    assert forget_old_carts() > 0

    assert set(Cart.objects.values_list("pk", flat=True)) == {young.pk, own.pk}


def test_a_sign_up_that_was_never_opened_is_forgotten_after_thirty_days():
    old, young = ask("old@x.test"), ask("young@x.test")
    SignUp.objects.filter(pk=old.pk).update(created_at=now() - timedelta(days=31))

    forget_old_sign_ups()

    assert list(SignUp.objects.all()) == [young]
