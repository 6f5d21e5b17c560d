"""Merging while others merge, convert or edit the same records; and what history says after it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.activity.actions import add_note
from doorstep.activity.models import Note
from doorstep.dedupe.records import merge_records
from doorstep.history.action import Stale
from doorstep.history.actions import undo
from doorstep.history.models import Change, Event, Reaction
from doorstep.history.timeline import timeline
from doorstep.kit.errors import Conflict, Refusal
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Customer, Lead
from doorstep.parties.testing import make_contact, make_lead
from doorstep.records.actions import update
from tests.at_once import at_once

on_real_connections = pytest.mark.django_db(transaction=True)


def make_leads(alice, count):
    return [make_lead(owner=alice, name=f"Ada {n}", email=f"a{n}@x.test") for n in range(count)]


@on_real_connections
def test_two_merges_of_the_same_records_at_once_are_one(alice):
    a, b = make_leads(alice, 2)

    results = at_once(
        lambda: merge_records(a, by=alice, merge=[b]),
        lambda: merge_records(b, by=alice, merge=[a]),
    )

    assert Lead.objects.count() == 1
    assert Event.objects.count() == 1
    assert sum(isinstance(each, Conflict) for each in results) == 1


@on_real_connections
def test_two_merges_that_share_a_record_lose_nothing(alice):
    a, b, c = make_leads(alice, 3)
    for lead in (a, b, c):
        add_note(lead, by=alice, text=lead.name)

    results = at_once(
        lambda: merge_records(a, by=alice, merge=[b]),
        lambda: merge_records(c, by=alice, merge=[b]),
    )

    gone = sum(isinstance(each, Conflict) for each in results)
    assert gone == 1
    assert Lead.objects.count() == 2
    assert sum(Note.objects.about(lead).count() for lead in Lead.objects.all()) == 3


@on_real_connections
def test_a_merge_and_a_conversion_at_once_leave_one_lead_and_one_customer(alice):
    a, b = make_leads(alice, 2)

    results = at_once(
        lambda: merge_records(a, by=alice, merge=[b]),
        lambda: convert_lead(b, by=alice),
    )

    lead = Lead.objects.get()
    assert lead == a
    assert Customer.objects.count() == Event.objects.filter(name="lead.converted").count()
    if Customer.objects.exists():  # the conversion was first, and came along
        assert lead.customer == Customer.objects.get()
        assert lead.customer.lead == lead
    else:
        assert isinstance(results[1], Conflict)


@on_real_connections
def test_a_merge_and_an_edit_of_what_goes_at_once_keep_the_edit_or_refuse_it(alice):
    a, b = make_leads(alice, 2)

    _merged, edited = at_once(
        lambda: merge_records(a, by=alice, merge=[b]),
        lambda: update(b, by=alice, request="lamps"),
    )

    a.refresh_from_db()
    assert a.request == ("" if isinstance(edited, Refusal) else "lamps")


@on_real_connections
def test_merging_what_somebody_edited_since_it_was_compared_is_refused(alice, bob):
    a, b = make_leads(alice, 2)
    seen = {a.pk: a.version, b.pk: b.version}
    update(b, by=alice, request="lamps")

    with pytest.raises(Stale, match="changed since you opened it"):
        merge_records(a, by=alice, merge=[b], seen=seen)
    assert Lead.objects.count() == 2


@on_real_connections
def test_many_merges_into_one_at_once_keep_everyone_s_people(alice):
    kept, *others = make_leads(alice, 5)
    for lead in others:
        make_contact(owner=alice, name=lead.name, lead=lead)

    at_once(
        *[lambda other=other: merge_records(kept, by=alice, merge=[other]) for other in others]
    )

    assert list(Lead.objects.all()) == [kept]
    assert kept.contact_links.count() == 4


DEEDS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["note", "edit"])), max_size=8)


@pytest.mark.django_db
@given(deeds=DEEDS, rounds=st.permutations(range(4)))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_history_of_the_kept_one_is_all_that_happened_to_any(alice, deeds, rounds):
    leads = make_leads_anew(alice)
    for number, (who, what) in enumerate(deeds):
        if what == "note":
            add_note(leads[who], by=alice, text=str(number))
        else:
            update(Lead.objects.get(pk=leads[who].pk), by=alice, request=str(number))
    before = told_of(leads, alice)
    order = [leads[n] for n in rounds]

    merge_records(order[0], by=alice, merge=[order[1]])
    kept = merge_records(order[2], by=alice, merge=[order[0], order[3]])

    told = [event.pk for event in timeline(kept, seen_by=alice, size=200).items]
    merges = set(Event.objects.filter(name="lead.merged").values_list("pk", flat=True))
    assert len(told) == len(set(told)), "nothing is told twice"
    assert set(told) == before | merges
    for event in Event.objects.filter(name="lead.merged").order_by("-pk"):
        undo(event, by=alice)
    again = told_of(leads, alice)
    assert before <= again


def told_of(leads, by):
    """The events on the timelines of these."""
    pages = [timeline(lead, seen_by=by, size=200) for lead in leads]
    return {event.pk for page in pages for event in page.items}


def make_leads_anew(alice):
    """As hypothesis goes round within one transaction, what the last round left is taken away."""
    with unrecorded():
        Lead.objects.all().delete()
    Change.objects.all().delete()
    Reaction.objects.all().delete()
    Event.objects.filter(undoes__isnull=False).delete()
    Event.objects.all().delete()
    return make_leads(alice, 4)
