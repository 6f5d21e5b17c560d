"""What is out of reach is not named either, however it is tied to what is within reach."""

from __future__ import annotations

import pytest

from doorstep.parties.actions import link_address, link_contact, update_lead
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from doorstep.records.types import REGISTRY
from doorstep.users.testing import make_role, make_user
from tests.walking import routes

SECRET = "Zyzzyva"
ASKED = ("", "?q=zyzz", "?name=zyzz+ltd&email=mine@x.test&phone=%2B441", "?sort=name")
KINDS = ("lead", "customer", "contact", "address")
PLURALS = {each.kind: each.plural for each in REGISTRY.values()}


@pytest.fixture
def tied(alice, carol):
    """Records of alice's that an administrator tied to some of carol's."""
    chief = make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])
    lead = make_lead(owner=carol, name=SECRET, organisation=f"{SECRET} Ltd", email="z@x.test")
    customer = make_customer(owner=carol, name=f"{SECRET} House")
    hidden = make_contact(owner=carol, name=f"{SECRET} Person", email="mine@x.test", phone="+44 1")
    mine = make_lead(owner=alice, organisation="Oak Ltd", email="mine@x.test", phone="+44 1")
    own, shared = make_customer(owner=alice, name="Oak House"), make_contact(owner=alice)
    place = make_address(owner=alice)
    for party in (lead, customer):
        link_contact(shared, by=chief, record=party, role="Buyer")
        link_address(place, by=chief, record=party)
    for party in (mine, own):
        link_contact(shared, by=chief, record=party)
        link_contact(hidden, by=chief, record=party, is_primary=True)
    update_lead(mine, by=chief, from_customer=customer)
    return {"lead": mine, "customer": own, "contact": shared, "address": place}


def pages(kind):
    """Those of records of a kind; without one those that are about none."""
    for route in routes():
        own = next((each for each in KINDS if route.name.startswith(f"{each}_")), "")
        is_open = route.place not in ("login", "logout", "settings", "password", "readyz")
        if own == kind and is_open and (kind or not route.places):
            yield route


@pytest.mark.parametrize("kind", [*KINDS, ""])
def test_no_page_names_what_is_out_of_reach(kind, as_alice, tied):
    pk = tied[kind].pk if kind else 0
    places = {"pk": pk, "field": "from_customer", "panel": "contacts", "name": "customer"}
    for route in pages(kind):
        for asked in ASKED if set(route.places) <= places.keys() else ():
            for headers in ({}, {"HX-Request": "true"}):
                where = route.filled(places) + asked
                answer = as_alice.get(where, headers=headers, follow=True)

                assert answer.status_code < 500, where
                assert SECRET not in b"".join(answer).decode(), where


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_of_the_api_names_what_is_out_of_reach(kind, as_alice, tied):
    one = f"/api/v1/{PLURALS[kind]}/{tied[kind].pk}"
    more = ("/conversion", "/duplicates") if kind == "lead" else ()
    for path in (one, f"{one}/timeline", f"{one}/history", *(one + each for each in more)):
        assert SECRET not in as_alice.get(path).text
    for path in (f"/api/v1/{PLURALS[kind]}", "/api/v1/events", "/api/v1/search?q=zyzz"):
        assert SECRET not in as_alice.get(path).text


@pytest.mark.parametrize("kind", PLURALS)
def test_a_search_that_would_find_them_finds_nothing(kind, as_alice, tied):
    assert SECRET not in as_alice.get(f"/pick/{kind}/?q=zyzz").text
    assert as_alice.get(f"/api/v1/{PLURALS[kind]}/count?q=zyzz").json()["count"] == 0


def test_a_write_does_not_reach_them_by_their_number(as_alice, tied, carol):
    """Whether there is such a record cannot be told from the answer."""
    theirs = make_customer(owner=carol, name=f"{SECRET} Two")
    body = {"name": "Ana", "from_customer": f"customer:{theirs.pk}"}
    nowhere = {"name": "Ana", "from_customer": "customer:987654321"}

    answers = [
        as_alice.post("/api/v1/leads", b, content_type="application/json") for b in (body, nowhere)
    ]

    assert [each.status_code for each in answers] == [422, 422]
    said = [each.json()["error"]["fields"]["from_customer"] for each in answers]
    assert said[0].replace(str(theirs.pk), "N") == said[1].replace("987654321", "N")
    assert SECRET not in answers[0].text
