"""Pages that lead nowhere say why and what works."""

import pytest
from django.test import Client

from doorstep.parties.testing import make_lead


def test_a_page_that_is_not_there_is_said_in_words(as_alice):
    answer = as_alice.get("/nowhere/")

    assert answer.status_code == 404
    assert "This door leads nowhere" in answer.text
    assert "/nowhere/" in answer.text


def test_a_record_out_of_reach_looks_like_none(as_alice, carol):
    lead = make_lead(owner=carol)

    hers = as_alice.get(f"/leads/{lead.pk}/").text
    nobodys = as_alice.get("/leads/999999/").text

    assert hers.replace(f"/leads/{lead.pk}/", "…") == nobodys.replace("/leads/999999/", "…")


def test_a_part_that_is_not_there_leaves_the_page_as_it_is(as_alice):
    answer = as_alice.get("/leads/999999/peek/", headers={"HX-Request": "true"})

    assert answer.status_code == 404
    assert answer.headers["HX-Reswap"] == "none"
    assert "not yours to see" in answer.text
    assert "<html" not in answer.text


def test_the_api_says_not_found_in_json(as_alice):
    answer = as_alice.get("/api/v1/nowhere")

    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.django_db
def test_a_form_that_was_open_for_too_long_says_so(alice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    answer = strict.post("/leads/new/", {"name": "Nadia"})

    assert answer.status_code == 403
    assert "open for too long" in answer.text


def test_a_refusal_is_a_page_with_a_way_out(as_alice):
    answer = as_alice.get("/leads/?sort=shoe_size")

    assert answer.status_code == 422
    assert "cannot be sorted" in answer.text
    assert "Go to the start" in answer.text


def test_a_refusal_of_a_part_is_a_toast(as_alice):
    answer = as_alice.get("/leads/?sort=shoe_size", headers={"HX-Request": "true"})

    assert answer.headers["HX-Reswap"] == "none"
    assert 'hx-swap-oob="beforeend"' in answer.text
