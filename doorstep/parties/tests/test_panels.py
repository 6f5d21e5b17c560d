"""What stands beside a lead, a customer, a contact and an address."""

import pytest

from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import create_address, create_contact, link_contact
from doorstep.parties.models import Address, Contact, ContactLink
from doorstep.parties.testing import make_customer

pytestmark = pytest.mark.django_db
PLACE = {"type": "BILLING", "line1": "Kaigata 2", "city": "Oslo", "country": "NO"}


def panels(client, path):
    return client.get(f"{path}panels/").content.decode()


def test_the_people_of_a_customer_are_shown_with_what_they_are_there(as_alice, alice):
    customer = make_customer(owner=alice, name="Oak Ltd")
    links = [{"record": customer, "role": "Purchasing", "is_primary": True}]
    create_contact(Contact, by=alice, name="Kim Berg", links=links)

    shown = panels(as_alice, customer.get_absolute_url())

    assert "Kim Berg" in shown
    assert "Purchasing" in shown
    assert "Main" in shown


def test_the_places_of_a_customer_are_shown_with_their_use(as_alice, alice):
    customer = make_customer(owner=alice, name="Oak Ltd")
    links = [{"record": customer, "is_billing": True}]
    create_address(Address, by=alice, links=links, **PLACE)

    shown = panels(as_alice, customer.get_absolute_url())

    assert "Kaigata 2, Oslo" in shown
    assert "Billing" in shown


def test_a_contact_shows_all_it_belongs_to(as_alice, alice):
    oak, elm = (make_customer(owner=alice, name=name) for name in ("Oak Ltd", "Elm AS"))
    contact = create_contact(Contact, by=alice, name="Kim Berg", links=[{"record": oak}])
    link_contact(contact, by=alice, record=elm, role="Installer")

    shown = panels(as_alice, contact.get_absolute_url())

    assert "Oak Ltd" in shown
    assert "Elm AS" in shown
    assert "Customer · Installer" in shown


def test_a_party_out_of_reach_is_not_shown(as_alice, alice, carol):
    own, hidden = (
        make_customer(owner=alice, name="Oak Ltd"),
        make_customer(owner=carol, name="Fir"),
    )
    contact = create_contact(Contact, by=alice, name="Kim Berg", links=[{"record": own}])
    with unrecorded():
        ContactLink.objects.create(contact=contact, customer=hidden)

    shown = panels(as_alice, contact.get_absolute_url())

    assert "Oak Ltd" in shown
    assert "Fir" not in shown
