"""What the timeline shows to whom, and until when."""

import pytest
from django.utils.timezone import now

from doorstep.activity.actions import add_note, pin_note
from doorstep.history.action import last_event
from doorstep.history.entries import story
from doorstep.history.models import Event
from doorstep.history.sight import Sight
from doorstep.history.telling import tell
from doorstep.history.timeline import timeline
from doorstep.kit.errors import Invalid
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import create, delete, update, update_many
from doorstep.selling.models import SalesOrder


def words(told):
    return [str(sentence) for entry in told.entries for sentence in entry.sentences]


def test_nothing_is_told_of_records_out_of_reach(alice, carol):
    lead = make_lead(owner=alice)
    customer = convert_lead(lead, by=alice)
    update(customer, by=alice, owner=carol)
    update(lead, by=alice, request="secret")

    told = words(story(make_same(customer), by=carol))

    assert "Customer Analytical Ltd created" in told
    assert not any("Status" in each or "Lead" in each or "secret" in each for each in told)


def make_same(record):
    return type(record).objects.get(pk=record.pk)


def test_an_event_in_words_is_limited_as_well(alice, carol):
    customer = convert_lead(make_lead(owner=alice), by=alice)
    event = last_event()
    update(customer, by=alice, owner=carol)

    assert tell([event], by=carol)[event.pk] == ["Customer Analytical Ltd created"]


def test_an_event_out_of_reach_is_not_there(alice, carol):
    update(make_lead(owner=alice), by=alice, phone="1")
    event = last_event()

    assert Sight(alice).event(event.pk) == event
    with pytest.raises(Event.DoesNotExist):
        Sight(carol).event(event.pk)


def test_the_event_of_a_deletion_stays_visible_to_those_who_could_reach_it(alice, bob, carol):
    delete(make_lead(owner=alice), by=alice)
    event = last_event()

    assert Sight(bob).event(event.pk) == event
    with pytest.raises(Event.DoesNotExist):
        Sight(carol).event(event.pk)


def test_a_timeline_can_stop_at_a_moment(alice):
    lead = create(Lead, by=alice, name="Ada")
    update(lead, by=alice, phone="1")
    moment = now()
    update(lead, by=alice, phone="2")
    add_note(lead, by=alice, text="Later.")

    page = timeline(lead, seen_by=alice, until=moment)

    assert [event.name for event in page.items] == ["lead.updated", "lead.created"]


def test_the_words_of_a_past_day_are_those_of_that_day(alice):
    lead = create(Lead, by=alice, name="Ada", phone="0")
    update(lead, by=alice, phone="1")
    moment = now()
    update(lead, by=alice, phone="2")

    assert "Phone: 0 → 1" in words(story(lead, by=alice, until=moment))


def test_a_page_link_that_makes_no_sense_is_refused(alice):
    for after in ("x", "-1", "9" * 30, "1 or 1=1"):
        with pytest.raises(Invalid):
            timeline(make_lead(owner=alice), after=after)


def test_a_timeline_of_many_kinds_pages_completely(alice):
    customer = make_customer(owner=alice)
    for number in range(5):
        order = create(SalesOrder, by=alice, customer=customer)
        update(order, by=alice, note=f"No. {number}")
        add_note(customer, by=alice, text=f"Note {number}")
    seen, after = [], ""
    while True:
        page = timeline(customer, seen_by=alice, after=after, size=4)
        seen += [event.pk for event in page.items]
        if not (after := page.next or ""):
            break

    assert seen == list(Event.objects.order_by("-pk").values_list("pk", flat=True))


def test_an_event_that_touched_many_of_its_rows_hides_none_before_it(alice):
    customer = make_customer(owner=alice)
    orders = [create(SalesOrder, by=alice, customer=customer) for _ in range(3)]
    update_many(SalesOrder, by=alice, ids=[each.pk for each in orders], note="Soon")

    page = timeline(customer, seen_by=alice, size=3)

    assert [event.name for event in page.items][1:] == ["sales_order.created"] * 2
    assert page.next


def test_what_was_noted_later_on_an_old_note_comes_first(alice):
    lead = make_lead(owner=alice)
    old = add_note(lead, by=alice, text="Old")
    for number in range(4):
        add_note(lead, by=alice, text=f"New {number}")
    pin_note(old, by=alice)

    page = timeline(lead, seen_by=alice, size=2)

    assert [event.name for event in page.items] == ["note.pinned", "lead.noted"]


def test_who_did_it_is_read_once_for_a_page(alice, bob, django_assert_max_num_queries):
    lead = make_lead(owner=alice)
    for number in range(10):
        update(lead, by=(alice, bob)[number % 2], phone=str(number))

    with django_assert_max_num_queries(9):
        told = story(lead, by=alice)
    assert {str(entry.event.by) for entry in told.entries} == {str(alice), str(bob)}
