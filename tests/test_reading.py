"""The timeline, "as it was on", and events in words."""

from datetime import UTC, datetime

import pytest
from django.utils.timezone import now

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.history.reading import as_of
from doorstep.history.telling import tell
from doorstep.history.timeline import timeline
from doorstep.parties.actions import convert_lead, link_contact
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.actions import create, delete, update


def names(page):
    return [event.name for event in page.items]


def test_as_it_was_then(alice):
    lead = create(Lead, by=alice, name="Ada")
    created = now()
    update(lead, by=alice, name="Augusta")
    renamed = now()
    delete(lead, by=alice)
    lead.pk = Event.objects.latest("pk").subject_id

    assert as_of(lead, datetime(2000, 1, 1, tzinfo=UTC)) is None
    assert as_of(lead, created)["name"] == "Ada"
    assert as_of(lead, renamed)["name"] == "Augusta"
    assert Lead(**as_of(lead, renamed)).owner == alice
    assert as_of(lead, now()) is None


def test_a_timeline_is_newest_first_and_pages_completely(alice):
    lead = create(Lead, by=alice, name="Ada")
    update(lead, by=alice, name="Augusta")
    convert_lead(lead, by=alice)

    page = timeline(lead, size=2)
    rest = timeline(lead, size=2, after=page.next)

    assert names(page) == ["lead.converted", "lead.updated"]
    assert (names(rest), rest.next) == (["lead.created"], None)


def test_a_timeline_can_tell_of_what_belongs_to_a_record(alice, carol):
    customer = make_customer(owner=alice)
    update(customer, by=alice, name="Renamed")
    contact = make_contact(owner=alice, name="Ada")
    link_contact(contact, by=alice, record=customer)

    assert names(timeline(customer)) == ["customer.updated"]
    assert len(timeline(customer, seen_by=alice).items) == 2
    assert len(timeline(customer, seen_by=carol).items) == 1


def test_an_event_in_words(alice, bob):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)
    converted = Event.objects.get()
    update(lead, by=bob, owner=bob)

    assert set(tell([converted])[converted.pk]) == {
        "Status: Open → Converted",
        "Customer: – → Analytical Ltd",
        "Customer Analytical Ltd created",
        "Contact Ada Byron created",
        "Ada Byron linked to Analytical Ltd",
    }


def test_an_undone_event_still_says_what_it_did(alice):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)
    converted = Event.objects.get()

    undo(converted, by=alice)

    told = tell(Event.objects.all())
    assert "Status: Open → Converted" in told[converted.pk]
    assert "Status: Converted → Open" in told[Event.objects.latest("pk").pk]


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_of_a_timeline_is_told_in_three_queries(alice, count, django_assert_num_queries):
    lead = make_lead(owner=alice)
    for n in range(count):
        update(lead, by=alice, phone=str(n))
    events = timeline(lead).items

    with django_assert_num_queries(3):
        tell(events)
