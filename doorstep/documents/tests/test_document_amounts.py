"""A document with lines and taxes, worked out by hand."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.catalog.taxing import Basis, Tax
from doorstep.documents.totals import LineSaid, document_amounts
from doorstep.kit.money import money, shared_out, unit_of

VAT = Tax("VAT 25 %", D(25))
FOOD = Tax("VAT 15 %", D(15))
INSIDE = Tax("VAT 20 %", D(20), is_included=True)


def test_a_document_of_several_taxes_adds_up():
    """3 at 200 less 10 % = 540, 5 at 40 = 200, both at 25 %; 2 at 0.335 = 0.67 at 15 %."""
    lines = [
        LineSaid(D(3), D(200), D(10), (VAT,)),
        LineSaid(D(5), D(40), D(0), (VAT,)),
        LineSaid(D(2), D("0.335"), D(0), (FOOD,)),
    ]

    found = document_amounts(lines)

    assert [line.net for line in found.lines] == [D("540.00"), D("200.00"), D("0.67")]
    assert found.taxes == (("VAT 25 %", D("185.00")), ("VAT 15 %", D("0.10")))
    assert (found.net, found.tax, found.gross) == (D("740.67"), D("185.10"), D("925.77"))


def test_a_tax_is_rounded_once_over_all_its_lines():
    """Three times 0.03 at 15 %: 0.0135, not three times nothing."""
    found = document_amounts([LineSaid(D(1), D("0.03"), D(0), (FOOD,))] * 3)

    assert found.tax == D("0.01")
    assert sum(line.tax for line in found.lines) == D("0.01")


def test_prices_with_tax_give_it_back_to_the_cent():
    found = document_amounts([LineSaid(D(3), D("9.99"), D(0), (INSIDE,))])

    assert (found.net, found.tax, found.gross) == (D("24.98"), D("4.99"), D("29.97"))


def test_an_amount_off_the_whole_is_shared_by_the_lines():
    """10 off 30 and 60: 3.33 and 6.67."""
    lines = [LineSaid(D(1), D(30), D(0), (VAT,)), LineSaid(D(1), D(60), D(0), (VAT,))]

    found = document_amounts(lines, less=D(10))

    assert [line.net for line in found.lines] == [D("26.67"), D("53.33")]
    assert (found.net, found.tax) == (D("80.00"), D("20.00"))


def test_yen_have_no_cents():
    found = document_amounts([LineSaid(D(1), D("99.5"), D(0), (VAT,))], unit=unit_of("JPY"))

    assert (found.net, found.tax) == (D(100), D(25))


def test_an_amount_for_the_document_comes_once():
    freight = (VAT, Tax("Freight", D(8), Basis.ACTUAL))

    found = document_amounts([LineSaid(D(1), D(40), D(0), freight)] * 2)

    assert dict(found.taxes)["Freight"] == D("8.00")


@pytest.mark.parametrize(
    ("amount", "rounded"), [("2.675", "2.68"), ("-2.675", "-2.68"), ("0.005", "0.01"), ("1", "1")]
)
def test_half_a_cent_goes_away_from_zero(amount, rounded):
    assert money(D(amount)) == D(rounded)


lines = st.builds(
    LineSaid,
    st.decimals("0.001", "999", places=3),
    st.decimals("0", "9999", places=4),
    st.decimals("0", "100", places=2),
    st.sampled_from([(), (VAT,), (FOOD,), (INSIDE,), (VAT, FOOD)]),
)


@given(st.lists(lines, max_size=12))
def test_lines_add_up_to_the_document_and_taxes_to_its_tax(said):
    found = document_amounts(said)

    assert sum((line.net + line.tax for line in found.lines), D(0)) == found.gross
    assert sum((amount for _name, amount in found.taxes), D(0)) == found.tax


@given(st.decimals("-9999", "9999", places=2), st.lists(st.decimals("0", "999", places=2)))
def test_parts_make_the_whole(amount, weights):
    parts = shared_out(amount, weights)

    assert len(parts) == len(weights)
    assert not weights or sum(parts) == amount
