"""A record as it was, with what stood in other tables then."""

from __future__ import annotations

from django.utils.timezone import now

from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import link_contact
from doorstep.parties.testing import make_contact, make_customer
from doorstep.records.past import collected_then, has_past
from doorstep.users.testing import make_user
from tests.api.kinds import EVERYTHING, JSON, make_any


@EVERYTHING
def test_what_is_collected_has_a_past(records, alice):
    record = make_any(records, alice)

    for name, collect, nothing in records.output.collects:
        today = collect([record.pk], alice).get(record.pk, nothing)

        assert has_past(collect), name
        assert list(collected_then(collect, record.pk, now(), alice) or ()) == list(today or ())


def shown(client, kind, pk, **params):
    return client.get(f"/api/v1/{kind}/{pk}", params).json()


def test_e_mails_phones_links_and_tags_of_a_contact_are_those_of_then(as_alice, alice):
    made = as_alice.post(
        "/api/v1/contacts",
        {
            "name": "Ada Oak",
            "emails": [{"email": "ada@x.example"}, {"email": "a.oak@x.example"}],
            "phones": [{"number": "+4930123456", "kind": "phone"}],
            "links": [{"record": f"customer:{make_customer(owner=alice).pk}", "role": "Buyer"}],
        },
        content_type=JSON,
    ).json()
    before, then = shown(as_alice, "contacts", made["id"]), now().isoformat()

    changed = as_alice.patch(
        f"/api/v1/contacts/{made['id']}",
        {"emails": [{"email": "new@x.example"}], "phones": [], "links": []},
        content_type=JSON,
    )

    assert changed.status_code == 200
    past = shown(as_alice, "contacts", made["id"], as_of=then)
    kept = ("emails", "phones", "links", "tags", "custom", "name")
    assert {name: past[name] for name in kept} == {name: before[name] for name in kept}
    assert len(past["emails"]) == 2
    assert past["links"][0]["role"] == "Buyer"
    assert shown(as_alice, "contacts", made["id"])["phones"] == []


def test_portal_users_limits_and_team_of_a_customer_are_those_of_then(as_alice, alice):
    portal = make_user("petra@x.example", kind="PORTAL")
    customer = make_customer(owner=alice)
    address = f"/api/v1/customers/{customer.pk}"
    first = {
        "portal_users": [portal.email],
        "credit_limit": "500.00",
        "sales_team": [{"user": alice.email, "percent": "100.00"}],
    }
    assert as_alice.patch(address, first, content_type=JSON).status_code == 200
    before, then = as_alice.get(address).json(), now().isoformat()
    later = {"portal_users": [], "credit_limit": "900.00", "sales_team": []}
    assert as_alice.patch(address, later, content_type=JSON).status_code == 200

    past = as_alice.get(address, {"as_of": then}).json()

    assert {name: past[name] for name in first} == {name: before[name] for name in first}
    assert as_alice.get(address).json()["sales_team"] == []


def test_what_came_later_is_not_there_yet(as_alice, alice):
    contact, customer = make_contact(owner=alice), make_customer(owner=alice)
    then = now().isoformat()
    link_contact(contact, by=alice, record=customer)

    assert shown(as_alice, "customers", customer.pk)["contacts"] == [f"contact:{contact.pk}"]
    assert shown(as_alice, "customers", customer.pk, as_of=then)["contacts"] == []


def test_links_to_what_one_may_not_see_stay_hidden_in_the_past(as_alice, alice, carol):
    contact, customer = make_contact(owner=alice), make_customer(owner=alice)
    link_contact(contact, by=alice, record=customer)
    then = now().isoformat()
    with unrecorded():
        type(customer).objects.filter(pk=customer.pk).update(owner=carol)

    assert shown(as_alice, "contacts", contact.pk, as_of=then)["links"] == []
