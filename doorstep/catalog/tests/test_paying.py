"""When what is owed is due."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.catalog.paying import Due, Payment, Portion, due_on, schedule

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("portion", "due"),
    [
        (Portion(count=30), date(2026, 3, 2)),
        (Portion(), DAY),
        (Portion(count=30, due=Due.DAYS_AFTER_MONTH), date(2026, 3, 2)),
        (Portion(count=1, due=Due.MONTHS_AFTER_MONTH), date(2026, 2, 28)),
        (Portion(count=0, due=Due.MONTHS_AFTER_MONTH), DAY),
        (Portion(count=12, due=Due.MONTHS_AFTER_MONTH), date(2027, 1, 31)),
    ],
)
def test_a_day_is_found_from_that_of_the_invoice(portion, due):
    assert due_on(DAY, [portion]) == due


def test_the_last_part_decides_and_none_counts_from_another():
    parts = [Portion(D(30), 14), Portion(D(70), 30)]

    assert due_on(date(2026, 5, 1), parts) == date(2026, 5, 31)


def test_without_parts_all_is_due_at_once():
    assert schedule(D(80), DAY, []) == [Payment(DAY, D(80))]


def test_thirty_and_seventy_percent_of_a_thousand():
    found = schedule(D(1000), DAY, [Portion(D(30)), Portion(D(70), 30)])

    assert [each.amount for each in found] == [D(300), D(700)]


def test_who_pays_early_pays_less():
    (found,) = schedule(D("99.99"), DAY, [Portion(count=30, discount=D(2), discount_days=10)])

    assert (found.early_on, found.less) == (date(2026, 2, 10), D("2.00"))


@given(
    st.decimals("-99999", "99999", places=2),
    st.lists(st.integers(1, 100), min_size=1, max_size=6),
)
def test_the_parts_make_the_total_to_the_cent(total, weights):
    shares = [D(each * 100) / sum(weights) for each in weights]
    parts = [Portion(share, count) for count, share in enumerate(shares)]

    assert sum(each.amount for each in schedule(total, DAY, parts)) == total
