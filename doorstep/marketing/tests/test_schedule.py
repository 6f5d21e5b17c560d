"""On which day which letter is due."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.marketing.schedule import Stage, last_day, may_go_at, next_due, next_weekday

MAY = date(2026, 5, 1)  # a Friday
STAGES = [Stage(1, 0), Stage(2, 5), Stage(3, 9)]


def test_the_first_letter_goes_on_its_day():
    assert next_due(STAGES, {}, MAY).on == MAY


def test_the_last_day_is_that_of_the_last_letter():
    assert last_day(STAGES, MAY) == date(2026, 5, 10)


def test_after_the_last_nothing_is_due():
    assert next_due(STAGES, {1: MAY, 2: MAY, 3: MAY}, MAY) is None


def test_what_was_late_moves_what_follows():
    late = MAY + timedelta(days=4)

    assert next_due(STAGES, {1: late}, MAY).on == late + timedelta(days=5)


def test_a_letter_put_in_front_of_one_that_has_gone_is_left_out():
    stages = [*STAGES, Stage(4, 2)]

    assert next_due(stages, {1: MAY, 2: MAY}, MAY).stage.pk == 3


def test_on_a_weekend_it_waits_for_monday():
    assert next_due(STAGES, {}, date(2026, 5, 2), weekdays_only=True).on == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("hour", "day", "goes"),
    [(7, 1, False), (8, 1, True), (17, 1, True), (18, 1, False), (9, 2, False)],
)
def test_letters_go_in_their_hours(hour, day, goes):
    moment = datetime(2026, 5, day, hour, 30)

    assert may_go_at(moment, from_hour=8, to_hour=18, weekdays_only=True) is goes


@given(
    st.lists(st.integers(0, 60), unique=True, min_size=1, max_size=8),
    st.lists(st.integers(0, 90), max_size=40),
    st.booleans(),
)
def test_whenever_the_clock_runs_each_goes_once_in_order_and_never_two_a_day(
    days, ticks, weekdays
):
    stages = [Stage(number, day) for number, day in enumerate(days)]
    taken, order = {}, []

    for tick in sorted(ticks):
        today = MAY + timedelta(days=tick)
        due = next_due(stages, taken, MAY, weekdays_only=weekdays)
        if due and due.on <= today and (not weekdays or next_weekday(today) == today):
            assert due.stage.pk not in taken
            taken[due.stage.pk] = today
            order.append(due.stage.after_days)

    assert order == sorted(order)
    assert len(set(taken.values())) == len(taken)
