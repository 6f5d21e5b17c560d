"""Which of several prices holds."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.pricing.choosing import Candidate, choose

EARLY, LATE = date(2026, 1, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({}, {"is_own": True}),
        ({"is_in_unit": False}, {}),
        ({}, {"from_quantity": D(10)}),
        ({}, {"valid_from": EARLY}),
        ({"valid_from": EARLY}, {"valid_from": LATE}),
        ({}, {"valid_until": LATE}),
        ({"from_quantity": D(10)}, {"is_own": True}),
        ({"is_in_unit": False, "is_own": True}, {"is_own": True}),
        ({"valid_from": LATE}, {"from_quantity": D(10)}),
    ],
)
def test_what_says_more_holds(less, more):
    weak, strong = Candidate(1, rate=D(12), **less), Candidate(2, rate=D(10), **more)

    assert choose([weak, strong]).winner == strong
    assert choose([strong, weak]).winner == strong


def test_a_discount_is_taken_off_what_would_hold_otherwise():
    off = Candidate(3, is_own=True, discount=D(15))

    found = choose([Candidate(1, rate=D(12)), Candidate(2, from_quantity=D(5), rate=D(10)), off])

    assert (found.rate, found.winner.pk, found.base.pk) == (D("8.5"), 3, 2)


def test_a_discount_off_nothing_is_no_price():
    assert choose([Candidate(1, discount=D(15))]) is None
    assert choose([]) is None


days = st.one_of(st.none(), st.dates(EARLY, LATE))
said = st.fixed_dictionaries(
    {
        "is_own": st.booleans(),
        "is_in_unit": st.booleans(),
        "from_quantity": st.decimals(0, 100, places=0),
        "valid_from": days,
        "valid_until": days,
        "amount": st.one_of(st.none(), st.decimals(0, 9999, places=4)),
    }
)


def candidate(pk, values):
    amount = values.pop("amount")
    price = {"discount": D(5)} if amount is None else {"rate": amount}
    return Candidate(pk, **values, **price)


candidates = st.lists(said, max_size=8).map(
    lambda rows: [candidate(pk, row.copy()) for pk, row in enumerate(rows, start=1)]
)


@given(candidates, st.randoms())
def test_the_order_in_which_prices_are_read_does_not_matter(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)

    assert choose(shuffled) == choose(found)


@given(candidates)
def test_nothing_that_holds_says_more_than_what_was_chosen(found):
    chosen = choose(found)

    if chosen:
        assert all(each.weight <= chosen.winner.weight for each in found)
        assert chosen.winner.rate is not None or chosen.base.rate is not None
    else:
        assert all(each.rate is None for each in found)
