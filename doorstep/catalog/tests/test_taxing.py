"""What taxes come to: tables worked out by hand."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.catalog.taxing import Basis, Tax, Taxed, problem_of, taxed


def on_net(rate, **more):
    return Tax("VAT", D(rate), **more)


def after(rate, basis, previous=1, **more):
    return Tax("Levy", D(rate), basis, previous, **more)


@pytest.mark.parametrize(
    ("amount", "taxes", "net", "due"),
    [
        ("100", [on_net("10")], "100", ["10"]),
        ("110", [on_net("10", is_included=True)], "100", ["10"]),
        ("1000", [on_net("10"), after("2", Basis.PREVIOUS_TOTAL)], "1000", ["100", "22"]),
        ("1000", [on_net("10"), after("2", Basis.PREVIOUS_AMOUNT)], "1000", ["100", "2"]),
        ("99.99", [on_net("19", is_included=True)], "84.03", ["15.96"]),
        ("0.01", [on_net("25", is_included=True)], "0.01", ["0.00"]),
        ("-110", [on_net("10", is_included=True)], "-100", ["-10"]),
        (
            "1122",
            [
                on_net("10", is_included=True),
                after("2", Basis.PREVIOUS_TOTAL, is_included=True),
            ],
            *("1000", ["100", "22"]),
        ),
        ("120", [on_net("20", is_included=True), on_net("5")], "100", ["20", "5"]),
        ("33.33", [on_net("7.7")], "33.33", ["2.57"]),
        ("100", [], "100", []),
    ],
)
def test_taxes_on_an_amount_are_those_one_reckons_by_hand(amount, taxes, net, due):
    assert taxed(D(amount), taxes) == Taxed(D(net), tuple(map(D, due)))


def test_an_amount_for_each_unit_counts_the_units():
    found = taxed(D(100), [Tax("Deposit", D("0.25"), Basis.QUANTITY)], quantity=D(8))

    assert found.taxes == (D("2.00"),)


def test_an_amount_for_each_unit_can_be_in_the_price():
    deposit = Tax("Deposit", D("0.25"), Basis.QUANTITY, is_included=True)

    found = taxed(D(122), [deposit, on_net("20", is_included=True)], quantity=D(8))

    assert (found.net, found.taxes) == (D("100.00"), (D("2.00"), D("20.00")))


def test_an_amount_for_the_document_is_added_once():
    assert taxed(D(80), [Tax("Freight", D(8), Basis.ACTUAL)]).gross == D("88.00")


@pytest.mark.parametrize(
    ("taxes", "problem"),
    [
        ([on_net("10"), after("2", Basis.PREVIOUS_TOTAL)], ""),
        ([Tax("F", D(8), Basis.ACTUAL, is_included=True)], "actual_included"),
        ([after("2", Basis.PREVIOUS_AMOUNT)], "first_refers"),
        ([on_net("10"), after("2", Basis.PREVIOUS_AMOUNT, 2)], "refers_forward"),
        ([on_net("10"), after("2", Basis.PREVIOUS_AMOUNT, 0)], "refers_forward"),
        (
            [on_net("10"), after("2", Basis.PREVIOUS_AMOUNT, is_included=True)],
            "included_on_excluded",
        ),
    ],
)
def test_taxes_that_cannot_be_reckoned_are_told_apart(taxes, problem):
    assert problem_of(taxes) == problem


amounts = st.decimals("-100000", "100000", places=2)
rates = st.decimals("0", "40", places=2)


@given(amounts, rates, rates)
def test_included_taxes_and_net_make_the_price_to_the_cent(amount, first, second):
    taxes = [
        on_net(first, is_included=True),
        after(second, Basis.PREVIOUS_TOTAL, is_included=True),
    ]

    assert taxed(amount, taxes).gross == amount


@given(amounts, rates, rates)
def test_taxes_beside_the_price_leave_the_net_alone(amount, first, second):
    found = taxed(amount, [on_net(first), on_net(second)])

    assert found.net == amount
    assert all(
        abs(each - amount * rate / 100) <= D("0.005")
        for each, rate in zip(found.taxes, (first, second), strict=True)
    )
