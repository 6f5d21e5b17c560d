"""The first start of an empty install."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from doorstep.history.models import Event
from doorstep.office.doorman import set_up
from doorstep.records.models import Company
from doorstep.users.models import User

SAID = {
    "name": "Ines Marchetti",
    "email": "Ines@Hollin.example",
    "password": "a quiet evening",
    "company": "Hollin Lighting",
    "country": "NO",
    "currency": "NOK",
    "time_zone": "Europe/Oslo",
}


@pytest.fixture(autouse=True)
def nobody_is_there(an_install_that_is_set_up, monkeypatch):
    monkeypatch.setattr(set_up, "is_done", False)


@pytest.mark.parametrize("path", ["/", "/login/", "/leads/7/", "/settings/", "/api/v1/leads"])
def test_every_page_leads_to_the_set_up(client, db, path):
    assert client.get(path).url == "/setup/"


@pytest.mark.parametrize("path", ["/healthz", "/static/favicon.svg"])
def test_what_asks_whether_we_are_alive_is_answered(client, db, path):
    assert client.get(path).status_code != 302


def test_it_makes_the_company_and_who_runs_it(client, db):
    assert client.get("/setup/").status_code == 200

    assert client.post("/setup/", SAID).url == "/"

    company, ines = Company.current(), User.objects.get(kind="STAFF")
    assert (company.name, company.country, company.currency) == ("Hollin Lighting", "NO", "NOK")
    assert ines.email == "ines@hollin.example"
    assert ines.is_administrator
    assert b"Hollin Lighting" in client.get("/settings/security/").content
    assert Event.objects.get(cause=None).name == "company.founded"


def test_afterwards_there_is_no_such_page(client, db):
    client.post("/setup/", SAID)

    assert client.get("/setup/").status_code == 404
    assert Client().post("/setup/", SAID | {"email": "x@example.org"}).status_code == 404


def test_it_does_not_exist_where_somebody_is(client, alice):
    assert client.get("/setup/").status_code == 404
    assert client.get("/login/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "short"),
        ("password", "Ines@hollin.example"),
        ("email", "no address"),
        ("company", ""),
        ("currency", "XXL"),
        ("time_zone", "Mars/Olympus"),
        ("name", "x" * 200),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(client, db, field, value):
    page = client.post("/setup/", SAID | {field: value})

    assert page.status_code == 422
    assert b"field__error" in page.content
    assert not User.objects.filter(kind="STAFF").exists()
    assert not Company.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_try_at_once_one_comes_in():
    def attempt(number):
        try:
            return Client().post("/setup/", SAID | {"email": f"{number}@example.org"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(attempt, range(3)))

    assert User.objects.filter(kind="STAFF").count() == 1
    assert answers.count(302) == 1
