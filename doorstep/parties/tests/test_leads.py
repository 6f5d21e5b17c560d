"""What a lead is, who it belongs to, and what it refuses."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import (
    assign_lead,
    assign_leads,
    block_lead,
    convert_lead,
    create_lead,
    delete_lead,
    link_contact,
    move_lead,
    move_leads,
    qualify_lead,
    update_contact,
    update_lead,
)
from doorstep.parties.models import Address, Contact, Lead, LeadStatus
from doorstep.parties.queries import contacts_of
from doorstep.parties.testing import (
    make_address,
    make_contact,
    make_customer,
    make_lead,
    set_policy,
)
from doorstep.records.models import Company
from doorstep.users.models import User


def status(code):
    return LeadStatus.objects.get(code=code)


def test_a_lead_belongs_to_whoever_makes_it_and_is_open(alice):
    lead = create_lead(Lead, by=alice, name="Mia Roth", email="mia@x.test")

    lead.refresh_from_db()
    assert (lead.owner, lead.lead_owner, lead.status.code) == (alice, alice, "OPEN")


def test_a_lead_of_the_system_has_no_salesperson_yet(db):
    assert create_lead(Lead, by=User.system(), name="Mia").lead_owner is None


def test_an_administrators_status_can_be_chosen_and_kept(alice):
    nurturing = LeadStatus(name="Nurturing", kind="WORKING")
    lead = make_lead(owner=alice)
    with unrecorded():
        nurturing.save()

    update_lead(lead, by=alice, status=nurturing)
    update_lead(lead, by=alice, phone="1")

    lead.refresh_from_db()
    assert lead.status == nurturing


@pytest.mark.parametrize("values", [{}, {"name": "  "}, {"phone": "+49 30 1"}])
def test_a_lead_says_who_it_is(alice, values):
    with pytest.raises(Invalid, match="Say who the lead is") as refused:
        create_lead(Lead, by=alice, **values)

    assert (refused.value.code, set(refused.value.fields)) == (
        "name_required",
        {"name", "organisation"},
    )


def test_a_lead_of_an_organisation_is_called_like_it(alice):
    lead = create_lead(Lead, by=alice, organisation="Oak  Ltd")

    assert (lead.name, lead.title, lead.first_name) == ("Oak Ltd", "Oak Ltd", "")


def test_a_lead_known_by_its_email_is_called_by_what_is_before_the_at(alice):
    assert create_lead(Lead, by=alice, email="lina@x.test").name == "lina"


def test_a_lead_without_a_person_follows_its_organisation(alice):
    lead = create_lead(Lead, by=alice, organisation="Oak Ltd")

    update_lead(lead, by=alice, organisation="Elm Ltd")

    assert Lead.objects.get().name == "Elm Ltd"


def test_the_parts_of_a_name_make_the_whole(alice):
    lead = create_lead(Lead, by=alice, salutation="Dr", first_name="Mia", last_name="Roth")

    assert lead.name == "Dr Mia Roth"


def test_a_whole_name_is_taken_apart(alice):
    lead = create_lead(Lead, by=alice, name="Mia Jo Ann Roth")
    assert (lead.first_name, lead.middle_name, lead.last_name) == ("Mia", "Jo Ann", "Roth")

    update_lead(lead, by=alice, name="Cher")
    lead.refresh_from_db()
    assert (lead.first_name, lead.middle_name, lead.last_name) == ("Cher", "", "")


def test_a_part_that_changes_changes_the_whole(alice):
    lead = create_lead(Lead, by=alice, name="Mia Roth")

    update_lead(lead, by=alice, last_name="Oak")

    assert Lead.objects.get().name == "Mia Oak"


@pytest.mark.parametrize("email", ["ana", "ana@", "ana@x", "@x.test"])
def test_an_email_without_a_domain_is_refused(alice, email):
    with pytest.raises(Invalid) as refused:
        create_lead(Lead, by=alice, name="Ana", email=email)

    assert set(refused.value.fields) == {"email"}


def test_the_salesperson_is_not_the_lead(alice, bob):
    with pytest.raises(Invalid) as refused:
        create_lead(Lead, by=alice, name="Ana", email="ALICE@example.org")
    assert (refused.value.code, set(refused.value.fields)) == ("owner_is_lead", {"lead_owner"})

    lead = create_lead(Lead, by=alice, name="Bob", email="bob@example.org")
    with pytest.raises(Invalid):
        assign_lead(lead, by=alice, to=bob)


def test_who_makes_the_next_contact_is_not_the_lead(alice, bob):
    with pytest.raises(Invalid) as refused:
        create_lead(Lead, by=alice, name="B", email="bob@example.org", next_contact_by=bob)

    assert set(refused.value.fields) == {"next_contact_by"}


def test_the_next_contact_lies_ahead_when_it_is_set(alice):
    yesterday = now() - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        create_lead(Lead, by=alice, name="Ana", next_contact_at=yesterday)
    assert refused.value.code == "next_contact_in_past"

    late = make_lead(owner=alice, next_contact_at=yesterday)
    assert update_lead(late, by=alice, phone="1").next_contact_at == yesterday


def test_what_was_agreed_back_then_was_ahead_at_that_time(alice):
    then = now() - timedelta(days=9)

    lead = create_lead(
        Lead, by=alice, at=then, name="Ana", next_contact_at=then + timedelta(days=2)
    )

    assert lead.next_contact_at < now()


def test_the_next_contact_ends_after_it_starts(alice):
    starts = now() + timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        create_lead(
            Lead,
            by=alice,
            name="Ana",
            next_contact_at=starts,
            next_contact_until=starts - timedelta(hours=1),
        )

    assert refused.value.code == "ends_before_start"


def test_numbers_are_kept_as_typed_and_known_by_one_form(alice):
    lead = create_lead(Lead, by=alice, name="Ana", phone="030 / 555-0123", country="DE")

    assert (lead.phone, lead.phone_key) == ("030 / 555-0123", "+49305550123")


def test_numbers_without_a_country_are_the_companys(alice):
    with unrecorded():
        Company.objects.create(name="Hollin", country="DE")

    assert create_lead(Lead, by=alice, name="Ana", phone="030 5550123").phone_key == "+49305550123"


def test_a_country_may_be_written_by_name(alice):
    assert create_lead(Lead, by=alice, name="Ana", country="Germany").country == "DE"
    with pytest.raises(Invalid) as refused:
        create_lead(Lead, by=alice, name="Ana", country="Atlantis")
    assert set(refused.value.fields) == {"country"}


def test_every_lead_gets_a_contact_where_the_policy_says_so(alice):
    set_policy(auto_create_contact=True)

    lead = create_lead(Lead, by=alice, name="Mia Roth", email="mia@x.test", phone="1", mobile="2")

    contact = contacts_of(lead).get()
    assert (contact.email, contact.phone, contact.mobile) == ("mia@x.test", "1", "2")
    assert contact.emails.get().is_primary
    undo(Event.objects.get(), by=alice)
    assert not Contact.objects.exists()


def test_no_contact_appears_otherwise(alice):
    create_lead(Lead, by=alice, name="Mia Roth", email="mia@x.test")

    assert not Contact.objects.exists()


def test_the_contact_of_the_customer_who_brought_a_lead_is_reused(alice):
    set_policy(auto_create_contact=True)
    customer = make_customer(owner=alice)
    known = make_contact(owner=alice, customer=customer)

    lead = create_lead(Lead, by=alice, name="Mia Roth", from_customer=customer)

    assert list(contacts_of(lead)) == list(Contact.objects.all()) == [known]


def test_the_number_of_a_leads_only_contact_follows_to_the_lead(alice):
    lead = make_lead(owner=alice, phone="1")
    contact = make_contact(owner=alice, lead=lead, phone="1")

    update_contact(contact, by=alice, phone="2")
    assert Lead.objects.get().phone == "2"

    make_contact(owner=alice, lead=lead)
    update_contact(contact, by=alice, phone="3")
    assert Lead.objects.get().phone == "2"


def test_a_contact_of_others_outlives_the_lead(alice):
    lead = make_lead(owner=alice)
    contact = make_contact(owner=alice, lead=lead, customer=make_customer(owner=alice))

    delete_lead(lead, by=alice)

    assert [link.party_field for link in Contact.objects.get().links.all()] == ["customer"]
    undo(Event.objects.get(), by=alice)
    assert contact.links.count() == 2


def test_what_was_only_the_leads_goes_with_it_and_comes_back(alice):
    lead = make_lead(owner=alice)
    make_contact(owner=alice, lead=lead, email="a@x.test")
    make_address(owner=alice, lead=lead)

    delete_lead(lead, by=alice)
    assert not Contact.objects.exists()
    assert not Address.objects.exists()

    undo(Event.objects.get(), by=alice)
    assert contacts_of(lead).get().emails.get().email == "a@x.test"


def test_a_qualified_lead_says_by_whom_and_when(alice):
    lead = make_lead(owner=alice)

    qualify_lead(lead, by=alice)
    lead.refresh_from_db()
    assert (lead.qualified_by, lead.qualified_on) == (alice, localdate())

    update_lead(lead, by=alice, qualification="IN_PROCESS")
    lead.refresh_from_db()
    assert (lead.qualified_by, lead.qualified_on) == (None, None)


def test_a_lead_is_handed_over(alice, bob):
    leads = [make_lead(owner=alice) for _ in range(3)]

    assign_lead(leads[0], by=alice, to=bob)
    assign_leads(Lead, by=alice, ids=[lead.pk for lead in leads[1:]], to=bob)

    assert Lead.objects.filter(lead_owner=bob, owner=alice).count() == 3


def test_leads_of_others_cannot_be_handed_over(alice, carol):
    theirs = make_lead(owner=carol)

    assert assign_leads(Lead, by=alice, ids=[theirs.pk], to=alice) == 0
    with pytest.raises(Forbidden):
        assign_lead(theirs, by=alice, to=alice)


def test_a_salesperson_reaches_what_was_handed_over(alice, carol):
    lead = make_lead(owner=alice, lead_owner=carol)

    assert list(Lead.objects.visible_to(carol)) == list(Lead.objects.visible_to(alice)) == [lead]


def test_a_lead_that_wants_no_contact_is_taken_off_all_lists(alice):
    lead = block_lead(make_lead(owner=alice), by=alice)

    assert (lead.status.code, lead.unsubscribed) == ("DO_NOT_CONTACT", True)


def test_only_conversion_makes_a_lead_converted(alice):
    lead = make_lead(owner=alice)

    with pytest.raises(Invalid, match="Convert the lead instead"):
        move_lead(lead, by=alice, status=status("CONVERTED"))
    with pytest.raises(Invalid, match="Convert the lead instead"):
        move_leads(Lead, by=alice, ids=[lead.pk], status=status("CONVERTED"))


def test_a_new_lead_is_not_born_converted(alice):
    with pytest.raises(Invalid):
        create_lead(Lead, by=alice, name="Ana", status=status("CONVERTED"))


def test_a_lead_is_linked_only_to_what_one_may_edit(alice, carol):
    contact = make_contact(owner=alice)

    with pytest.raises(Forbidden):
        link_contact(contact, by=alice, record=make_lead(owner=carol))


def test_a_lead_with_a_customer_stays(alice):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)

    with pytest.raises(Conflict, match="still in use: Analytical Ltd"):
        delete_lead(lead, by=alice)
