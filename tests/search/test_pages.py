"""Search as a page, in the palette, in a combobox and over the API."""

import re

import pytest

from doorstep.parties.testing import make_contact, make_customer, make_lead

PART = {"HX-Request": "true", "HX-Target": "results"}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def test_hits_stand_under_their_kind(as_alice, alice):
    make_lead(owner=alice, name="Ada Byron")
    make_contact(owner=alice, name="Ada Lovelace")

    page = as_alice.get("/search/?q=ada")

    assert "<title>Search: ada" in page.text
    assert re.search(r"Leads .*Ada Byron", words(page))
    assert re.search(r"Contacts .*Ada Lovelace", words(page))


def test_what_was_looked_for_stands_out_whatever_its_accents(as_alice, alice):
    make_lead(owner=alice, name="Ádám O’Brien")

    assert "<mark>Ádám</mark> <mark>O’Brien</mark>" in as_alice.get("/search/?q=adam+obrien").text


def test_htmx_gets_the_results_alone(as_alice, alice):
    make_lead(owner=alice, name="Ada Byron")

    part = as_alice.get("/search/?q=ada", headers=PART)

    assert "Byron" in part.text
    assert "<html" not in part.text
    assert "HX-Target" in part.headers["Vary"]


def test_many_of_a_kind_lead_to_the_list(as_alice, alice):
    for _ in range(12):
        make_lead(owner=alice, name="Ada Byron")

    page = as_alice.get("/search/?q=ada+byron")

    assert 'href="/leads/?q=ada+byron"' in page.text
    assert page.text.count('class="mini"') == 10


def test_nothing_found_says_so_and_what_helps(as_alice):
    assert "Nothing is called “xyzzy”" in words(as_alice.get("/search/?q=xyzzy"))


def test_nothing_asked_asks(as_alice):
    assert "Whom are you looking for?" in words(as_alice.get("/search/"))


def test_nobody_searches_without_signing_in(client, db):
    assert client.get("/search/?q=ada").status_code == 302


def test_nothing_out_of_reach_is_on_any_page(as_alice, carol):
    make_lead(owner=carol, name="Ada Byron")

    for path in ("/search/?q=byron", "/palette/?q=byron", "/pick/lead/?q=byron"):
        assert "Ada" not in as_alice.get(path, headers={"HX-Request": "true"}).text


def test_the_palette_leads_to_everything_that_was_found(as_alice, alice):
    make_lead(owner=alice, name="Ada Byron")

    assert 'data-url="/search/?q=byron"' in as_alice.get("/palette/?q=byron", headers=PART).text


def test_a_combobox_offers_the_best_first(as_alice, alice):
    make_customer(owner=alice, name="Engines Ada")
    make_customer(owner=alice, name="Ada")

    shown = re.findall(r'data-shown="([^"]+)"', as_alice.get("/pick/customer/?q=ada").text)

    assert shown == ["Ada", "Engines Ada"]


def test_the_api_answers_with_all_kinds(as_alice, alice):
    lead = make_lead(owner=alice, name="Ada Byron", organisation="", email="")
    make_contact(owner=alice, name="Ada Byron")

    everything = as_alice.get("/api/v1/search?q=byron").json()["items"]
    leads = as_alice.get("/api/v1/search?q=byron&kind=lead").json()["items"]

    assert {item["kind"] for item in everything} == {"lead", "contact"}
    assert leads == [
        {
            "record": f"lead:{lead.pk}",
            "kind": "lead",
            "id": lead.pk,
            "title": "Ada Byron",
            "detail": "",
            "url": f"/leads/{lead.pk}/",
            "near": False,
        }
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "q"),
        ("q=a&kind=sparrow", "kind"),
        ("q=a&limit=0", "limit"),
        ("q=a&limit=x", "limit"),
        ("q=a&size=3", "size"),
        ("q=%00", "q"),
    ],
)
def test_the_api_refuses_what_makes_no_sense(as_alice, query, field):
    response = as_alice.get(f"/api/v1/search?{query}")

    assert response.status_code == 422
    assert field in response.json()["error"]["fields"]
