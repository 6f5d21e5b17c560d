"""The OpenAPI document is true, and can be read and tried from here alone."""

import json

import pytest
from jsonschema_rs import Draft202012Validator

from doorstep.parties.testing import make_lead
from tests.api.kinds import EVERYTHING, JSON, let, make_any, url, written
from tests.records.test_custom_fields import add, admin  # noqa: F401


def described(client):
    return client.get("/api/v1/openapi.json").json()


def fits(document, name, value):
    """Whether a value is what the document says of a schema."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


@EVERYTHING
def test_what_is_answered_is_what_is_described(records, as_alice, alice):
    let(alice, records, "create", "edit")
    record, document, name = make_any(records, alice), described(as_alice), records.model.__name__
    one = as_alice.get(url(records, record.pk)).json()
    sent = {"items": [written(records, one), {"nonsense": 1}]}

    assert fits(document, name, one) == []
    assert fits(document, f"{name}Page", as_alice.get(url(records)).json()) == []
    assert fits(document, "Count", as_alice.get(url(records, "count")).json()) == []
    assert fits(document, f"{name}New", written(records, one)) == []
    as_alice.patch(url(records, record.pk), {}, content_type=JSON)
    batch = as_alice.post(url(records, "batch"), sent, content_type=JSON).json()
    assert fits(document, f"{name}Results", batch) == []
    line = as_alice.get(url(records, record.pk, "timeline")).json()
    assert fits(document, "EventPage", line) == []
    history = as_alice.get(url(records, record.pk, "history")).json()
    assert fits(document, "HistoryPage", history) == []
    assert fits(document, "Error", as_alice.get(url(records, 999_999)).json()) == []


def test_every_operation_is_named_once_and_says_how_it_refuses(as_alice):
    operations = [
        operation
        for operations in described(as_alice)["paths"].values()
        for operation in operations.values()
    ]
    names = [operation["operationId"] for operation in operations]

    assert len(names) == len(set(names)) > 100
    assert all({"401", "404", "422"} <= operation["responses"].keys() for operation in operations)
    assert all(operation["summary"] for operation in operations)


def test_every_reference_leads_somewhere(as_alice):
    text = as_alice.get("/api/v1/openapi.json").content.decode()
    document = json.loads(text)
    known = document["components"]["schemas"].keys()
    wanted = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert wanted <= known
    assert document["openapi"].startswith("3.1")


def test_a_stranger_reads_it_without_the_fields_of_this_install(client, as_alice, admin):  # noqa: F811
    add(admin, "Secret project")
    inside = described(as_alice)["components"]["schemas"]["Lead"]["properties"]["custom"]
    as_alice.logout()

    outside = described(client)["components"]["schemas"]["Lead"]["properties"]["custom"]

    assert "secret_project" in inside["properties"]
    assert outside == {"type": "object"}


@pytest.mark.parametrize("who", ["stranger", "alice"])
def test_the_page_shows_each_group_and_loads_nothing_from_elsewhere(who, client, alice):
    if who == "alice":
        client.force_login(alice)

    first = client.get("/api/v1/docs")
    groups = {part.partition('"')[0] for part in first.content.decode().split('href="?of=')[1:]}

    assert {"Leads", "Customers"} <= groups
    for group in groups:
        page = client.get(f"/api/v1/docs?of={group}").content.decode()
        assert "api-try" in page
        assert "https://" not in page.replace("https://acme.example", "")
    assert "unsafe" not in first["Content-Security-Policy"]
    assert client.get("/api/v1/docs?of=nonsense").status_code == 404


def test_examples_are_taken(as_alice, alice):
    """What the page proposes to send is understood, whatever is then said of its values."""
    make_lead(owner=alice)
    page = as_alice.get("/api/v1/docs?of=Leads").content.decode()

    assert "&#34;next_contact_at&#34;: &#34;2026-03-31T14:30:00Z&#34;" in page
