"""Taking back one field of what an event changed."""

import pytest

from doorstep.history.action import last_event
from doorstep.history.actions import revert, undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden
from doorstep.parties.testing import make_lead
from doorstep.records.actions import update
from doorstep.selling.testing import make_sales_order
from tests.steps import thank_lead


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Ada", phone="1")


@pytest.fixture
def both(lead, alice):
    update(lead, by=alice, name="Augusta", phone="2")
    return last_event()


def test_the_other_fields_stay(lead, alice, both):
    revert(lead, by=alice, event=both, field="phone")

    lead.refresh_from_db()
    assert (lead.name, lead.phone) == ("Augusta", "1")


def test_it_is_an_event_of_its_own_that_can_be_undone(lead, alice, both):
    revert(lead, by=alice, event=both, field="phone")
    taken_back = last_event()
    assert (taken_back.name, taken_back.undoes) == ("lead.reverted", None)

    undo(taken_back, by=alice)

    lead.refresh_from_db()
    assert lead.phone == "2"


def test_a_field_that_moved_on_is_refused_and_the_others_are_not(lead, alice, both):
    lead.refresh_from_db()
    update(lead, by=alice, phone="3")

    with pytest.raises(Conflict, match="phone"):
        revert(lead, by=alice, event=both, field="phone")
    revert(lead, by=alice, event=both, field="name")

    lead.refresh_from_db()
    assert (lead.name, lead.phone) == ("Ada", "3")


def test_a_field_it_did_not_change_is_refused(lead, alice, both):
    with pytest.raises(Conflict, match="did not change"):
        revert(lead, by=alice, event=both, field="email")


def test_what_would_break_a_rule_is_refused(alice):
    order = make_sales_order(owner=alice)
    update(order, by=alice, number="SO-1")
    numbered = last_event()
    update(order, by=alice, status="TO_BILL")

    with pytest.raises(Conflict, match=r"does not (fit|change)"):
        revert(order, by=alice, event=numbered, field="number")


def test_what_follows_from_the_field_follows_again(lead, alice, both):
    lead.refresh_from_db()

    revert(lead, by=alice, event=both, field="name")

    lead.refresh_from_db()
    assert (lead.name, lead.first_name) == ("Ada", "Ada")


def test_out_of_reach_it_is_refused(lead, both, carol):
    with pytest.raises(Forbidden):
        revert(lead, by=carol, event=both, field="phone")


def test_of_what_cannot_be_undone_no_field_can_either(lead, alice):
    thank_lead(lead, by=alice)

    with pytest.raises(Conflict, match="unsent"):
        revert(lead, by=alice, event=Event.objects.get(), field="name")
