"""A lead becomes a customer: once, whole or not at all, with nothing typed twice."""

import pytest

from doorstep.activity.actions import add_note
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.history.timeline import timeline
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import (
    convert_lead,
    create_lead,
    delete_customer,
    link_contact,
    move_lead,
    update_contact,
    update_lead,
)
from doorstep.parties.models import (
    Contact,
    Customer,
    CustomerGroup,
    Industry,
    Lead,
    LeadStatus,
    MarketSegment,
)
from doorstep.parties.queries import addresses_of, contacts_of, default_contact
from doorstep.parties.testing import (
    make_address,
    make_contact,
    make_customer,
    make_lead,
    set_policy,
)
from doorstep.users.testing import make_territory


def test_a_lead_of_an_organisation_becomes_a_company(alice):
    lead = make_lead(owner=alice, name="Ada Byron", organisation="Analytical Ltd")

    customer = convert_lead(lead, by=alice)

    assert (customer.name, customer.type) == ("Analytical Ltd", "COMPANY")
    assert [contact.name for contact in contacts_of(customer)] == ["Ada Byron"]


def test_a_lead_without_an_organisation_becomes_an_individual(alice):
    lead = make_lead(owner=alice, name="Dr. Ada Byron", organisation="", gender="female")

    customer = convert_lead(lead, by=alice)

    assert (customer.name, customer.type) == ("Dr. Ada Byron", "INDIVIDUAL")
    assert (customer.salutation, customer.gender) == ("Dr.", "female")


def test_name_and_type_may_be_said(alice):
    customer = convert_lead(
        make_lead(owner=alice), by=alice, name=" Engines  Ltd ", type="Individual"
    )

    assert (customer.name, customer.type) == ("Engines Ltd", "INDIVIDUAL")


def test_a_type_there_is_not_is_refused(alice):
    with pytest.raises(Invalid, match="a Company or an Individual"):
        convert_lead(make_lead(owner=alice), by=alice, type="Club")


def test_what_the_lead_says_of_itself_is_taken_over(alice):
    said = {
        "territory": make_territory(name="Nordics"),
        "industry": Industry.objects.first(),
        "market_segment": MarketSegment.objects.first(),
        "website": "https://oak.example",
        "language": "de",
    }
    lead = make_lead(owner=alice, lead_owner=alice, disabled=True, **said)

    customer = convert_lead(lead, by=alice)

    assert {name: getattr(customer, name) for name in said} == said
    assert (customer.owner, customer.account_manager, customer.disabled) == (alice, alice, False)


def test_the_lead_is_converted_and_both_know_each_other(alice):
    lead = make_lead(owner=alice)

    customer = convert_lead(lead, by=alice)

    lead.refresh_from_db()
    assert (lead.status.code, lead.customer, customer.lead) == ("CONVERTED", customer, lead)


def test_converting_again_answers_with_the_same_customer_and_says_nothing(alice):
    lead = make_lead(owner=alice)
    customer = convert_lead(lead, by=alice)

    assert convert_lead(lead, by=alice) == customer
    assert convert_lead(lead, by=alice, into=customer) == customer
    assert Customer.objects.count() == Event.objects.count() == 1


def test_a_converted_lead_does_not_join_another_customer(alice):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)

    with pytest.raises(Conflict, match="is the customer Analytical Ltd already"):
        convert_lead(lead, by=alice, into=make_customer(owner=alice))


def test_all_contacts_and_addresses_come_along_once(alice):
    lead = make_lead(owner=alice)
    people = [make_contact(owner=alice, lead=lead) for _ in range(2)]
    places = [make_address(owner=alice, lead=lead, title=title) for title in "AB"]

    customer = convert_lead(lead, by=alice)

    assert list(contacts_of(customer)) == people
    assert list(addresses_of(customer)) == places
    assert (Contact.objects.count(), lead.contact_links.count()) == (2, 2)


def test_the_main_contact_and_the_preferred_addresses_stay_so(alice):
    lead = make_lead(owner=alice)
    make_contact(owner=alice, lead=lead)
    main = make_contact(owner=alice, lead=lead, mobile="+49 170 1")
    link_contact(main, by=alice, record=lead, is_primary=True, role="Head of buying")
    bills = make_address(owner=alice, lead=lead, is_billing=True, is_primary=True)
    ships = make_address(owner=alice, lead=lead, is_shipping=True)

    customer = convert_lead(lead, by=alice)

    assert (customer.primary_contact, customer.primary_address) == (main, bills)
    assert customer.contact_links.get(is_primary=True).role == "Head of buying"
    assert customer.address_links.get(is_billing=True).address == bills
    assert customer.address_links.get(is_shipping=True).address == ships


def test_the_number_of_the_main_contact_is_current_at_once(alice):
    customer = convert_lead(make_lead(owner=alice, mobile="+49 170 1"), by=alice)

    update_contact(customer.primary_contact, by=alice, mobile="+49 170 2")

    assert Customer.objects.get().primary_contact.mobile == "+49 170 2"


def test_a_contact_we_know_by_email_comes_along_and_gains_what_it_lacked(alice):
    known = make_contact(owner=alice, email="ada@example.org", name="A. Byron")
    lead = make_lead(owner=alice, email="Ada@example.org", phone="+44 1", job_title="Buyer")

    customer = convert_lead(lead, by=alice)

    assert list(contacts_of(customer)) == list(Contact.objects.all()) == [known]
    known.refresh_from_db()
    assert (known.phone, known.designation) == ("+44 1", "Buyer")


def test_an_organisation_without_anyone_to_talk_to_brings_no_contact(alice):
    lead = create_lead(Lead, by=alice, organisation="Oak Ltd")

    customer = convert_lead(lead, by=alice)

    assert (customer.primary_contact, Contact.objects.count()) == (None, 0)


def test_a_lead_can_join_a_customer_we_have(alice):
    known = make_customer(owner=alice)
    lead = make_lead(owner=alice, name="Ada Byron")

    assert convert_lead(lead, by=alice, into=known) == known
    assert Customer.objects.count() == 1
    assert contacts_of(known).get().name == "Ada Byron"


def test_a_customer_we_have_keeps_its_own_main_contact(alice):
    known = make_customer(owner=alice)
    convert_lead(make_lead(owner=alice, name="First"), by=alice, into=known)

    convert_lead(make_lead(owner=alice, name="Second"), by=alice, into=known)

    known.refresh_from_db()
    assert known.primary_contact.name == default_contact(known).name == "First"
    assert contacts_of(known).count() == 2


def test_a_customer_out_of_reach_cannot_be_joined(alice, carol):
    with pytest.raises(Forbidden):
        convert_lead(make_lead(owner=alice), by=alice, into=make_customer(owner=carol))


def test_a_name_that_is_taken_gets_a_number_and_says_so(alice):
    make_customer(owner=alice, name="Analytical Ltd")

    customer = convert_lead(make_lead(owner=alice), by=alice)

    assert (customer.name, customer.renamed_from) == ("Analytical Ltd - 1", "Analytical Ltd")


def test_what_the_lead_went_through_is_told_on_its_customer(alice):
    lead = make_lead(owner=alice)
    add_note(lead, by=alice, text="Wants brass.")
    customer = convert_lead(lead, by=alice)

    told = [event.name for event in timeline(customer, seen_by=alice).items]
    set_policy(carry_forward=False)
    kept = [event.name for event in timeline(customer, seen_by=alice).items]

    assert told == ["lead.converted", "lead.noted"]
    assert kept == ["lead.converted"]


def test_a_name_that_no_database_keeps_is_refused_and_converts_nothing(alice):
    lead = make_lead(owner=alice)

    with pytest.raises(Invalid) as refused:
        convert_lead(lead, by=alice, name="Oak\0")

    assert set(refused.value.fields) == {"name"}
    assert not Customer.objects.exists()


def test_a_failure_leaves_nothing_behind_and_names_the_field(alice):
    set_policy(customer_group=None)
    lead = make_lead(owner=alice)

    with pytest.raises(Invalid) as refused:
        convert_lead(lead, by=alice)

    assert set(refused.value.fields) == {"group"}
    lead.refresh_from_db()
    assert (lead.status.code, lead.customer) == ("OPEN", None)
    assert [model.objects.count() for model in (Customer, Contact, Event)] == [0, 0, 0]


def test_a_customer_is_not_called_like_a_group(alice):
    name = CustomerGroup.objects.exclude(parent=None).first().name

    with pytest.raises(Invalid, match="customer group called") as refused:
        convert_lead(make_lead(owner=alice, organisation=name.upper()), by=alice)
    assert set(refused.value.fields) == {"name"}


def test_when_its_customer_is_deleted_a_lead_can_be_converted_again(alice):
    lead = make_lead(owner=alice)
    first = convert_lead(lead, by=alice)

    delete_customer(first, by=alice)

    lead.refresh_from_db()
    assert (lead.status.code, lead.customer) == ("INTERESTED", None)
    assert contacts_of(lead).count() == 1
    second = convert_lead(lead, by=alice)
    assert (second != first, contacts_of(second).count(), Contact.objects.count()) == (True, 1, 1)


def test_a_status_that_is_gone_is_replaced_by_its_kind(alice):
    with unrecorded():
        LeadStatus.objects.filter(code="INTERESTED").delete()
    lead = make_lead(owner=alice)

    delete_customer(convert_lead(lead, by=alice), by=alice)

    lead.refresh_from_db()
    assert lead.status.kind == "WORKING"


def test_undo_restores_everything_and_redo_does_it_again(alice):
    known = make_contact(owner=alice, email="ada@example.org")
    lead = make_lead(owner=alice, email="ada@example.org", phone="+44 1")
    make_address(owner=alice, lead=lead)
    customer = convert_lead(lead, by=alice)

    undo(Event.objects.latest("pk"), by=alice)

    lead.refresh_from_db()
    known.refresh_from_db()
    assert (lead.status.code, lead.customer, known.phone) == ("OPEN", None, "")
    assert (Customer.objects.count(), known.links.count()) == (0, 0)
    assert addresses_of(lead).count() == 1

    undo(Event.objects.latest("pk"), by=alice)
    lead.refresh_from_db()
    assert lead.customer == customer == known.links.exclude(customer=None).get().customer


def test_after_an_undo_it_can_be_converted_anew(alice):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)
    undo(Event.objects.get(), by=alice)

    assert convert_lead(lead, by=alice).lead == lead
    assert Customer.objects.count() == 1


def test_a_converted_lead_stays_converted(alice):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)
    opened = LeadStatus.objects.get(code="OPEN")

    for change in (
        lambda: move_lead(lead, by=alice, status=opened),
        lambda: update_lead(lead, by=alice, status=opened),
    ):
        with pytest.raises(Conflict, match="its status stays"):
            change()
    assert update_lead(lead, by=alice, job_title="Buyer").status.code == "CONVERTED"


def test_only_those_it_reaches_may_convert_it(alice, carol):
    with pytest.raises(Forbidden):
        convert_lead(make_lead(owner=alice), by=carol)


def test_converting_is_one_event_with_a_change_for_each_record(alice):
    lead = make_lead(owner=alice)

    customer = convert_lead(lead, by=alice)

    event = Event.objects.get()
    own = event.changes.exclude(record_type="parties.contactlink")
    contact = contacts_of(customer).get()
    assert event.changes.filter(record_type="parties.contactlink").count() == 2
    assert (event.name, event.by, event.subject) == ("lead.converted", alice, lead)
    assert {(c.record_type, c.kind, c.record_id) for c in own} == {
        ("parties.lead", "CHANGED", lead.pk),
        ("parties.customer", "CREATED", customer.pk),
        ("parties.contact", "CREATED", contact.pk),
    }
    change = event.changes.get(record_type="parties.lead")
    assert change.before == {"status_id": lead.status_id, "customer_id": None}


def test_the_plan_is_what_happens(as_alice, alice):
    known = make_contact(owner=alice, email="ada@example.org", name="A. Byron")
    lead = make_lead(owner=alice, email="ada@example.org", mobile="+44 1")
    place = make_address(owner=alice, lead=lead)
    alike = make_customer(owner=alice, name="Analytical Limited")
    url = f"/api/v1/leads/{lead.pk}"

    plan = as_alice.get(f"{url}/conversion").json()
    done = as_alice.post(f"{url}/convert", {}, content_type="application/json").json()

    assert plan["customer"] == {"id": None, "name": "Analytical Ltd", "type": "Company"}
    assert plan["links"] == [f"contact:{known.pk}", f"address:{place.pk}"]
    assert (plan["creates_contact"], plan["gains"]) == (False, ["mobile"])
    assert [each["customer"] for each in plan["similar"]] == [f"customer:{alike.pk}"]
    assert done["customer"]["name"] == "Analytical Ltd"
    assert (done["contact"]["id"], done["contact"]["mobile"]) == (known.pk, "+44 1")
    assert [each["id"] for each in done["addresses"]] == [place.pk]
