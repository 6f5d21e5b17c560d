"""What an address is: its name, its marks for each party, and how it is written."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.parties.actions import (
    create_address,
    create_template,
    delete_address,
    delete_template,
    link_address,
    unlink_address,
    update_address,
    update_template,
)
from doorstep.parties.models import Address, AddressLink, AddressTemplate, Customer
from doorstep.parties.postal import address_lines
from doorstep.parties.queries import addresses_of, default_address
from doorstep.parties.testing import make_address, make_customer, make_lead
from doorstep.users.testing import make_role, make_user
from tests.test_concurrency import at_once

PLACE = {"type": "BILLING", "line1": "Lane 1", "city": "Bonn", "country": "DE"}
MARKS = ("is_primary", "is_billing", "is_shipping")


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])


def add(by, **values):
    return create_address(Address, by=by, **PLACE | values)


def test_an_address_is_called_after_its_title_and_type(alice):
    assert add(alice, title="Works").name == "Works-Billing"


def test_a_name_that_is_taken_gets_a_number(alice):
    names = [add(alice, title="Works").name for _ in range(3)]

    assert names == ["Works-Billing", "Works-Billing-1", "Works-Billing-2"]


def test_without_a_title_it_is_called_after_whom_it_belongs_to(alice):
    lead = make_lead(owner=alice, name="Ada Byrd", organisation="")

    address = add(alice, links=[{"record": lead}])

    assert (address.name, address.title) == ("Ada Byrd-Billing", "Ada Byrd")
    assert list(addresses_of(lead)) == [address]


def test_with_neither_title_nor_party_it_is_refused(alice):
    with pytest.raises(Invalid) as refused:
        add(alice)

    assert (refused.value.code, set(refused.value.fields)) == ("address_title_missing", {"title"})


@pytest.mark.parametrize("field", ["type", "line1", "city", "country"])
def test_what_an_address_cannot_do_without_is_asked_for(alice, field):
    with pytest.raises(Invalid) as refused:
        add(alice, title="Works", **{field: " "})
    assert set(refused.value.fields) == {field}

    address = make_address(owner=alice)
    with pytest.raises(Invalid) as refused:
        update_address(address, by=alice, **{field: ""})
    assert set(refused.value.fields) == {field}


def test_a_country_there_is_not_and_a_type_there_is_not_are_refused(alice):
    with pytest.raises(Invalid) as refused:
        add(alice, title="Works", country="Atlantis", type="CASTLE")

    assert set(refused.value.fields) == {"country", "type"}


def test_a_new_title_or_type_renames_it_and_nothing_else_does(alice):
    address, taken = add(alice, title="Works"), add(alice, title="Works")

    update_address(taken, by=alice, city="Ulm")
    update_address(address, by=alice, title="Shed", type="SHIPPING")

    names = Address.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Shed-Shipping", "Works-Billing-1"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_preference_given_to_one_address_is_taken_from_the_other_and_no_other_is(alice, mark):
    oak = make_customer(owner=alice)
    first, second = (make_address(owner=alice, customer=oak, title=title) for title in "AB")
    link_address(first, by=alice, record=oak, **dict.fromkeys(MARKS, True))

    link_address(second, by=alice, record=oak, **{mark: True})

    held = {name: AddressLink.objects.get(**{name: True}).address for name in MARKS}
    assert held == dict.fromkeys(MARKS, first) | {mark: second}


def test_a_preference_is_a_matter_of_one_party(alice):
    oak, elm = make_customer(owner=alice), make_customer(owner=alice, name="Elm")
    shared, other = make_address(owner=alice), make_address(owner=alice, title="Other")
    for customer in (oak, elm):
        link_address(shared, by=alice, record=customer)
        link_address(other, by=alice, record=customer, is_billing=True)

    link_address(shared, by=alice, record=oak, is_billing=True)

    assert (default_address(oak, "billing"), default_address(elm, "billing")) == (shared, other)


def test_goods_go_to_the_preferred_address_else_to_the_only_one_never_to_a_guess(alice):
    oak = make_customer(owner=alice)
    make_address(owner=alice, customer=oak, title="Office")
    assert default_address(oak, "shipping") is None

    only = make_address(owner=alice, customer=oak, title="Dock", type="SHIPPING")
    assert default_address(oak, "shipping") == only

    second = make_address(owner=alice, customer=oak, title="Gate", type="SHIPPING")
    assert default_address(oak, "shipping") is None
    link_address(second, by=alice, record=oak, is_shipping=True)
    assert default_address(oak, "shipping") == second


def test_a_disabled_address_is_never_used(alice):
    oak = make_customer(owner=alice)
    gone = make_address(owner=alice, customer=oak, is_billing=True, is_shipping=True)
    left = make_address(owner=alice, customer=oak, title="Left", type="SHIPPING")

    update_address(gone, by=alice, disabled=True)

    assert default_address(oak, "billing") == default_address(oak, "shipping") == left


def test_the_customer_shows_its_main_address_as_it_is_now(as_alice, alice):
    oak = make_customer(owner=alice)
    place = make_address(owner=alice, customer=oak, is_primary=True)

    update_address(place, by=alice, city="Ulm")

    assert Customer.objects.get().primary_address.city == "Ulm"
    assert Customer.objects.get().primary_address == place


def test_a_main_address_can_be_deleted_and_comes_back_as_such(alice):
    oak = make_customer(owner=alice)
    place = make_address(owner=alice, customer=oak, is_primary=True)

    delete_address(place, by=alice)
    assert Customer.objects.get().primary_address is None

    undo(Event.objects.latest("pk"), by=alice)
    assert Customer.objects.get().primary_address == place


def test_an_address_outlives_its_last_link(alice):
    oak = make_customer(owner=alice)
    place = make_address(owner=alice, customer=oak, is_primary=True)

    unlink_address(place, by=alice, record=oak)

    assert not Address.objects.get().links.exists()
    with pytest.raises(Invalid, match="is not linked to") as refused:
        unlink_address(place, by=alice, record=oak)
    assert refused.value.code == "not_of_party"


def test_the_address_of_another_team_is_left_alone(alice, carol):
    theirs = make_address(owner=carol)

    with pytest.raises(Forbidden):
        update_address(theirs, by=alice, city="Ulm")
    with pytest.raises(Forbidden):
        link_address(theirs, by=alice, record=make_customer(owner=alice))


def test_without_a_template_an_address_is_written_as_its_country_does(alice):
    german = make_address(owner=alice, title="Oak", city="Bonn", postal_code="53111")
    british = make_address(
        owner=alice, title="Elm", city="London", postal_code="W1A 1AA", country="GB"
    )

    assert address_lines(german) == ["Oak", "Main Street 1", "53111 Bonn", "Germany"]
    assert address_lines(german, home="DE") == ["Oak", "Main Street 1", "53111 Bonn"]
    assert address_lines(british)[-3:] == ["London", "W1A 1AA", "United Kingdom"]


def test_a_country_with_a_template_has_its_own_and_others_the_default(alice, chief):
    create_template(AddressTemplate, by=chief, country="FR", layout="{city}\n{line1}")
    create_template(AddressTemplate, by=chief, country="DE", layout="{line1} – {city}")
    french, german, dutch = (
        make_address(owner=alice, country=country, city="X") for country in ("FR", "DE", "NL")
    )

    assert address_lines(german) == ["Main Street 1 – X"]
    assert address_lines(french) == address_lines(dutch) == ["X", "Main Street 1"]


def test_the_default_template_stays_until_there_is_another(chief):
    first = create_template(AddressTemplate, by=chief, country="FR", layout="{city}")
    assert first.is_default

    with pytest.raises(Conflict, match="Make another the default first"):
        delete_template(first, by=chief)
    with pytest.raises(Conflict, match="Make another the default first"):
        update_template(first, by=chief, is_default=False)

    second = create_template(
        AddressTemplate, by=chief, country="DE", layout="{city}", is_default=True
    )
    assert AddressTemplate.objects.get(is_default=True) == second
    first.refresh_from_db()
    delete_template(first, by=chief)


@pytest.mark.parametrize("layout", ["{secret}", "{city.__class__}", "{", "{{ 7*7 }}", "{city!r}"])
def test_a_layout_holds_known_places_and_nothing_that_runs(chief, layout):
    with pytest.raises(Invalid) as refused:
        create_template(AddressTemplate, by=chief, country="FR", layout=layout)

    assert set(refused.value.fields) == {"layout"}


def test_a_salesperson_edits_no_template(alice):
    with pytest.raises(Forbidden):
        create_template(AddressTemplate, by=alice, country="FR", layout="{city}")


@pytest.mark.django_db(transaction=True)
def test_addresses_of_one_title_made_at_once_have_names_of_their_own(alice, bob):
    made = at_once(*[lambda by=by: add(by, title="Works") for by in (alice, bob, alice, bob)])

    assert all(isinstance(each, Address) for each in made), made
    assert {each.name for each in made} == {
        "Works-Billing",
        *(f"Works-Billing-{number}" for number in (1, 2, 3)),
    }


@pytest.mark.django_db(transaction=True)
def test_a_preference_given_to_two_at_once_is_with_one(alice):
    oak = make_customer(owner=alice)
    places = [make_address(owner=alice, title=title) for title in "ABC"]

    at_once(
        *[
            lambda place=place: link_address(place, by=alice, record=oak, is_primary=True)
            for place in places
        ]
    )

    link = AddressLink.objects.get(is_primary=True)
    assert Customer.objects.get().primary_address == link.address
