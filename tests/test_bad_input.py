"""Whatever is sent, it is taken literally or refused in words; it is never a mistake of ours."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest

from doorstep.api import api
from doorstep.api.openapi import document
from doorstep.api.routers import declared
from doorstep.users.testing import make_role, make_user
from tests.api.kinds import make_any
from tests.bad_input import TEXTS, VALUES, forms_of, turning
from tests.walking import routes
from tests.whole_company import ALONE, KINDS, Faults, addresses, known_of, whole_company

THIRD = 3  # each name is tried at every third address: pages of a kind share what reads it
FEW = 12  # fields of a form that are tried with several texts each
READ = (
    *("sort", "after", "before", "q", "view", "on", "at", "show", "lane", "cols", "for", "edit"),
    *("name", "email", "phone", "type", "into", "limit", "status", "value.min", "created_at"),
    *("quiet", "owner", "tag", "of", "day", "did", "who", "kind", "source"),
)
WRITTEN = ("text", "status", "value", "names", "ids", "do", "to", "at", "field", "next", "name")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])


@pytest.fixture
def as_chief(client, chief, settings, tmp_path):
    settings.HOME = tmp_path
    client.force_login(chief)
    return client


@pytest.fixture
def places(chief, as_chief):
    return whole_company(chief, as_chief)


def _has_forms(page):
    return page and not page.streaming and "html" in page.headers.get("Content-Type", "")


def forms_on(client, here, faults, seen):
    """Those of a page, for browsers with and without scripts, that were on no page before."""
    for headers in ({}, HTMX):
        page = faults.ask(client.get, here, headers=headers)
        for form in forms_of(here, page.text) if _has_forms(page) else ():
            new = [n for n in form.fields if (form.action.partition("?")[0], n) not in seen]
            seen |= {(form.action.partition("?")[0], name) for name in new}
            yield form, new


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_no_form_can_be_filled_in_so_that_it_breaks(kind, as_chief, places):
    faults, seen, turn = Faults(), set(), 0
    for here in addresses(kind, places):
        for form, names in forms_on(as_chief, here, faults, seen):
            for name in names:
                turn += 1
                for text in turning(TEXTS, turn, 3 if len(names) < FEW else 1):
                    faults.ask(as_chief.post, form.action, form.values | {name: text})
    assert seen
    faults.show()


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_what_is_posted_without_a_form_breaks_nothing_either(kind, as_chief, places):
    """Every address, whether or not it takes a POST, with the names that such addresses read."""
    faults = Faults()
    for turn, here in enumerate(addresses(kind, places)):
        for text in turning(TEXTS, turn, 3):
            faults.ask(as_chief.post, here, dict.fromkeys(WRITTEN, text) | {"go": "1"})
    faults.show()


@pytest.mark.parametrize("kind", ["", "lead"])
def test_no_address_can_be_asked_so_that_it_breaks(kind, as_chief, places):
    faults, turn = Faults(), 0
    for number, here in enumerate(addresses(kind, places)):
        for name in READ[number % THIRD :: THIRD]:
            turn += 1
            (text,) = turning(TEXTS, turn, 1)
            headers = HTMX if turn % 2 else {}
            faults.ask(as_chief.get, here, {name: text[:5_000]}, headers=headers)
    faults.show()


def test_no_name_in_an_address_breaks(as_chief, places):
    """Where a word stands in the address: a field, a filter, an action, a kind."""
    faults = Faults()
    for turn, route in enumerate(each for each in routes() if each.place not in ALONE):
        known = known_of(route, places)
        words = re.findall(r"<(?:str|slug):(\w+)>", route.pattern)
        for word in words if set(route.places) <= known.keys() else ():
            for text in turning(TEXTS, turn, 4):
                here = route.filled(known | {word: quote(text[:300], safe="")})
                faults.ask(as_chief.get, here)
                faults.ask(as_chief.post, here)
    faults.show()


def writes(schema):
    """Every operation that takes JSON, with the names it knows."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            if part := content.get("application/json", {}).get("schema"):
                named = part.get("$ref", "").rpartition("/")[2]
                part = schema["components"]["schemas"].get(named, part)
                yield method.upper(), path, list(part.get("properties", {}))


def test_no_body_can_be_sent_to_the_api_so_that_it_breaks(as_chief, chief, places):
    faults, turn = Faults(), 0
    ids = {each.plural: make_any(each, chief).pk for each in declared()}
    for method, path, names in writes(document(api)):
        where = re.sub(r"{\w+}", str(ids.get(path.split("/")[3], 1)), path)
        for name in [*names, ""]:
            turn += 1
            for value in turning(VALUES, turn, 2 if name else 6):
                body = {"name": "Ana", name: value} if name else value
                body = {"items": [body]} if path.endswith("/batch") and name != "items" else body
                answer = faults.ask(send, as_chief, method, where, body)
                if answer is not None and answer.status_code >= 400:
                    assert answer.json()["error"]["message"]
    faults.show()


def send(client, method, where, body):
    return client.generic(method, where, json.dumps(body), content_type="application/json")
