"""Who may be the same, and who is not offered."""

import csv

import pytest

from doorstep.dedupe.actions import tell_apart
from doorstep.dedupe.finding import duplicates_of, similar_to
from doorstep.kit.noting import unrecorded
from doorstep.parties.linking import link_to
from doorstep.parties.models import Contact, Lead
from doorstep.parties.testing import make_contact, make_customer, make_lead
from tests.shared_data import DATA, needs_data


def test_contacts_that_share_a_phone_or_an_e_mail_are_found(alice):
    ada = make_contact(owner=alice, name="Ada", email="a@x.test", phone="+49301112221")
    bo = make_contact(owner=alice, name="Bo", phone="+49 30 111 2221")
    cy = make_contact(owner=alice, name="Cy", email=" A@X.test")

    found = {each.record: each.reasons for each in duplicates_of(ada, alice)}

    assert found == {bo: ("Same phone",), cy: ("Same e-mail",)}


def test_a_misspelt_name_is_found_and_says_how_alike(alice):
    make_lead(owner=alice, name="Ada Lovelace", organisation="Oak")

    (found,) = similar_to({"name": "Ada Lovelase"}, Lead, alice)

    assert found.percent >= 55
    assert found.reasons == ("Name 92 % alike",)


def test_what_one_may_not_see_is_not_offered(alice, carol):
    make_lead(owner=carol, name="Ada Lovelace")

    assert similar_to({"name": "Ada Lovelace"}, Lead, alice) == []


def test_what_was_told_apart_is_never_offered_again(alice):
    a, b = (make_lead(owner=alice, name="Ada Lovelace") for _ in range(2))
    tell_apart(a, by=alice, other=b)

    assert duplicates_of(a, alice) == duplicates_of(b, alice) == []


def test_customers_are_found_by_the_mail_of_their_people(alice):
    oak, ash = make_customer(name="Oak", owner=alice), make_customer(name="Ash", owner=alice)
    for customer in (oak, ash):
        make_contact(owner=alice, email="a@x.test", customer=customer)

    assert [each.record for each in duplicates_of(oak, alice)] == [ash]


def test_customers_are_not_the_same_for_having_an_installer_in_common(alice):
    oak, ash = make_customer(name="Oak", owner=alice), make_customer(name="Ash", owner=alice)
    installer = make_contact(owner=alice, email="fits@x.test", customer=oak)
    with unrecorded():
        link_to(installer, ash)

    assert duplicates_of(oak, alice) == []


def test_the_create_dialog_is_told_of_those_alike(as_alice, alice):
    make_lead(owner=alice, name="Ada Lovelace")

    answer = as_alice.get("/leads/similar/", {"name": "Ada Lovelace", "email": ""})

    assert "Is it one of these?" in answer.text
    assert as_alice.get("/leads/similar/", {"name": "Grace Hopper"}).text.strip() == ""


def test_the_api_names_the_duplicates_of_a_lead(as_alice, alice):
    a, b = (make_lead(owner=alice, name="Ada Lovelace", organisation="") for _ in range(2))

    answer = as_alice.get(f"/api/v1/leads/{a.pk}/duplicates").json()

    found = {"record": f"lead:{b.pk}", "name": "Ada Lovelace", "percent": 70}
    assert answer == {"items": [found | {"reasons": ["Same name"]}], "known_as": []}


@needs_data
def test_people_who_were_written_down_twice_are_found(alice):
    """FEBRL's first data set: of 500 people a second, misspelt row. Names and towns only."""
    rows = list(csv.DictReader((DATA / "dedupe/febrl/dataset1.csv").open()))
    leads = []
    for row in rows:
        row = {name: value.strip() for name, value in row.items()}
        name = f"{row['given_name']} {row['surname']}".strip() or "?"
        leads.append(Lead(owner=alice, name=name.title(), city=row["suburb"].title()))
    for lead in leads:
        lead.tidy()
    with unrecorded():
        made = Lead.objects.bulk_create(leads)
    who = {lead.pk: row["rec_id"].split("-")[1] for lead, row in zip(made, rows, strict=True)}

    found = {
        frozenset((lead.pk, each.record.pk))
        for lead in made[:300]
        for each in duplicates_of(lead, alice, limit=1)
    }
    right = [pair for pair in found if len({who[pk] for pk in pair}) == 1]

    precision, recall = len(right) / len(found), len(right) / len({who[x.pk] for x in made[:300]})
    print(f"precision {precision:.2f}, recall {recall:.2f}")
    assert precision > 0.8
    assert recall > 0.5


@pytest.mark.django_db
def test_nothing_said_is_like_nobody(alice):
    make_contact(owner=alice)

    assert similar_to({}, Contact, alice) == []
