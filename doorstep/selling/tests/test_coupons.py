"""Coupons: when they hold, what they take off, and how often they were used."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils.timezone import localdate

from doorstep.documents.refusals import NotADraft
from doorstep.kit.noting import unrecorded
from doorstep.parties.testing import make_customer
from doorstep.pricing.testing import make_coupon
from doorstep.selling import actions as selling
from doorstep.selling.couponing import apply_coupon, remove_coupon
from doorstep.selling.models import Quotation
from doorstep.selling.redeeming import uses_of
from doorstep.selling.refusals import (
    CouponCurrency,
    CouponExhausted,
    CouponExpired,
    CouponNotBetter,
    CouponNotStarted,
    CouponNotTheirs,
    CouponTooLittle,
    CouponUnknown,
)
from doorstep.selling.testing import make_quotation, make_sales_order
from doorstep.selling.tests.making import fresh

TODAY = localdate()
ROWS = [
    {"description": "Lamp", "quantity": D(2), "rate": D(100)},
    {"description": "Rail", "quantity": D(1), "rate": D(100)},
]


def used(code="SPRING", *, by, **fields):
    order = make_sales_order(**fields)
    return apply_coupon(order, by=by, code=code)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"valid_from": TODAY + timedelta(1)}, CouponNotStarted),
        ({"valid_until": TODAY - timedelta(1)}, CouponExpired),
        ({"most_uses": 0}, CouponExhausted),
        ({"disabled": True}, CouponUnknown),
        ({"least_total": D(301)}, CouponTooLittle),
        ({"discount_amount": D(5), "currency": "USD"}, CouponCurrency),
    ],
)
def test_each_way_in_which_it_does_not_hold_has_its_own_words(by, fields, refusal):
    """L167."""
    make_coupon(**fields)
    order = make_sales_order()

    with pytest.raises(refusal):
        apply_coupon(order, by=by, code="SPRING")
    assert (fresh(order).coupon, fresh(order).grand_total) == (None, D(300))


@pytest.mark.parametrize("code", ["", "NO", "SPRING\0", "x" * 5000])
def test_a_code_that_nobody_gave_is_unknown(by, code):
    make_coupon()

    with pytest.raises(CouponUnknown):
        used(code, by=by)


def test_it_is_for_one_customer_if_it_says_so(by):
    make_coupon(customer=make_customer(name="Oak"))

    with pytest.raises(CouponNotTheirs):
        used(by=by)


def test_percent_come_off_however_the_code_is_written(by):
    make_coupon()

    assert used(" spring ", by=by).grand_total == D(270)


def test_an_amount_comes_off_and_never_more_than_there_is(by):
    make_coupon(discount_amount=D(25))
    make_coupon("BIG", discount_amount=D(500))

    assert used(by=by).grand_total == D(275)
    assert used("BIG", by=by).grand_total == D(0)


def test_it_comes_off_again(by):
    make_coupon()
    order = remove_coupon(used(by=by), by=by)

    assert (order.coupon, order.discount_percent, order.grand_total) == (None, D(0), D(300))


def test_a_better_discount_is_not_lost_to_it(by):
    make_coupon()
    order = make_sales_order(discount_percent=D(15))

    with pytest.raises(CouponNotBetter):
        apply_coupon(order, by=by, code="SPRING")


def test_it_is_used_when_submitted_and_given_back_when_cancelled(by):
    """J137."""
    coupon = make_coupon(most_uses=1)
    order, second = used(by=by), used(by=by)
    assert uses_of(coupon) == 0

    selling.submit_order(order, by=by)
    assert uses_of(coupon) == 1
    with pytest.raises(CouponExhausted):
        selling.submit_order(second, by=by)
    selling.cancel_order(fresh(order), by=by)
    assert uses_of(coupon) == 0
    assert selling.submit_order(fresh(second), by=by).number


def test_what_a_quotation_offered_is_kept_though_the_coupon_ends(by):
    coupon = make_coupon(discount_amount=D(30), most_uses=1)
    said = {"party": make_customer(), "lines": ROWS}
    offer = selling.create_quotation(Quotation, by=by, **said)
    offer = apply_coupon(offer, by=by, code="SPRING")
    offer = selling.submit_quotation(offer, by=by)
    make_ended(coupon)

    rows = [{"quotation_line": line.pk, "quantity": D(1)} for line in offer.lines.all()]
    first = selling.submit_order(selling.order_quotation(offer, by=by, lines=rows), by=by)
    rest = selling.submit_order(selling.order_quotation(fresh(offer), by=by), by=by)

    assert (first.grand_total, rest.grand_total) == (D(180), D(90))
    assert uses_of(coupon) == 1


def test_only_drafts_take_one(by):
    make_coupon()
    offer = selling.submit_quotation(make_quotation(), by=by)

    with pytest.raises(NotADraft):
        apply_coupon(offer, by=by, code="SPRING")


def test_programs_use_one_and_take_it_off(as_alice, alice):
    make_coupon()
    order = make_sales_order(owner=alice)
    place = f"/api/v1/sales-orders/{order.pk}/coupon"

    said = as_alice.post(place, {"code": "SPRING"}, content_type="application/json")
    assert (said.status_code, said.json()["coupon"]) == (200, "SPRING")
    assert as_alice.delete(place).json()["grand_total"] == "300.00"
    wrong = as_alice.post(place, {"code": "NO"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "coupon_unknown")


def make_ended(coupon):
    with unrecorded():
        coupon.valid_until = TODAY - timedelta(1)
        coupon.save()
