"""A timeline as it is shown: words, and undo only where it would not be refused."""

import pytest

from doorstep.activity.actions import add_note
from doorstep.activity.models import Note
from doorstep.history.actions import undo
from doorstep.history.entries import entries
from doorstep.history.models import Event
from doorstep.kit.errors import Invalid, Refusal
from doorstep.parties.actions import convert_lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create, update
from doorstep.selling.models import SalesOrder
from tests.steps import thank_lead


def shown(by):
    return {entry.event.pk: entry for entry in entries(Event.objects.order_by("-pk"), by=by)}


def last():
    return Event.objects.latest("pk")


def test_undo_is_offered_while_the_field_still_holds_what_was_left(alice):
    lead = make_lead(owner=alice, phone="1")
    update(lead, by=alice, phone="2")
    first = last()
    assert shown(alice)[first.pk].reverse == first

    update(lead, by=alice, phone="3")

    assert shown(alice)[first.pk].reverse is None
    with pytest.raises(Refusal):
        undo(first, by=alice)


def test_undo_becomes_redo_and_undo_again(alice):
    lead = make_lead(owner=alice, phone="1")
    update(lead, by=alice, phone="2")
    event = last()

    undo(event, by=alice)
    entry = shown(alice)[event.pk]
    assert (entry.is_undone, entry.reverse) == (True, last())

    undo(entry.reverse, by=alice)
    entry = shown(alice)[event.pk]
    assert (entry.is_undone, entry.reverse) == (False, last())

    undo(entry.reverse, by=alice)
    lead.refresh_from_db()
    assert lead.phone == "1"


def test_undo_is_not_offered_for_what_is_in_use(alice):
    customer = convert_lead(make_lead(owner=alice), by=alice)
    converted = last()
    assert shown(alice)[converted.pk].reverse == converted

    create(SalesOrder, by=alice, customer=customer)

    assert shown(alice)[converted.pk].reverse is None


def test_undo_is_not_offered_for_letters_nor_to_strangers(alice, carol):
    lead = make_lead(owner=alice)
    thank_lead(lead, by=alice)
    assert shown(alice)[last().pk].reverse is None

    update(lead, by=alice, phone="2")

    assert shown(carol)[last().pk].reverse is None


def test_a_note_is_shown_as_it_was_written_and_can_be_taken_back(alice):
    lead = make_lead(owner=alice)
    add_note(lead, by=alice, text="Wants *warm* white. ")

    entry = shown(alice)[last().pk]
    assert (entry.body, str(entry.action.told)) == ("Wants *warm* white.", "left a note")

    undo(entry.reverse, by=alice)
    assert not Note.objects.exists()


def test_an_empty_note_is_refused(alice):
    with pytest.raises(Invalid, match="Write something"):
        add_note(make_lead(owner=alice), by=alice, text=" ")


def test_names_are_kept_as_they_are_written(alice):
    create(type(make_lead()), by=alice, name="Ada", organisation="McAllister & de Vries GmbH")

    assert shown(alice)[last().pk].sentences == ["Lead McAllister & de Vries GmbH created"]
