"""The index is what the records are, after every change."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Contact, ContactEmail, Lead
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.actions import create, delete, update
from doorstep.records.searching import search
from doorstep.search.models import Entry
from doorstep.search.rebuilding import problems, rebuild
from doorstep.search.sources import sources
from doorstep.selling.testing import make_sales_order
from tests.steps import STEPS, take


def index():
    return list(Entry.objects.order_by("pk").values())


def found(user, text):
    return [(hit.kind, hit.title) for hit in search(user, text)]


def test_an_edit_is_found_at_once_and_the_old_words_are_not(alice):
    lead = make_lead(owner=alice, name="Ada", organisation="")

    update(lead, by=alice, name="Augusta")

    assert (found(alice, "augusta"), found(alice, "ada")) == ([("lead", "Augusta")], [])


def test_an_undo_brings_the_old_words_back(alice):
    lead = make_lead(owner=alice, name="Ada", organisation="")
    update(lead, by=alice, name="Augusta")

    undo(Event.objects.latest("pk"), by=alice)

    assert (found(alice, "ada"), found(alice, "augusta")) == ([("lead", "Ada")], [])


def test_what_was_deleted_is_not_found_until_that_is_undone(alice):
    lead = make_lead(owner=alice, name="Ada")
    delete(lead, by=alice)
    assert found(alice, "ada") == []

    undo(Event.objects.latest("pk"), by=alice)

    assert found(alice, "ada") == [("lead", "Ada")]


def test_a_conversion_is_found_under_all_it_made(alice):
    lead = make_lead(owner=alice, name="Ada Byron", organisation="Engines Ltd")

    convert_lead(lead, by=alice)

    assert {kind for kind, _title in found(alice, "engines")} >= {"lead", "customer"}
    assert {kind for kind, _title in found(alice, "byron")} >= {"lead", "contact"}


def test_a_record_is_found_by_what_it_points_to(alice):
    customer = make_customer(owner=alice, name="Spinoza")
    make_sales_order(owner=alice, customer=customer, number="SO-1")

    update(customer, by=alice, name="Engines")

    assert ("sales_order", "SO-1") in found(alice, "engines")
    assert found(alice, "spinoza") == []


def test_a_refused_action_leaves_the_index_alone(alice, carol):
    lead = make_lead(owner=alice, name="Ada", organisation="")

    with pytest.raises(Refusal):
        update(lead, by=carol, name="Augusta")

    assert found(alice, "augusta") == []


def test_bulk_edits_are_followed(alice):
    for number in range(3):
        make_lead(owner=alice, name=f"Ada {number}")

    with unrecorded():
        Lead.objects.update(organisation="Engines")
        Contact.objects.bulk_create([Contact(name="Engine driver", owner=alice)] * 1)

    assert len(found(alice, "engine")) == 4


def test_an_edit_of_what_nobody_searches_asks_nothing_of_the_index(alice):
    lead = make_lead(owner=alice)

    with CaptureQueriesContext(connection) as queries:
        update(lead, by=alice, job_title="Countess")

    assert not [each for each in queries if "search_" in each["sql"]]


def test_ten_thousand_rows_are_written_in_a_few_statements(alice):
    leads = [Lead(name=f"Ada {number}", owner=alice) for number in range(10_000)]
    with CaptureQueriesContext(connection) as queries, unrecorded():
        Lead.objects.bulk_create(leads, batch_size=1000)

    assert len([each for each in queries if "search_" in each["sql"]]) <= 2
    assert Entry.objects.count() == 10_000


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_after_whatever_was_done_the_index_is_as_if_made_anew(alice, steps):
    events = []
    with transaction.atomic():
        make_contact(owner=alice)
        for step in steps:
            events.append(take(step, alice))
        for event in reversed([event for event in events if event][::2]):
            with suppress(Refusal):
                undo(event, by=alice)
        kept = index()

        assert problems() == []
        rebuild()
        assert index() == kept
        transaction.set_rollback(True)


def test_a_rebuild_puts_right_what_is_wrong(alice):
    lead, other = make_lead(owner=alice, name="Ada"), make_lead(owner=alice, name="Ada")
    right = index()
    base = sources()[Lead].base
    Entry.objects.filter(pk=base + lead.pk).update(text="  nonsense  ")
    Entry.objects.filter(pk=base + other.pk).delete()
    Entry.objects.create(pk=base + other.pk + 7, title="gone", detail="", key="lead:x", text=" x ")
    Entry.objects.create(pk=12, title="of no kind", detail="", key="x", text=" x ")

    assert rebuild() == 2

    assert index() == right


def test_the_doctor_says_when_entries_are_missing(alice):
    make_lead(owner=alice)
    Entry.objects.all().delete()

    assert problems() == [("0 entries for 1 leads", "Run: doorstep reindex")]


def test_a_made_record_leaves_one_statement_for_the_index(alice):
    with CaptureQueriesContext(connection) as queries:
        create(Lead, by=alice, name="Ada")

    assert len([each for each in queries if "search_" in each["sql"]]) == 1


def test_a_contact_is_found_by_each_of_its_addresses_and_numbers(alice):
    contact = make_contact(owner=alice, name="Ada", email="ada@example.org", phone="030 123456")
    with unrecorded():
        second = ContactEmail(contact=contact, email="countess@example.org")
        second.tidy()
        second.save()
    assert found(alice, "countess@example.org") == [("contact", "Ada")]

    with unrecorded():
        second.email = "lovelace@example.org"
        second.save()
    assert found(alice, "lovelace") == [("contact", "Ada")]
    assert found(alice, "countess") == []

    with unrecorded():
        second.delete()
    assert found(alice, "lovelace") == []
    assert found(alice, "ada@example.org 030/123456") == [("contact", "Ada")]


def test_rows_that_move_to_another_record_are_found_there(alice):
    ada = make_contact(owner=alice, name="Ada", email="ada@example.org")
    other = make_contact(owner=alice, name="Charles")

    with unrecorded():
        row = ContactEmail.objects.get()
        row.contact = other
        row.save()
        Contact.objects.filter(pk=ada.pk).update(email="")

    assert found(alice, "ada@example.org") == [("contact", "Charles")]


def test_rows_changed_by_a_condition_are_followed(alice):
    make_contact(owner=alice, name="Ada", email="ada@example.org")

    with unrecorded():
        ContactEmail.objects.update(email="countess@example.org")

    assert found(alice, "countess") == [("contact", "Ada")]


def test_a_contact_made_with_its_rows_leaves_one_statement_for_the_index(alice):
    with CaptureQueriesContext(connection) as queries, unrecorded():
        contact = Contact.objects.create(name="Ada", owner=alice)
        for name in ("ada", "countess"):
            email = ContactEmail(contact=contact, email=f"{name}@example.org")
            email.tidy()
            email.save()

    assert len([each for each in queries if "search_" in each["sql"]]) == 1
    assert found(alice, "ada countess") == [("contact", "Ada")]
