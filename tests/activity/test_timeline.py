"""One timeline: of a record, of its whole relationship, narrowed and searched."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.timezone import now

from doorstep.activity.actions import (
    add_note,
    create_event,
    create_task,
    delete_note,
    edit_note,
    finish_event,
    log_call,
    pin_note,
    plan_contact,
)
from doorstep.activity.models import CalendarEvent, Task
from doorstep.history.entries import story
from doorstep.history.models import Change
from doorstep.history.timeline import timeline
from doorstep.history.told_on import is_told_on_its_record
from doorstep.parties.actions import convert_lead, create_lead, link_contact
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.actions import update
from doorstep.users.testing import make_role, make_user
from tests.every_action import CALLS, World

TOMORROW = now() + timedelta(days=1)


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Nadia Ferrante")


def names(record, by, **asked):
    return [event.name for event in timeline(record, seen_by=by, **asked).items]


def told(record, by, **asked):
    entries = story(record, by=by, **asked).entries
    return [text for entry in entries for text in [*map(str, entry.sentences), entry.body] if text]


def test_it_is_narrowed_to_sorts_of_entries(lead, alice):
    add_note(lead, by=alice, text="Wants brass.")
    log_call(lead, by=alice, text="Nobody there.")
    update(lead, by=alice, phone="+49 30 5550 142")
    create_task(Task, by=alice, subject="Send a sample", records=[lead])
    create_event(CalendarEvent, by=alice, subject="Visit", starts_at=TOMORROW, records=[lead])

    assert names(lead, alice, kinds=["notes"]) == ["lead.noted"]
    assert names(lead, alice, kinds=["notes", "calls"]) == ["lead.called", "lead.noted"]
    assert names(lead, alice, kinds=["tasks"]) == ["task.created"]
    assert names(lead, alice, kinds=["meetings"]) == ["calendar_event.created"]
    assert names(lead, alice, kinds=["changes"]) == ["lead.updated"]
    assert names(lead, alice, kinds=["changes", "notes"]) == ["lead.updated", "lead.noted"]


def test_an_edit_of_what_hangs_on_it_is_told_as_well(lead, alice):
    note = add_note(lead, by=alice, text="Wants brass.")
    edit_note(note, by=alice, text="Wants nickel.")
    pin_note(note, by=alice)
    delete_note(note, by=alice)

    assert names(lead, alice) == ["note.deleted", "note.pinned", "note.edited", "lead.noted"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CALLS))
def test_whatever_an_action_writes_about_a_record_stands_in_the_journal_of_that_record(
    name,
):
    chief = make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])
    world = World(chief)

    CALLS[name](world)

    for change in Change.objects.select_related("event"):
        row = is_told_on_its_record(change.record_type) and _row(change)
        if row:
            beside = Change.objects.filter(
                event=change.event, record_type=row.about_type, record_id=row.about_id
            )
            assert beside.exists(), (name, change)


def _row(change):
    return apps.get_model(change.record_type)._base_manager.filter(pk=change.record_id).first()


def test_the_whole_relationship_goes_from_the_lead_to_the_customer_and_its_people(lead, alice):
    add_note(lead, by=alice, text="Met in hall 4.")
    customer = convert_lead(lead, by=alice)
    log_call(customer, by=alice, text="Prices.")
    person = make_contact(owner=alice, name="Piet")
    link_contact(person, by=alice, record=customer)
    add_note(person, by=alice, text="Decides.")

    for record in (lead, customer):
        found = names(record, alice, whole=True)

        assert [each for each in found if each.endswith(("noted", "called", "converted"))] == [
            "contact.noted",
            "customer.called",
            "lead.converted",
            "lead.noted",
        ]


def test_of_a_shared_person_only_the_own_company_is_told(alice):
    one, other = make_customer(owner=alice, name="One"), make_customer(owner=alice, name="Other")
    person = make_contact(owner=alice, name="Piet")
    for customer in (one, other):
        link_contact(person, by=alice, record=customer, is_primary=True)
    add_note(other, by=alice, text="Not about One.")

    assert "customer.noted" not in names(one, alice, whole=True)
    assert "customer.noted" in names(person, alice, whole=True)


def test_what_is_out_of_reach_is_not_told_of_a_relationship(lead, alice, carol):
    add_note(lead, by=alice, text="Secret terms.")
    customer = convert_lead(lead, by=alice)
    update(customer, by=alice, owner=carol)

    assert "Secret terms." not in told(customer, carol, whole=True)
    assert "lead.noted" not in names(customer, carol, whole=True)
    assert names(customer, carol, whole=True, text="Secret") == []


def test_a_search_finds_what_was_written_planned_and_replaced(lead, alice):
    add_note(lead, by=alice, text="Wants Gebürstetes brass.")
    create_task(Task, by=alice, subject="Send a sample", records=[lead])
    update(lead, by=alice, organisation="Züri Quill")
    update(lead, by=alice, organisation="Other")

    assert names(lead, alice, text="brass") == ["lead.noted"]
    assert names(lead, alice, text="Gebürst") == ["lead.noted"]
    assert names(lead, alice, text="a SAMPLE") == ["task.created"]
    assert names(lead, alice, text="Züri") == ["lead.updated", "lead.updated"]  # put, replaced
    assert names(lead, alice, text="other") == ["lead.updated"]
    assert names(lead, alice, text="brass", kinds=["tasks"]) == []
    assert names(lead, alice, text="100%") == []


def test_a_search_finds_what_a_record_was_made_with(alice):
    lead = create_lead(Lead, by=alice, name="Nadia Ferrante", organisation="Quill")
    update(lead, by=alice, phone="+49 30 5550 142")

    assert names(lead, alice, text="ferrante") == ["lead.created"]


def test_a_planned_contact_is_told_once(lead, alice, bob):
    plan_contact(lead, by=alice, line="call tomorrow 10 with bob@example.org about brass")
    lead.refresh_from_db()
    plan_contact(lead, by=alice, line="visit in 3 days 11 about the stairs")

    moved, planned = (entry.sentences for entry in story(lead, by=alice).entries)
    starts = [each for each in (*planned, *moved) if each.label in ("Starts", "Ends", "Kind")]
    assert starts == []
    assert [each.label for each in planned if each.label] == ["Next contact", "Next contact as"]
    assert f"Participant {bob.name} created" in map(str, planned)
    assert "Subject: Call: brass → Visit: the stairs" in map(str, moved)


def test_a_private_event_is_only_told_as_busy(lead, alice, bob):
    event = create_event(
        CalendarEvent,
        by=alice,
        subject="Salary talk",
        is_private=True,
        starts_at=TOMORROW,
        records=[lead],
    )
    finish_event(event, by=alice, outcome="Salary agreed")

    assert not any("Salary" in each for each in told(lead, bob))
    assert "Busy" in told(lead, bob)
    assert names(lead, bob, text="Salary") == []
    assert any("Salary" in each for each in told(lead, alice))


def test_whoever_sees_the_record_sees_the_events_about_it(lead, alice, carol):
    event = create_event(
        CalendarEvent, by=alice, subject="Visit", starts_at=TOMORROW, records=[lead]
    )
    update(lead, by=alice, owner=carol, lead_owner=carol)

    assert CalendarEvent.objects.visible_to(carol).get() == event


def test_it_pages_completely_however_it_is_narrowed(lead, alice):
    for number in range(7):
        add_note(lead, by=alice, text=f"Brass {number}")
        log_call(lead, by=alice)
    customer = convert_lead(lead, by=alice)

    for asked in ({"kinds": ["notes"]}, {"text": "brass"}, {"kinds": ["notes"], "whole": True}):
        found, after = [], ""
        while after is not None:
            page = timeline(
                customer, seen_by=alice, size=3, after=after, **asked | {"whole": True}
            )
            found += page.items
            after = page.next

        assert [each.name for each in found] == ["lead.noted"] * 7


def test_the_page_shows_pinned_notes_first_and_what_was_asked_for(as_alice, lead, alice):
    pin_note(add_note(lead, by=alice, text="Pays in advance."), by=alice)
    log_call(lead, by=alice, text="Spoke of nickel.", minutes=14)

    page = as_alice.get(f"/leads/{lead.pk}/").text
    calls = as_alice.get(f"/leads/{lead.pk}/timeline/?kinds=calls").text
    found = as_alice.get(f"/leads/{lead.pk}/?q=nickel").text

    assert page.index("tl__e--pinned") < page.index("Spoke of nickel.")
    assert "Spoke to them · 14 min" in calls
    assert "Pays in advance." not in calls
    assert "Spoke of nickel." in found
    assert "Pays in advance." not in found


def test_the_api_narrows_it_the_same_way(as_alice, lead, alice):
    add_note(lead, by=alice, text="Wants brass.")
    customer = convert_lead(lead, by=alice)
    here = f"/api/v1/customers/{customer.pk}/timeline"

    asked = as_alice.get(here, {"kinds": "notes", "q": "brass", "scope": "relationship"}).json()
    wrong = as_alice.get(here, {"kinds": "notes,poems"})

    assert [(each["kind"], each["text"]) for each in asked["items"]] == [("notes", "Wants brass.")]
    assert asked["items"][0]["subject"] == f"lead:{lead.pk}"
    assert wrong.status_code == 422
    assert "poems" in wrong.json()["error"]["fields"]["kinds"]
    assert as_alice.get(here, {"scope": "world"}).status_code == 422
