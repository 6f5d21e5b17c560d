"""A reaction is done once, tried again when it fails, and found when it was lost."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from doorstep.history.action import last_event
from doorstep.history.models import Reaction
from doorstep.history.reactions import (
    PAUSES,
    REACTIONS,
    failed_reactions,
    react,
    reacts_to,
    sweep_lost_reactions,
    try_again,
)
from doorstep.parties.models import Customer, Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create, update

PATH = f"{__name__}.write_down"
heard = []


def write_down(event):
    heard.append(event.name)


def break_down(event):
    heard.append(event.name)
    create(Customer, by=event.by, name="half done")
    raise RuntimeError("the printer is on fire")


@pytest.fixture(autouse=True)
def quiet():
    kept = {name: list(reactions) for name, reactions in REACTIONS.items()}
    heard.clear()
    yield
    REACTIONS.clear()
    REACTIONS.update(kept)


def updated(alice):
    update(make_lead(owner=alice), by=alice, phone="1")
    return last_event()


def test_a_task_that_comes_twice_is_done_once(alice):
    reacts_to("lead.updated")(write_down)
    event = updated(alice)

    for _twice in range(2):
        react.call(event.pk, PATH)

    assert heard == ["lead.updated"]
    assert Reaction.objects.get().status == "DONE"


def test_what_a_failed_reaction_wrote_is_taken_back(alice):
    reacts_to("lead.updated")(break_down)
    event = updated(alice)

    react.call(event.pk, f"{__name__}.break_down")

    assert not Customer.objects.exists()
    reaction = Reaction.objects.get()
    assert (reaction.status, reaction.attempts) == ("AGAIN", 1)
    assert reaction.error == "RuntimeError: the printer is on fire"


def test_what_failed_is_tried_again_with_growing_pauses_and_then_listed(alice):
    reacts_to("lead.updated")(break_down)
    event = updated(alice)
    react.call(event.pk, f"{__name__}.break_down")

    moment = now()
    for pause in PAUSES:
        with time_machine.travel(moment + timedelta(minutes=pause - 0.5), tick=False):
            assert sweep_lost_reactions() == 0
        moment += timedelta(minutes=pause, seconds=1)
        with time_machine.travel(moment, tick=False):
            assert sweep_lost_reactions() == 1

    assert len(heard) == len(PAUSES) + 1
    assert [reaction.event for reaction in failed_reactions()] == [event]
    with time_machine.travel(moment + timedelta(days=9)):
        assert sweep_lost_reactions() == 0


def test_one_that_was_given_up_can_be_tried_again(alice):
    reacts_to("lead.updated")(write_down)
    event = updated(alice)
    Reaction.objects.filter(event=event).update(status="FAILED", attempts=5)
    failed = failed_reactions().get()

    try_again(failed)

    assert heard == ["lead.updated"]
    assert not failed_reactions().exists()


def test_one_whose_worker_died_is_found(alice):
    reacts_to("lead.updated")(write_down)
    event = updated(alice)
    dead = now() + timedelta(minutes=15)
    Reaction.objects.filter(event=event).update(status="RUNNING", attempts=1, due_at=dead)

    react.call(event.pk, PATH)
    assert heard == []  # it may only be slow

    with time_machine.travel(dead + timedelta(seconds=1)):
        sweep_lost_reactions()
    assert heard == ["lead.updated"]


def test_one_lost_between_commit_and_enqueuing_is_found(alice):
    reacts_to("lead.updated")(write_down)
    updated(alice)  # the test's transaction never commits, so nothing is enqueued
    assert Reaction.objects.get().status == "PENDING"

    with time_machine.travel(now() + timedelta(minutes=16)):
        assert sweep_lost_reactions() == 1

    assert heard == ["lead.updated"]


def test_no_reaction_no_row(alice):
    create(Lead, by=alice, name="Ada")

    assert not Reaction.objects.exists()


def test_a_reaction_that_is_no_more_is_passed_over(alice):
    react.call(updated(alice).pk, "no.such.reaction")

    assert not Reaction.objects.exists()
