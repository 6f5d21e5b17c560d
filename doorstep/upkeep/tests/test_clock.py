"""The clock: who runs what is due, and when."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from doorstep.kit.clock import PERIODIC, every
from doorstep.upkeep.clock import LEASE, run_due
from doorstep.upkeep.models import Turn

CALLS = []


@pytest.fixture
def chore(db):
    """One function, due every ten minutes; it notes each call and fails if told to."""
    CALLS.clear()
    before = dict(PERIODIC)
    PERIODIC.clear()

    @every(minutes=10)
    def water_the_plants():
        CALLS.append("watered")
        if "drought" in CALLS:
            raise ValueError("no water")

    yield next(iter(PERIODIC))
    PERIODIC.clear()
    PERIODIC.update(before)


def test_a_function_is_called_when_it_is_due_and_not_before(chore):
    start = now()

    run_due(start)
    run_due(start + timedelta(minutes=9))
    run_due(start + timedelta(minutes=10))

    assert CALLS == ["watered", "watered"]


def test_what_another_machine_has_in_hand_is_left_to_it(chore):
    Turn.objects.create(name=chore, due_at=now(), leased_until=now() + LEASE)

    assert run_due(now() + timedelta(seconds=1)) == []
    assert CALLS == []


def test_the_lease_of_a_machine_that_died_ends(chore):
    Turn.objects.create(name=chore, due_at=now(), leased_until=now())

    assert run_due(now() + timedelta(seconds=1)) == [chore]


def test_a_failure_is_noted_and_tried_again_at_the_next_turn(chore, caplog):
    CALLS.append("drought")
    start = now()

    run_due(start)

    turn = Turn.objects.get()
    assert turn.failure == "ValueError: no water"
    assert turn.due_at == start + timedelta(minutes=10)
    assert "water_the_plants failed" in caplog.text


def test_one_that_is_told_to_stop_in_the_middle_stays_due(chore):
    PERIODIC.clear()
    every(minutes=10)(stop)

    with pytest.raises(SystemExit):
        run_due()

    turn = Turn.objects.get()
    assert (turn.leased_until, turn.done_at) == (None, None)
    assert turn.due_at <= now()


def stop():
    raise SystemExit
