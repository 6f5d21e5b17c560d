"""Numbers without gaps, whoever takes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from doorstep.kit.errors import Invalid
from doorstep.records.models import Sequence
from doorstep.records.numbering import next_number

DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("series", "number"),
    [
        ("SO-{number:5}", "SO-00001"),
        ("SO-{year}-{number:4}", "SO-2026-0001"),
        ("{yy}{month}{day}/{number}", "260331/1"),
        ("INV-{number:3}-{year}", "INV-001-2026"),
    ],
)
def test_a_number_is_written_as_its_series_says(db, series, number):
    assert next_number(series, DAY) == number


def test_each_period_counts_from_one(db):
    series = "SO-{year}-{number}"

    taken = [next_number(series, day) for day in (DAY, DAY, date(2027, 1, 1), DAY)]

    assert taken == ["SO-2026-1", "SO-2026-2", "SO-2027-1", "SO-2026-3"]


@pytest.mark.parametrize(
    "series", ["SO-", "{number}{number}", "{year}", "{name}{number}", "{number", "x" * 60]
)
def test_a_series_that_cannot_count_is_refused(db, series):
    with pytest.raises(Invalid):
        next_number(series, DAY)


def test_a_number_grows_past_its_digits(db):
    Sequence.objects.create(prefix="SO-", last=99)

    assert next_number("SO-{number:2}", DAY) == "SO-100"


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError):
        next_number("SO-{number}", DAY)


@pytest.mark.django_db(transaction=True)
def test_a_number_whose_transaction_fails_is_given_to_the_next():
    def failing():
        with transaction.atomic():
            next_number("SO-{number}", DAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    with transaction.atomic():
        assert next_number("SO-{number}", DAY) == "SO-1"


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_fifty_numbers_without_a_gap():
    def take(_each):
        try:
            with transaction.atomic():
                return next_number("SO-{year}-{number}", DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        taken = list(pool.map(take, range(50)))

    assert set(taken) == {f"SO-2026-{number}" for number in range(1, 51)}
