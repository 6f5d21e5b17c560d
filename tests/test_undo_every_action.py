"""Whatever can be done can be undone: tried for every action there is."""

from pathlib import Path

import pytest
from django.db import connection

from doorstep.history.action import ACTIONS, last_event
from doorstep.history.actions import undo
from doorstep.history.entries import entries
from doorstep.history.models import Event
from doorstep.history.replay import replay
from doorstep.kit.errors import Refusal
from doorstep.kit.journaled import BOOKKEEPING
from doorstep.users.testing import make_role, make_user
from tests.every_action import CALLS, ELSEWHERE, World
from tests.steps import dump

OURS = sorted(
    name
    for name, action in ACTIONS.items()
    if action.undoable is True and action.function.__module__.startswith("doorstep.")
)
ON_A_LEAD = (
    *("*.noted", "*.tagged", "*.updated", "*.attached", "lead.assigned", "lead.moved"),
    *("lead.qualified", "lead.converted", "lead.updated", "contact.created", "contact.linked"),
)


@pytest.fixture
def world(db):
    role = make_role("Administrators", is_administrator=True)
    make_user("keeper@example.org", roles=[role])
    return World(make_user("chief@example.org", roles=[role]))


def test_every_action_is_tried_here_or_in_a_test_that_is_named():
    assert sorted(CALLS.keys() & set(OURS) | ELSEWHERE.keys()) == OURS
    for place in ELSEWHERE.values():
        path, _sign, name = place.partition("::")
        assert f"\ndef {name}(" in Path(path).read_text()


@pytest.mark.parametrize("name", [name for name in OURS if name not in ELSEWHERE])
def test_undone_it_leaves_everything_as_it_was_and_redone_as_it_became(world, name):
    before = _before(world, name)
    event, after = last_event(), dump()
    assert _offers(event, world)

    undo(event, by=world.chief)
    connection.check_constraints()
    assert dump() == before

    undo(last_event(), by=world.chief)
    connection.check_constraints()
    assert dump() == after


@pytest.mark.parametrize("first", ON_A_LEAD)
@pytest.mark.parametrize("second", ON_A_LEAD)
def test_undoing_the_first_of_two_keeps_the_second_or_is_refused(world, first, second):
    CALLS[first](world)
    event = last_event()
    world.lead.refresh_from_db()
    world.contact.refresh_from_db()
    try:
        CALLS[second](world)
    except Refusal:
        return
    kept, offered, before = last_event(), _offers(event, world), dump()
    if kept == event:
        return  # there was nothing left to do

    try:
        undo(event, by=world.chief)
    except Refusal:
        assert not offered
        assert dump() == before
    else:
        assert offered
        assert all(_still_holds(step) for step in replay([kept]).steps)


def _still_holds(step):
    names = step.after or {} if step.change.before is None else step.change.before
    return all(step.now[name] == step.after[name] for name in names if name not in BOOKKEEPING)


def _before(world, name):
    """Everything as it was before the action, and not before what prepares it."""
    held = []
    action = ACTIONS[name]
    function = action.function

    def remember(*args, **kwargs):
        held.append(dump())
        return function(*args, **kwargs)

    action.function = remember
    try:
        CALLS[name](world)
    finally:
        action.function = function
    return held[-1]


def _offers(event, world):
    fresh = Event.objects.select_related("by").get(pk=event.pk)
    return entries([fresh], by=world.chief)[0].reverse is not None
