"""Whatever happens on the way, a lead has one customer or none, and nothing is left half done."""

from contextlib import contextmanager, suppress

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Refusal
from doorstep.parties.actions import convert_lead, delete_customer
from doorstep.parties.models import Contact, ContactLink, Customer, Lead
from doorstep.parties.testing import make_address, make_contact, make_lead
from doorstep.selling.testing import make_sales_order
from tests.steps import dump
from tests.test_concurrency import at_once
from tests.test_undo_properties import a_world_of_its_own, newest

often = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Broken(DatabaseError):
    """The database gave way."""


@contextmanager
def failing_at(statement):
    """Let statements through, and break at the one with this number."""
    done = 0

    def count(execute, sql, *rest):
        nonlocal done
        done += 1
        if done == statement:
            raise Broken(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield


def one_or_none(lead):
    """The invariants of a lead and its customer."""
    lead.refresh_from_db()
    made = Customer.objects.filter(lead=lead)
    assert made.count() <= 1
    assert (lead.status.code == "CONVERTED") == (lead.customer_id is not None)
    assert list(made) == ([lead.customer] if lead.customer_id else [])
    links = ContactLink.objects.values_list("contact", "lead", "customer", "supplier")
    assert len(set(links)) == len(links)


@often
@given(
    people=st.integers(0, 2),
    places=st.integers(0, 2),
    knows=st.booleans(),
    fails=st.lists(st.integers(1, 45), max_size=4),
)
def test_a_conversion_that_fails_anywhere_leaves_nothing(alice, people, places, knows, fails):
    with a_world_of_its_own():
        lead = make_lead(owner=alice, email="ada@example.org", phone="+44 1")
        for _ in range(people):
            make_contact(owner=alice, lead=lead)
        for _ in range(places):
            make_address(owner=alice, lead=lead, is_billing=True)
        if knows:
            make_contact(owner=alice, email="ada@example.org")
        for statement in fails:
            before = dump()
            try:
                with failing_at(statement):
                    convert_lead(lead, by=alice)
            except DatabaseError:
                assert dump() == before
            one_or_none(lead)

        customer = convert_lead(lead, by=alice)

        one_or_none(lead)
        assert convert_lead(lead, by=alice) == customer
        assert Event.objects.filter(name="lead.converted").count() == 1


STEPS = st.lists(st.sampled_from(["convert", "again", "undo", "delete", "join"]), max_size=8)


@often
@given(steps=STEPS)
def test_whatever_is_pressed_there_is_one_customer_or_none(alice, steps):
    with a_world_of_its_own():
        lead = make_lead(owner=alice, email="ada@example.org")
        for step in steps:
            lead.refresh_from_db()
            with suppress(Refusal):
                press(step, lead, alice)
            one_or_none(lead)
        assert Contact.objects.count() <= 1


def press(step, lead, by):
    match step:
        case "convert" | "again":
            convert_lead(lead, by=by)
        case "join":
            convert_lead(lead, by=by, into=lead.customer)
        case "undo" if Event.objects.exists():
            undo(newest(), by=by)
        case "delete" if lead.customer:
            delete_customer(lead.customer, by=by)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("presses", [2, 5])
def test_pressed_by_many_at_once_it_is_one_customer(alice, bob, presses):
    lead = make_lead(owner=alice, email="ada@example.org")
    make_contact(owner=alice, email="ada@example.org")

    results = at_once(
        *[lambda: convert_lead(lead, by=alice)] * presses, lambda: convert_lead(lead, by=bob)
    )

    one_or_none(lead)
    assert set(results) == {Customer.objects.get()}
    assert Event.objects.filter(name="lead.converted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_leads_of_one_name_at_once_are_customers_of_their_own(alice):
    leads = [make_lead(owner=alice, organisation="Oak Ltd") for _ in range(3)]

    at_once(*[lambda lead=lead: convert_lead(lead, by=alice) for lead in leads])

    names = sorted(Customer.objects.values_list("name", flat=True))
    assert names == ["Oak Ltd", "Oak Ltd - 1", "Oak Ltd - 2"]


@pytest.mark.django_db(transaction=True)
def test_converted_and_deleted_at_once_it_is_whole_in_the_end(alice):
    lead = make_lead(owner=alice)
    customer = convert_lead(lead, by=alice)

    at_once(
        lambda: delete_customer(customer, by=alice),
        lambda: convert_lead(lead, by=alice),
        lambda: convert_lead(lead, by=alice),
    )

    one_or_none(lead)


@pytest.mark.django_db(transaction=True)
def test_two_leads_that_join_one_customer_at_once_have_one_main_contact(alice):
    customer = convert_lead(make_lead(owner=alice, organisation="Oak Ltd"), by=alice)
    leads = [make_lead(owner=alice, name=name) for name in ("Ana", "Eva")]

    at_once(*[lambda lead=lead: convert_lead(lead, by=alice, into=customer) for lead in leads])

    assert Lead.objects.filter(customer=customer).count() == 3
    assert customer.contact_links.filter(is_primary=True).count() == 1


def test_it_cannot_be_undone_once_a_document_depends_on_it(alice):
    customer = convert_lead(make_lead(owner=alice), by=alice)
    converted = Event.objects.get()
    make_sales_order(owner=alice, customer=customer)

    with pytest.raises(Conflict, match="is used by"):
        undo(converted, by=alice)
