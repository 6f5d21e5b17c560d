"""Events of many records: undone as one, told in a line, read no further than is shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.history.action import ACTIONS, action, last_event
from doorstep.history.actions import undo
from doorstep.history.entries import entries, story
from doorstep.history.models import Change, Event
from doorstep.kit.errors import Conflict, Forbidden
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import update
from tests.steps import dump


@pytest.fixture
def spread():
    @action("*.spread", verb="edit", label="Spread")
    def spread(model: type[Lead], *, by, text: str, apart: bool = False) -> int:
        """Write every lead; each its own value, or all the same."""
        pks = model.objects.values_list("pk", flat=True)
        return model.objects.rewrite(
            {pk: {"request": f"{text}{pk}" if apart else text} for pk in pks}
        )

    yield spread
    del ACTIONS["*.spread"]


@pytest.fixture
def made():
    @action("*.made", verb="create", label="Make many")
    def made(model: type[Lead], *, by, count: int) -> None:
        """Make so many leads."""
        model.objects.bulk_create([Lead(organisation=f"Org {n}", owner=by) for n in range(count)])

    yield made
    del ACTIONS["*.made"]


def many(owner, count):
    with unrecorded():
        Lead.objects.bulk_create(Lead(organisation=f"Org {n}", owner=owner) for n in range(count))
    return Lead.objects.order_by("pk")


def statements_to(call):
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


@pytest.mark.parametrize("apart", [False, True])
def test_a_change_of_many_is_undone_and_redone_as_one(alice, spread, apart):
    many(alice, 120)
    before = dump()
    spread(Lead, by=alice, text="1", apart=apart)
    after = dump()

    undo(last_event(), by=alice)
    assert dump() == before
    undo(last_event(), by=alice)
    assert dump() == after


def test_an_import_is_undone_and_redone_as_one(alice, made):
    before = dump()
    made(Lead, by=alice, count=120)
    after = dump()

    undo(last_event(), by=alice)
    assert dump() == before
    undo(last_event(), by=alice)
    assert dump() == after


def test_undoing_ten_times_as_many_takes_no_more_statements(alice, spread):
    def once(count):
        many(alice, count)
        spread(Lead, by=alice, text=f"of {count}")
        event = last_event()
        return statements_to(lambda: undo(event, by=alice))

    assert once(300) <= once(30)


def test_one_of_many_that_was_edited_since_is_named_and_none_is_undone(alice, spread):
    lead, *_others = many(alice, 60)
    spread(Lead, by=alice, text="1")
    event = last_event()
    lead.refresh_from_db()
    update(lead, by=alice, request="2")

    with pytest.raises(Conflict, match="interested in"):
        undo(event, by=alice)
    assert Lead.objects.filter(request="1").count() == 59


def test_one_of_many_out_of_reach_is_enough_to_refuse(alice, carol, spread):
    lead, *_others = many(alice, 60)
    spread(Lead, by=alice, text="1")
    event = last_event()
    update(lead, by=alice, owner=carol)

    with pytest.raises(Forbidden):
        undo(event, by=alice)


def test_a_timeline_reads_no_more_of_a_large_event_than_concerns_its_record(alice, spread):
    lead, *_others = many(alice, 300)
    lead_alone = make_lead(owner=alice)
    update(lead_alone, by=alice, request="1")
    alone = statements_to(lambda: story(lead_alone, by=alice))
    spread(Lead, by=alice, text="2")

    with CaptureQueriesContext(connection) as queries:
        told = story(lead, by=alice)

    assert len(queries) <= alone + 1
    assert [str(sentence) for sentence in told.entries[0].sentences] == [
        "Interested in: – → 2",
        "301 records changed",
    ]
    assert told.entries[0].reverse == last_event()


def test_a_list_of_events_tells_a_large_one_without_reading_its_changes(alice, spread):
    many(alice, 300)
    spread(Lead, by=alice, text="2")

    with CaptureQueriesContext(connection) as queries:
        (entry,) = entries([Event.objects.select_related("by").get()], by=alice)

    assert entry.sentences == ["300 records changed"]
    assert entry.reverse == entry.event
    assert not any("before" in query["sql"] for query in queries)


def test_an_event_knows_how_much_it_changed(alice, spread):
    many(alice, 75)
    spread(Lead, by=alice, text="2")

    assert Event.objects.get().size == Change.objects.count() == 75
