"""What a customer is: a name of its own, and what belongs to it."""

from decimal import Decimal

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.parties.actions import (
    create_customer,
    create_supplier,
    delete_customer,
    link_address,
    link_contact,
    update_customer,
)
from doorstep.parties.models import (
    Address,
    Contact,
    CreditLimit,
    Customer,
    CustomerGroup,
    SalesTeamMember,
    Supplier,
)
from doorstep.parties.testing import make_address, make_contact, make_customer, set_policy
from tests.test_concurrency import at_once

PLACE = {"line1": "Lane 1", "city": "Bonn", "country": "DE"}


def add(by, name="Oak", **values):
    return create_customer(Customer, by=by, name=name, **values)


def test_a_name_that_is_taken_gets_a_number_and_says_so(alice):
    add(alice)

    second = add(alice, " Oak ")

    assert (second.name, second.renamed_from) == ("Oak - 1", "Oak")
    assert add(alice).name == "Oak - 2"


def test_a_long_name_that_is_taken_gets_a_number_as_well(alice):
    names = {add(alice, "O" * 480).name for _ in range(2)}

    assert len(names) == 2
    assert all(len(name) <= 480 for name in names)


def test_renaming_onto_another_is_refused_at_the_name(alice):
    add(alice)
    other = add(alice, "Elm")

    with pytest.raises(Invalid) as refused:
        update_customer(other, by=alice, name="Oak")

    assert set(refused.value.fields) == {"name"}


def test_a_customer_is_not_called_like_a_group_whatever_the_case(alice):
    with pytest.raises(Invalid, match="There is a customer group called") as refused:
        add(alice, "  commercial")
    assert (refused.value.code, set(refused.value.fields)) == ("name_is_group", {"name"})

    customer = add(alice)
    with pytest.raises(Invalid):
        update_customer(customer, by=alice, name="Commercial")


@pytest.mark.parametrize("name", ["", "   "])
def test_a_customer_has_a_name(alice, name):
    with pytest.raises(Invalid) as refused:
        add(alice, name)

    assert set(refused.value.fields) == {"name"}


def test_group_and_territory_come_from_the_policy_unless_they_are_said(alice):
    retail = CustomerGroup.objects.get(name="Individual")
    set_policy(customer_group=retail)

    assert add(alice).group == retail
    set_policy(customer_group=None)
    with pytest.raises(Invalid) as refused:
        add(alice, "Elm")
    assert set(refused.value.fields) == {"group"}


@pytest.mark.parametrize("shares", [(60, 30), (60, 41), (100, 1)])
def test_the_shares_of_a_sales_team_are_a_hundred_percent(alice, bob, shares):
    team = [{"user": u, "percent": p} for u, p in zip((alice, bob), shares, strict=True)]

    with pytest.raises(Invalid) as refused:
        add(alice, sales_team=team)

    assert (refused.value.code, set(refused.value.fields)) == ("team_not_100", {"sales_team"})
    assert not Customer.objects.exists()


def test_a_sales_team_is_kept_and_can_be_taken_away(alice, bob):
    team = [{"user": alice, "percent": Decimal(60)}, {"user": bob, "percent": Decimal(40)}]
    customer = add(alice, sales_team=team)
    assert SalesTeamMember.objects.count() == 2

    update_customer(customer, by=alice, sales_team=[])
    assert not SalesTeamMember.objects.exists()

    undo(Event.objects.latest("pk"), by=alice)
    assert SalesTeamMember.objects.count() == 2


def test_nobody_has_two_shares(alice):
    with pytest.raises(Invalid, match="Each person has one share"):
        add(alice, sales_team=[{"user": alice, "percent": Decimal(50)}] * 2)


def test_there_is_one_credit_limit_for_a_company(alice):
    limits = [{"company": "Hollin", "amount": Decimal(amount)} for amount in (10, 20)]

    with pytest.raises(Invalid) as refused:
        add(alice, credit_limits=limits)
    assert refused.value.code == "duplicate_company_row"

    limits[1]["company"] = "Other"
    add(alice, credit_limits=limits)
    assert CreditLimit.objects.count() == 2


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("1e15")])
def test_a_credit_limit_is_an_amount(alice, amount):
    with pytest.raises(Invalid):
        add(alice, credit_limits=[{"amount": amount}])


def test_what_is_said_of_its_person_and_place_becomes_a_contact_and_an_address(alice):
    customer = add(alice, first_name="Mia", email="mia@x.test", mobile="+44 1", address=PLACE)

    contact, place = Contact.objects.get(), Address.objects.get()
    assert (contact.name, contact.email, contact.mobile) == ("Mia", "mia@x.test", "+44 1")
    assert (customer.primary_contact, customer.primary_address) == (contact, place)
    assert (place.name, place.type) == ("Oak-Billing", "BILLING")


@pytest.mark.parametrize("field", ["city", "country"])
def test_a_customer_with_half_an_address_is_refused_as_a_whole(alice, field):
    with pytest.raises(Invalid) as refused:
        add(alice, first_name="Mia", address=PLACE | {field: ""})

    assert field in str(set(refused.value.fields))
    assert not Customer.objects.exists()
    assert not Contact.objects.exists()


def test_a_customer_goes_with_what_was_only_its_own_and_all_comes_back(alice):
    customer, other = add(alice, first_name="Mia", address=PLACE), add(alice, "Elm")
    shared = make_contact(owner=alice, customer=customer)
    make_contact(owner=alice, customer=other)
    from_both = make_address(owner=alice, customer=customer)
    link_contact(shared, by=alice, record=other)
    link_address(from_both, by=alice, record=other)

    delete_customer(customer, by=alice)
    assert shared in Contact.objects.all()
    assert list(Address.objects.all()) == [from_both]
    assert not Contact.objects.filter(name="Mia").exists()

    undo(Event.objects.latest("pk"), by=alice)
    restored = Customer.objects.get(name="Oak")
    assert restored.primary_contact.name == "Mia"
    assert restored.address_links.count() == 2


def test_the_customer_of_another_team_is_left_alone(alice, carol):
    theirs = make_customer(owner=carol)

    with pytest.raises(Forbidden):
        update_customer(theirs, by=alice, name="Mine")
    with pytest.raises(Forbidden):
        delete_customer(theirs, by=alice)


def test_a_suppliers_name_that_is_taken_gets_a_number(alice):
    names = [create_supplier(Supplier, by=alice, name="Brass").name for _ in range(2)]

    assert names == ["Brass", "Brass - 1"]


@pytest.mark.django_db(transaction=True)
def test_customers_of_one_name_made_at_once_have_names_of_their_own(alice, bob):
    at_once(*[lambda by=by: add(by) for by in (alice, bob, alice)])

    names = sorted(Customer.objects.values_list("name", flat=True))
    assert names == ["Oak", "Oak - 1", "Oak - 2"]
