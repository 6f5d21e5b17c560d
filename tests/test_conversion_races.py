"""A lead is converted while somebody else does something to it, or to what it would join."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.parties.actions import (
    convert_lead,
    delete_contact,
    delete_customer,
    delete_lead,
    update_lead,
)
from doorstep.parties.models import Contact, ContactLink, Customer, Lead
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from doorstep.records.actions import delete_many
from tests.test_concurrency import at_once
from tests.test_conversion_properties import one_or_none

pytestmark = [pytest.mark.django_db(transaction=True)]
TWICE = pytest.mark.parametrize("turn", [1, -1])  # whoever is likely to come first


def in_turn(turn, *calls):
    return at_once(*calls[::turn])


def refused(results):
    return [each for each in results if isinstance(each, Refusal)]


@TWICE
def test_converted_and_deleted_at_once_it_is_one_or_the_other(alice, bob, turn):
    lead = make_lead(owner=alice, email="ada@x.test")
    make_address(owner=alice, lead=lead)

    results = in_turn(
        turn, lambda: convert_lead(lead, by=alice), lambda: delete_lead(lead, by=bob)
    )

    assert len(refused(results)) == 1
    assert Lead.objects.count() == Customer.objects.count()
    if Lead.objects.exists():
        one_or_none(lead)
    assert ContactLink.objects.filter(lead=None).count() == Customer.objects.count()


@TWICE
def test_converted_and_deleted_with_many_at_once_it_is_one_or_the_other(alice, bob, turn):
    lead = make_lead(owner=alice)

    in_turn(
        turn,
        lambda: convert_lead(lead, by=alice),
        lambda: delete_many(Lead, by=bob, ids=[lead.pk]),
    )

    assert Lead.objects.count() == Customer.objects.count()


@TWICE
def test_converted_and_edited_at_once_both_are_kept(alice, bob, turn):
    lead = make_lead(owner=alice)

    results = in_turn(
        turn,
        lambda: convert_lead(lead, by=alice),
        lambda: update_lead(lead, by=bob, job_title="Buyer"),
    )

    assert not refused(results)
    one_or_none(lead)
    assert (lead.job_title, lead.status.code) == ("Buyer", "CONVERTED")


@TWICE
def test_joining_a_customer_that_is_deleted_at_once_leaves_no_half(alice, bob, turn):
    lead, customer = make_lead(owner=alice, email="a@x.test"), make_customer(owner=alice)

    in_turn(
        turn,
        lambda: convert_lead(lead, by=alice, into=customer),
        lambda: delete_customer(customer, by=bob),
    )

    lead.refresh_from_db()
    assert (lead.customer_id is None) == (lead.status.code != "CONVERTED")
    assert not ContactLink.objects.filter(lead=None, customer=None).exists()
    assert Customer.objects.filter(pk=lead.customer_id or 0).exists() == bool(lead.customer_id)


@TWICE
def test_many_leads_that_join_one_customer_at_once_all_do(alice, bob, turn):
    customer = make_customer(owner=alice)
    leads = [make_lead(owner=alice, name=f"Lead {n}", email=f"{n}@x.test") for n in range(4)]

    results = in_turn(
        turn, *[lambda lead=lead: convert_lead(lead, by=alice, into=customer) for lead in leads]
    )

    assert results == [customer] * 4
    assert Lead.objects.filter(customer=customer, status__code="CONVERTED").count() == 4
    assert customer.contact_links.filter(is_primary=True).count() == 1
    customer.refresh_from_db()
    assert customer.primary_contact == customer.contact_links.get(is_primary=True).contact


@TWICE
def test_two_leads_of_one_person_converted_at_once_share_the_contact_or_have_their_own(
    alice, bob, turn
):
    leads = [make_lead(owner=alice, organisation=name) for name in ("Oak", "Elm")]
    known = make_contact(owner=alice, email="ada@x.test")
    for lead in leads:
        update_lead(lead, by=alice, phone="+44 20 7946 0018")
        make_address(owner=alice, lead=lead)

    results = in_turn(turn, *[lambda lead=lead: convert_lead(lead, by=alice) for lead in leads])

    assert {customer.name for customer in results} == {"Oak", "Elm"}
    assert known in Contact.objects.all()


@TWICE
def test_the_contact_that_would_come_along_is_deleted_at_once(alice, bob, turn):
    lead = make_lead(owner=alice, email="ada@x.test")
    contact = make_contact(owner=alice, lead=lead)

    in_turn(turn, lambda: convert_lead(lead, by=alice), lambda: delete_contact(contact, by=bob))

    lead.refresh_from_db()
    if lead.customer:
        one_or_none(lead)
        pointer = lead.customer.primary_contact_id
        marked = lead.customer.contact_links.filter(is_primary=True)
        assert [pointer] == list(marked.values_list("contact", flat=True)) or pointer is None


@TWICE
def test_undone_and_convertedturn_at_once_it_has_one_customer_or_none(alice, bob, turn):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)
    converted = Event.objects.latest("pk")

    in_turn(turn, lambda: undo(converted, by=alice), lambda: convert_lead(lead, by=alice))

    one_or_none(lead)
    assert Customer.objects.count() <= 1
