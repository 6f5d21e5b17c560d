"""What is done to many follows the same rules as what is done to one."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Invalid
from doorstep.parties.actions import assign_leads, convert_lead
from doorstep.parties.models import Address, Contact, Customer, CustomerGroup, Lead
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from doorstep.records import bulk
from doorstep.records.actions import delete_many, update_many
from doorstep.records.models import BulkRun
from tests.steps import dump


def ids(*records):
    return [each.pk for each in records]


def test_one_lead_of_many_that_breaks_a_rule_is_left_and_named(alice):
    plain = make_lead(owner=alice, organisation="Oak Ltd")
    herself = make_lead(owner=alice, organisation="Elm Ltd", email="alice@example.org")

    done = update_many(Lead, by=alice, ids=ids(plain, herself), lead_owner=alice, city="Bonn")

    assert done == 1
    says = ["Elm Ltd: This is the e-mail of the lead's own salesperson."]
    assert [*done.left.told] == says
    assert list(Lead.objects.values_list("city", flat=True).order_by("pk")) == ["Bonn", ""]


def test_where_all_break_a_rule_that_is_the_answer(alice):
    leads = [make_lead(owner=alice) for _ in range(2)]

    with pytest.raises(Invalid, match="lies in the past"):
        update_many(Lead, by=alice, ids=ids(*leads), next_contact_at=now() - timedelta(days=1))
    assert not Event.objects.exists()


def test_an_email_is_not_given_to_many_leads(alice):
    leads = [make_lead(owner=alice, name=name) for name in ("Ana", "Eva")]

    done = update_many(Lead, by=alice, ids=ids(*leads), email="a@x.test")

    assert (done, len(done.left)) == (1, 1)
    assert Lead.objects.filter(email_key="a@x.test").count() == 1


def test_who_qualified_many_and_when_is_kept(alice):
    leads = [make_lead(owner=alice) for _ in range(2)]

    update_many(Lead, by=alice, ids=ids(*leads), qualification="QUALIFIED")

    assert Lead.objects.filter(qualified_by=alice, qualified_on=localdate()).count() == 2


def test_many_leads_are_not_handed_to_one_of_them(alice, bob):
    plain, himself = make_lead(owner=alice), make_lead(owner=alice, email="bob@example.org")

    done = assign_leads(Lead, by=alice, ids=ids(plain, himself), to=bob)

    assert (done, len(done.left)) == (1, 1)
    assert Lead.objects.get(lead_owner=bob) == plain


def test_many_contacts_get_their_number_as_a_row(alice):
    people = [make_contact(owner=alice) for _ in range(2)]

    update_many(Contact, by=alice, ids=ids(*people), phone="+49 30 1")

    assert [each.phones.get().number for each in people] == ["+49 30 1"] * 2


def test_many_addresses_of_one_title_are_numbered(alice):
    places = [make_address(owner=alice, title=title) for title in "ABC"]

    update_many(Address, by=alice, ids=ids(*places), title="Works")

    names = Address.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Works-Billing", "Works-Billing-1", "Works-Billing-2"]


def test_a_group_of_groups_is_not_given_to_many_customers(alice):
    customers = [make_customer(owner=alice) for _ in range(2)]
    root = CustomerGroup.objects.get(parent=None)

    with pytest.raises(Invalid, match="holds other groups"):
        update_many(Customer, by=alice, ids=ids(*customers), group=root)


def test_what_was_only_theirs_goes_with_many_leads_and_comes_back(alice):
    leads = [make_lead(owner=alice) for _ in range(3)]
    for lead in leads:
        make_contact(owner=alice, lead=lead)
    convert_lead(leads[2], by=alice)
    before = dump()

    done = delete_many(Lead, by=alice, ids=ids(*leads))

    assert (done, len(done.left)) == (2, 1)
    assert Contact.objects.count() == 1
    undo(Event.objects.latest("pk"), by=alice)
    assert dump() == before


def test_leads_are_open_again_when_many_customers_go(alice):
    leads = [make_lead(owner=alice, name=name) for name in ("Ana", "Eva")]
    customers = [convert_lead(lead, by=alice) for lead in leads]

    assert delete_many(Customer, by=alice, ids=ids(*customers)) == 2
    assert Lead.objects.filter(status__code="INTERESTED", customer=None).count() == 2


def test_a_part_in_which_all_are_refused_does_not_stop_a_long_run(alice, monkeypatch):
    leads = [make_lead(owner=alice, name=name, organisation=name) for name in ("Ana", "Eva")]
    convert_lead(leads[0], by=alice)
    monkeypatch.setattr(bulk, "PART", 1)
    work = bulk.Work("*.many_deleted", {}, "Delete")

    run = work.start(bulk.Chosen(LEADS, alice, query=bulk.ListQuery()))
    bulk.go_on.call(run.pk)

    run = BulkRun.objects.get()
    assert (run.state, run.seen, run.done) == ("DONE", 2, 1)
    assert [*Lead.objects.all()] == [leads[0]]
    assert "still in use" in run.left_out[0]


def test_nobody_is_left_half_changed(alice, bob):
    """The contact takes its number, and then its name is refused."""
    contact = make_contact(owner=alice, name="Charles", phone="+49 30 1")
    before = dump()

    with pytest.raises((Conflict, Invalid)):
        update_many(
            Contact, by=alice, ids=ids(contact), phone="+49 30 2", name="", organisation=""
        )

    assert dump() == before
