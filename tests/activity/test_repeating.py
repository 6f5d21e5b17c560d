"""When something repeats: by dateutil, on the clock of its zone, within bounds."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.activity.calendar.repeating import Series
from doorstep.kit.patience import TookTooLong, within

OSLO = ZoneInfo("Europe/Oslo")
YEAR = timedelta(days=366)


def at(year, month, day, hour=0, minute=0, zone=OSLO):
    return datetime(year, month, day, hour, minute, tzinfo=zone)


def starts(rule, first, since=None, until=None, zone="Europe/Oslo", **more):
    series = Series(first, rule, zone, **more)
    return series.starts(since or first, until or first + YEAR)


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change():
    found = starts("FREQ=WEEKLY", at(2026, 3, 22, 10), until=at(2026, 4, 6))

    assert [each.astimezone(OSLO).hour for each in found] == [10, 10, 10]
    assert [each.hour for each in found] == [9, 8, 8]


def test_a_time_that_the_clocks_leave_out_is_an_hour_later():
    found = starts("FREQ=DAILY", at(2026, 3, 28, 2, 30), until=at(2026, 3, 31))

    assert [str(each.astimezone(OSLO).time()) for each in found] == [
        "02:30:00",
        "03:30:00",
        "02:30:00",
    ]


def test_days_are_days_whatever_the_clocks_do():
    first = at(2026, 3, 28, zone=UTC)
    found = starts("FREQ=DAILY;COUNT=3", first, all_day=True, zone="America/New_York")

    assert found == [first + timedelta(days=number) for number in range(3)]


def test_a_monthly_event_until_a_date_has_one_in_each_month():
    rule = "FREQ=MONTHLY;UNTIL=20260615T235959Z"
    found = starts(rule, at(2026, 1, 15, 9), since=at(2025, 1, 1), until=at(2027, 1, 1))

    assert [each.month for each in found] == [1, 2, 3, 4, 5, 6]


def test_until_a_day_means_with_that_day():
    found = starts("FREQ=DAILY;UNTIL=20260103", at(2026, 1, 1, 18))

    assert [each.day for each in found] == [1, 2, 3]


def test_a_quarterly_event_happens_four_times_a_year():
    found = starts("FREQ=MONTHLY;INTERVAL=3", at(2026, 1, 7, 9), until=at(2027, 1, 1))

    assert [each.month for each in found] == [1, 4, 7, 10]


def test_a_weekly_event_on_two_days_happens_twice_a_week():
    rule = "FREQ=WEEKLY;BYDAY=MO,WE"
    found = starts(rule, at(2026, 1, 5, 9), since=at(2026, 11, 23), until=at(2026, 11, 30))

    assert [each.weekday() for each in found] == [0, 2]


def test_the_31st_is_left_out_where_a_month_has_none():
    found = starts("FREQ=MONTHLY", at(2026, 1, 31, 9), until=at(2026, 7, 1))

    assert [each.month for each in found] == [1, 3, 5]


def test_further_dates_stand_beside_the_first():
    found = starts("RDATE:20260105T090000,20260109T090000", at(2026, 1, 2, 9))

    assert [each.day for each in found] == [2, 5, 9]


def test_nothing_asks_for_more_than_a_thousand():
    assert len(starts("FREQ=SECONDLY", at(2026, 1, 1))) == 1000


def test_the_last_of_a_series_that_ends():
    assert Series(at(2026, 1, 1), "FREQ=DAILY;COUNT=3", "Europe/Oslo").last() == at(2026, 1, 3)
    assert Series(at(2026, 1, 1), "FREQ=DAILY", "Europe/Oslo").last() is None


HOSTILE = (
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;INTERVAL=7;BYHOUR=3;BYMINUTE=0;BYSECOND=0;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=SECONDLY;COUNT=2000000000",
)


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_rule_that_keeps_any_loop_going_is_ended(rule):
    series = Series(at(1990, 1, 1), rule, "Europe/Oslo")
    before = monotonic()

    with suppress(TookTooLong, ValueError):
        within(0.3, series.starts, at(2026, 1, 1), at(2027, 1, 1))

    assert monotonic() - before < 2


DAYS = st.lists(
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, unique=True
)
RULES = st.builds(
    lambda freq, every, days, end: ";".join(
        filter(
            None, [f"FREQ={freq}", f"INTERVAL={every}", days and f"BYDAY={','.join(days)}", end]
        )
    ),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.one_of(st.none(), DAYS),
    st.sampled_from(["", "COUNT=7", "UNTIL=20280101T000000"]),
)
FIRST = st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 31)).map(
    lambda each: each.replace(microsecond=0, second=0)
)


@settings(max_examples=150, deadline=None)
@given(RULES, FIRST, st.integers(0, 900), st.integers(1, 90))
def test_what_repeats_is_what_dateutil_says(rule, first, later, length):
    since, until = first + timedelta(days=later), first + timedelta(days=later + length)
    found = starts(
        rule,
        first.replace(tzinfo=UTC),
        *(each.replace(tzinfo=UTC) for each in (since, until)),
        zone="UTC",
    )
    told = rrulestr(rule, dtstart=first).between(since, until, inc=True)

    assert [each.replace(tzinfo=None) for each in found] == [each for each in told if each < until]
