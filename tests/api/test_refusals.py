"""Every "no" of the API has one shape, wherever it comes from."""

import pytest
from django.test import Client

from doorstep.parties.testing import make_lead

JSON = "application/json"


def shape(response):
    error = response.json()["error"]
    assert error.keys() == {"code", "message", "fields"}
    return response.status_code, error["code"]


@pytest.mark.parametrize(
    "path", ["nonsense", "leads/abc", "leads/7/nonsense", f"leads/{10**40}", "events/9"]
)
def test_what_is_not_there(as_alice, path):
    assert shape(as_alice.get(f"/api/v1/{path}")) == (404, "not_found")


def test_a_method_that_an_address_does_not_take(as_alice):
    answer = as_alice.put("/api/v1/leads", {}, content_type=JSON)

    assert shape(answer) == (405, "not_possible")
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_a_body_of_ten_megabytes(as_alice):
    body = '{"name": "' + "x" * 10_000_000 + '"}'

    assert shape(as_alice.post("/api/v1/leads", body, content_type=JSON)) == (413, "too_large")


def test_a_session_without_its_csrf_token(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)

    assert client.get("/api/v1/leads").status_code == 200
    assert shape(client.post("/api/v1/leads", {}, content_type=JSON)) == (403, "forbidden")


def test_too_many_requests_in_a_minute(as_alice, settings):
    settings.API_RATE = 1
    as_alice.get("/api/v1/leads")

    answer = as_alice.get("/api/v1/leads")

    assert shape(answer) == (429, "too_many")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_a_body_of_a_verb_that_does_not_fit(as_alice, alice):
    lead = make_lead(owner=alice)

    answer = as_alice.post(f"/api/v1/leads/{lead.pk}/convert", {"customer": []}, content_type=JSON)

    assert shape(answer) == (422, "invalid")
    assert list(answer.json()["error"]["fields"]) == ["customer"]


@pytest.mark.parametrize("query", ["q=%00", "after=%00", "status=%00", "%00=1"])
def test_a_null_byte_in_a_query(as_alice, query):
    assert shape(as_alice.get(f"/api/v1/leads?{query}"))[0] == 422


def test_a_name_of_any_length_is_looked_up_or_refused(as_alice):
    answer = as_alice.post(
        "/api/v1/leads",
        {"name": "Ana", "territory": "x" * 70_000},
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert set(answer.json()["error"]["fields"]) == {"territory"}
