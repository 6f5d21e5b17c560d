"""What is written down, and what is refused."""

import pytest
from django.test.utils import CaptureQueriesContext

from doorstep.history.action import ACTIONS, action_of
from doorstep.history.journal import OutsideAction, unrecorded
from doorstep.history.keys import KeyReused
from doorstep.history.models import Change, Event
from doorstep.kit.errors import Conflict
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Customer, Lead
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import create, update


@pytest.mark.parametrize(
    "write",
    [
        lambda lead: lead.save(),
        lambda lead: lead.delete(),
        lambda lead: Lead.objects.create(name="Ada"),
        lambda lead: Lead.objects.update(name="Ada"),
        lambda lead: Lead.objects.bulk_create([Lead(name="Ada")]),
        lambda lead: Lead.objects.all().delete(),
        lambda lead: Lead.objects.bulk_update([lead], ["name"]),
        lambda lead: Lead.objects.filter(name="nobody").update(name="Ada"),
        lambda lead: make_customer().leads.add(lead),
    ],
)
def test_records_are_only_written_inside_an_action(alice, write):
    lead = make_lead(owner=alice)

    with pytest.raises(OutsideAction, match="only written inside an action"):
        write(lead)


def test_where_no_history_is_wanted_it_must_be_said(alice):
    with unrecorded():
        Lead.objects.create(name="Ada")

    assert not Event.objects.exists()


def test_only_what_changed_is_written_and_noted(alice):
    lead = make_lead(owner=alice, name="Ada", request="1")

    update(lead, by=alice, name="Ada", request="2")

    assert Change.objects.get().before == {"request": "1"}


def test_a_deferred_field_that_is_assigned_is_noted_too(alice):
    make_lead(owner=alice, phone="1")
    lead = Lead.objects.only("name").get()
    with unrecorded():
        lead.phone = "2"
        lead.save()

    assert Lead.objects.get().phone == "2"


def test_a_stale_copy_is_never_written(alice):
    lead = make_lead(owner=alice)
    update(lead, by=alice, phone="2")

    lead.phone = "3"

    with unrecorded(), pytest.raises(Conflict, match="changed meanwhile"):
        lead.save()


def test_a_key_given_twice_does_it_once(alice):
    first = create(Customer, by=alice, key="abc", name="Analytical Ltd")
    again = create(Customer, by=alice, key="abc", name="Analytical Ltd")

    assert first == again == Customer.objects.get()
    assert Event.objects.count() == 1


def test_a_key_replays_an_action_that_could_not_be_done_again(alice):
    lead = make_lead(owner=alice)

    customer = convert_lead(lead, by=alice, key="abc")

    assert convert_lead(lead, by=alice, key="abc") == customer


def test_a_key_is_free_again_after_a_refusal(alice):
    lead = make_lead(owner=alice)
    with pytest.raises(Conflict):
        update(lead, by=alice, key="abc", seen=99, phone="1")

    update(lead, by=alice, key="abc", seen=1, phone="1")

    assert Lead.objects.get().phone == "1"


def test_a_key_belongs_to_one_person_and_one_action(alice, bob):
    create(Customer, by=alice, key="abc", name="A")
    create(Customer, by=bob, key="abc", name="B")

    with pytest.raises(KeyReused, match="used for something else"):
        create(Lead, by=alice, key="abc", name="C")
    assert Customer.objects.count() == 2


def test_an_action_is_data_for_menus_and_docs():
    convert = ACTIONS["lead.converted"]

    assert convert is convert_lead
    assert (convert.model, convert.verb, convert.undoable) == (Lead, "convert", True)
    assert [argument.name for argument in convert.arguments] == ["into", "name", "type"]
    assert action_of(Event(name="exchange_rate.updated")) is update


def statements(queries):
    return [q["sql"].split("(")[0].strip().replace('"', "")[:40] for q in queries]


@pytest.mark.django_db(transaction=True)
def test_creating_a_lead_takes_a_look_and_four_inserts_in_one_transaction(alice, connection_of):
    alice.reach(Lead, "create")  # the grants are read once a request

    with CaptureQueriesContext(connection_of) as queries:
        create(Lead, by=alice, name="Ada")

    words = [sql.split()[0] for sql in statements(queries)]
    assert words == ["BEGIN", "SELECT", *["INSERT"] * 4, "COMMIT"]


@pytest.mark.django_db(transaction=True)
def test_updating_a_lead_adds_two_inserts_to_its_lock_and_update(alice, connection_of):
    lead = make_lead(owner=alice)
    alice.reach(Lead, "edit")

    with CaptureQueriesContext(connection_of) as queries:
        update(lead, by=alice, job_title="Countess")

    words = [sql.split()[0] for sql in statements(queries)]
    assert words == ["BEGIN", "SELECT", "UPDATE", "INSERT", "INSERT", "COMMIT"]


def test_saving_needs_no_query_to_know_what_changed(alice, django_assert_num_queries):
    lead = make_lead(owner=alice)

    with unrecorded(), django_assert_num_queries(1):
        lead.phone = "1"
        lead.save()
    with unrecorded(), django_assert_num_queries(0):
        lead.save()


def test_an_action_on_nothing_new_is_still_on_the_timeline(alice):
    customer = make_customer(owner=alice)

    update(customer, by=alice, name=customer.name)

    assert Change.objects.get().before == {}
