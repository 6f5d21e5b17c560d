"""Those who follow every write: told once, with the rows as they stand, inside the transaction."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit import noting
from doorstep.kit.errors import Invalid
from doorstep.kit.noting import Kind, unrecorded
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create, update


@pytest.fixture
def told(monkeypatch):
    """What a follower was told, a list for each outermost action."""
    calls = []
    monkeypatch.setattr(noting, "_followers", [calls.append])
    return calls


def test_an_action_tells_all_its_writes_at_once(alice, told):
    lead = make_lead(owner=alice)

    convert_lead(lead, by=alice)

    assert [write.kind for write in told[0]] == [Kind.CREATED]
    assert {write.record_type for write in told[1]} == {
        "parties.lead",
        "parties.customer",
        "parties.contact",
        "parties.contactlink",
    }


def test_a_saved_row_is_told_as_it_stands(alice, told):
    lead = create(Lead, by=alice, name="Ada")

    update(lead, by=alice, name="Augusta")

    last = told[1][-1]
    assert (last.row.name, last.before["name"]) == ("Augusta", "Ada")


def test_rows_changed_by_a_condition_are_told_without_what_they_hold_now(alice, told):
    make_lead(owner=alice, name="Ada")
    with unrecorded():
        Lead.objects.update(name="Augusta")

    assert [(write.row, write.before) for write in told[1]] == [(None, {"name": "Ada"})]


def test_a_refused_action_tells_nothing(alice, told):
    with pytest.raises(Invalid):
        create(Lead, by=alice, name="")

    assert told == []


def test_an_undo_is_told_like_any_action(alice, told):
    create(Lead, by=alice, name="Ada")

    undo(Event.objects.get(), by=alice)

    assert [write.kind for write in told[1]][-1] == Kind.DELETED
