"""Several records made one: nothing is lost, nothing is forgotten, and undo brings it all back."""

import pytest
from django.apps import apps

from doorstep.activity.models import Note
from doorstep.dedupe.moving import pointers_to
from doorstep.dedupe.records import merge_records
from doorstep.dedupe.refusals import CurrencyMismatch, NotMergeable
from doorstep.dedupe.tests.hanging import child, child_link, hang, make_tag, saved
from doorstep.history.actions import undo
from doorstep.history.entries import story
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import (
    Contact,
    Customer,
    Lead,
    SalesTeamMember,
)
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from doorstep.records.actions import tag, update
from doorstep.records.models import Tagging
from doorstep.selling.testing import make_sales_order
from doorstep.users.testing import make_user


def everything():
    """Every row of the journaled tables, as it is, but for what only moves forward."""
    found = {}
    for model in apps.get_models():
        if hasattr(model, "_remember") and model._meta.app_label != "users":
            rows = model._base_manager.order_by("pk").values()
            apart = ("version", "updated_at")
            found[model.__name__] = [
                {name: value for name, value in row.items() if name not in apart} for row in rows
            ]
    return found


def two_leads(user):
    return [
        make_lead(name=f"Ada {n}", organisation=f"Oak {n}", owner=user, email=f"a{n}@x.test")
        for n in (1, 2)
    ]


def two_contacts(user):
    return [
        make_contact(name=f"Ada {n}", owner=user, email=f"a{n}@x.test", phone=f"+4930111222{n}")
        for n in (1, 2)
    ]


def two_customers(user):
    return [make_customer(name=f"Oak {n}", owner=user) for n in (1, 2)]


KINDS = {Lead: two_leads, Contact: two_contacts, Customer: two_customers}
POINTERS = [
    pytest.param(model, pointer, id=f"{model.__name__}-{pointer.model.__name__}.{pointer.column}")
    for model in KINDS
    for pointer in pointers_to(model)
]


@pytest.mark.parametrize(("model", "pointer"), POINTERS)
def test_every_table_that_points_to_a_merged_record_points_to_the_kept_one(model, pointer, alice):
    kept, gone = KINDS[model](alice)
    row = child(pointer, gone, alice)

    merge_records(kept, by=alice, merge=[gone])

    assert not pointer.rows([gone.pk]).exists()
    assert pointer.rows([kept.pk]).filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", KINDS)
def test_undo_restores_every_row(model, alice):
    kept, gone = KINDS[model](alice)
    for pointer in pointers_to(model):
        child(pointer, gone, alice)
    before = everything()

    merge_records(kept, by=alice, merge=[gone], take={"name": gone.pk})
    assert everything() != before
    after = everything()
    undo(Event.objects.latest("pk"), by=alice)
    assert everything() == before

    undo(Event.objects.latest("pk"), by=alice)
    assert everything() == after


def test_undo_gives_the_marks_back(alice):
    a, b = two_contacts(alice)
    before = everything()
    merge_records(a, by=alice, merge=[b], take={"email": b.pk})

    undo(Event.objects.latest("pk"), by=alice)

    assert everything() == before


def test_the_links_mails_phones_and_user_of_b_are_a_s_and_b_is_gone(alice):
    user = make_user("ada@example.org")
    oak = make_customer(name="Oak", owner=alice)
    a = make_contact(owner=alice, email="ada@x.test", phone="+49301112221")
    b = make_contact(owner=alice, email="ada@y.test", mobile="+491701112221", user=user)
    child_link(b, oak)

    merge_records(a, by=alice, merge=[b])

    a.refresh_from_db()
    assert a.user == user
    assert a.links.get().customer == oak
    assert [row.email for row in a.emails.all()] == ["ada@x.test", "ada@y.test"]
    assert a.phones.count() == 2
    assert (a.email, a.mobile) == ("ada@x.test", "+491701112221")
    assert not Contact.objects.filter(pk=b.pk).exists()


def test_the_people_places_orders_and_notes_of_a_customer_are_the_kept_one_s(alice):
    a, b = two_customers(alice)
    contact = make_contact(customer=b, owner=alice)
    address = make_address(customer=b, owner=alice)
    order = make_sales_order(customer=b, owner=alice)
    note = hang(Note, b, alice)

    merge_records(a, by=alice, merge=[b])

    order.refresh_from_db()
    assert a.contact_links.get().contact == contact
    assert a.address_links.get().address == address
    assert order.customer == a
    assert list(Note.objects.about(a)) == [note]


def test_the_same_link_twice_becomes_one_with_the_marks_of_both(alice):
    oak = make_customer(name="Oak", owner=alice)
    a, b = two_contacts(alice)
    child_link(a, oak)
    link = child_link(b, oak)
    link.is_primary, link.role = True, "Buyer"
    saved(link)

    merge_records(a, by=alice, merge=[b])

    link = a.links.get()
    assert (link.is_primary, link.role) == (True, "Buyer")


def test_one_address_of_mail_stays_primary_and_the_one_taken_becomes_it(alice):
    a, b = two_contacts(alice)

    merge_records(a, by=alice, merge=[b], take={"email": b.pk})

    a.refresh_from_db()
    assert a.email == "a2@x.test"
    assert [row.email for row in a.emails.filter(is_primary=True)] == ["a2@x.test"]


def test_the_main_contact_of_the_kept_customer_stays_the_main_one(alice):
    a, b = two_customers(alice)
    people = [make_contact(owner=alice, name=name) for name in ("Ada", "Bo")]
    for person, customer in zip(people, (a, b), strict=True):
        update(customer, by=alice, name=customer.name)
        link = child_link(person, customer)
        link.is_primary = True
        saved(link)

    merge_records(a, by=alice, merge=[b])

    assert [link.contact.name for link in a.contact_links.filter(is_primary=True)] == ["Ada"]


def test_a_value_is_taken_where_it_was_chosen_and_filled_in_where_there_was_none(alice):
    a = make_lead(owner=alice, name="Ada Byron", organisation="Oak", email="a@x.test")
    b = make_lead(owner=alice, name="A. Byron", organisation="Oak Ltd", city="Bonn")

    merge_records(a, by=alice, merge=[b], take={"organisation": b.pk})

    a.refresh_from_db()
    assert (a.name, a.organisation, a.city) == ("Ada Byron", "Oak Ltd", "Bonn")


def test_the_e_mail_of_a_lead_that_goes_can_be_taken(alice):
    a, b = two_leads(alice)

    merge_records(a, by=alice, merge=[b], take={"email": b.pk})

    a.refresh_from_db()
    assert a.email_key == "a2@x.test"


def test_three_become_one(alice):
    a, b, c = (make_lead(name=f"Ada {n}", owner=alice) for n in range(3))

    merge_records(b, by=alice, merge=[a, c])

    assert list(Lead.objects.values_list("pk", flat=True)) == [b.pk]


def test_the_history_of_what_was_merged_is_told_on_the_kept_one(alice):
    a, b = two_leads(alice)
    make_tag("Warm")
    update(b, by=alice, organisation="Ash")
    tag(b, by=alice, names=["Warm"])

    merge_records(a, by=alice, merge=[b])

    told = story(a, by=alice).entries
    assert [each.event.name for each in told] == ["lead.merged", "lead.tagged", "lead.updated"]
    assert "Ash was merged into this" in told[0].sentences
    assert told[2].sentences == ["Organisation: Oak 2 → Ash"]


def test_a_merge_is_one_event_about_the_kept_one(alice):
    a, b = two_leads(alice)

    merge_records(a, by=alice, merge=[b])

    event = Event.objects.get()
    assert (event.name, event.subject) == ("lead.merged", a)


def test_converted_leads_of_two_customers_are_not_merged(alice):
    a, b = two_leads(alice)
    for lead in (a, b):
        convert_lead(lead, by=alice)

    with pytest.raises(NotMergeable, match="became two customers"):
        merge_records(a, by=alice, merge=[b])


def test_a_converted_lead_stays_converted_when_it_goes_into_another(alice):
    a, b = two_leads(alice)
    customer = convert_lead(b, by=alice)

    merge_records(a, by=alice, merge=[b])

    a.refresh_from_db()
    customer.refresh_from_db()
    assert (a.customer, customer.lead, a.status.code) == (customer, a, "CONVERTED")


def test_a_customer_is_not_merged_with_the_one_it_brought(alice):
    a, b = two_customers(alice)
    make_lead(from_customer=a, customer=b, owner=alice)

    with pytest.raises(NotMergeable, match="Oak 1 brought the lead that became Oak 2"):
        merge_records(a, by=alice, merge=[b])


def test_customers_billed_in_two_currencies_stay_two(alice):
    a = make_customer(name="Oak", currency="EUR", owner=alice)
    b = make_customer(name="Oaks", currency="NOK", owner=alice)

    with pytest.raises(CurrencyMismatch, match="EUR"):
        merge_records(a, by=alice, merge=[b])


def test_two_contacts_with_a_login_each_are_not_merged(alice):
    a, b = (make_contact(owner=alice, user=make_user(f"u{n}@x.test")) for n in (1, 2))

    with pytest.raises(NotMergeable, match="login"):
        merge_records(a, by=alice, merge=[b])


def test_who_may_not_delete_the_other_may_not_merge_it(alice, carol):
    a, b = make_lead(owner=alice), make_lead(owner=carol, name="Bo")

    with pytest.raises(Forbidden):
        merge_records(a, by=alice, merge=[b])


def test_a_record_that_is_gone_is_no_longer_there(alice):
    a, b = two_leads(alice)
    with unrecorded():
        Lead.objects.filter(pk=b.pk).delete()

    with pytest.raises(Conflict, match="no longer there"):
        merge_records(a, by=alice, merge=[b])


def test_a_field_that_is_not_there_cannot_be_taken(alice):
    a, b = two_leads(alice)

    with pytest.raises(Invalid) as refused:
        merge_records(a, by=alice, merge=[b], take={"shoe_size": b.pk})
    assert "shoe_size" in refused.value.fields["take"]


def test_one_sales_team_is_kept_so_that_it_adds_up(alice, bob):
    a, b = two_customers(alice)
    saved(SalesTeamMember(customer=a, user=alice, percent=100))
    saved(SalesTeamMember(customer=b, user=bob, percent=100))

    merge_records(a, by=alice, merge=[b])

    assert [row.user for row in a.sales_team.all()] == [alice]


def test_a_tag_that_both_have_hangs_there_once(alice):
    a, b = two_leads(alice)
    make_tag("Warm")
    for lead in (a, b):
        tag(lead, by=alice, names=["Warm"])

    merge_records(a, by=alice, merge=[b])

    assert Tagging.objects.about(a).count() == 1


def test_the_api_merges_and_answers_with_the_kept_one(as_alice, alice):
    a, b = two_contacts(alice)
    sent = {"keep": a.pk, "merge": [b.pk], "take": {"phone": b.pk}}

    answer = as_alice.post(
        "/api/v1/contacts/merge", sent, content_type="application/json", headers={}
    )

    assert answer.status_code == 200, answer.content
    assert answer.json()["phone"] == b.phone
    assert not Contact.objects.filter(pk=b.pk).exists()
