"""What is out of one's reach is not there: on every page, by every verb, in every answer."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.activity.actions import add_note
from doorstep.api import api
from doorstep.exchange.models import ImportJob
from doorstep.history.action import last_event
from doorstep.history.models import Event
from doorstep.office.actions import make_token
from doorstep.records.actions import attach
from doorstep.records.models import BulkRun, SavedView
from doorstep.records.types import REGISTRY
from doorstep.users.models import ApiToken
from tests.steps import dump
from tests.test_record_types import make
from tests.walking import routes

SECRET = "Zyzzyva"
NOBODY = 987_654_321
KINDS = {each.kind: each for each in REGISTRY.values()}
PLURALS = {each.plural: each.kind for each in REGISTRY.values()}
BESIDE = {"events": "event", "attachments": "file"}
OFFICE = ("settings", "imports")
WITH_A_RECORD = [each for each in routes() if "<int:" in each.pattern]


@pytest.fixture
def theirs(carol, alice):
    """One of each kind that belongs to carol, and everything that can hang on it."""
    found = {kind: make(records, owner=carol) for kind, records in KINDS.items()}
    lead = found["lead"]
    note = add_note(lead, by=carol, text=SECRET)
    file = SimpleUploadedFile("plan.txt", b"a plan", "text/plain")
    return found | {
        "file": attach(lead, by=carol, file=file),
        "note": note,
        "event": last_event(),
        "run": BulkRun.objects.create(user=carol, record_type="parties.lead", action="x"),
        "view": SavedView.objects.create(user=carol, record_type="parties.lead", name="V"),
        "import": ImportJob.objects.create(by=carol, kind="leads", name="x.csv", path="x.csv"),
        "token": token_of(carol),
        "thread": found["message"].thread,
    }


def token_of(user):
    make_token(ApiToken, by=user, name="T")
    return ApiToken.objects.get(user=user)


def values(route, theirs, pk=None):
    """What stands in the places of an address: carol's, or a number that nothing has."""
    kind = next((k for k in sorted(KINDS, key=len, reverse=True) if route.name.startswith(k)), "")
    own = theirs.get(kind)
    for part, name in (
        ("files/<int:pk>", "file"),
        ("events/", "event"),
        ("bulk/<int:pk>", "run"),
        ("imports/", "import"),
        ("notes/", "note"),
        ("do/", "lead"),
        ("share/", "lead"),
        ("handovers/", "event"),
        ("duplicates/", "lead"),
        ("settings/tokens/", "token"),
        ("conversations/", "thread"),
    ):
        if route.pattern.startswith(part) or (f"/{part}" in route.pattern and name == "run"):
            own = theirs[name]
    return {
        "pk": pk or (own.pk if own else NOBODY),
        "view": pk or theirs["view"].pk,
        "event": pk or theirs["event"].pk,
        "name": "lead.qualified" if route.name == "action_do" else "plan.txt",
        "field": "name",
        "number": 1,
        "slug": "none",
        "digest": "0" * 16,
        "page": 1,
        "contact": NOBODY,
        "verb": "done",
        "step": NOBODY,
        "kind": "lead",
        "plural": "lead-statuses",
        "panel": "files",
        "model": "parties.lead",
    }


@pytest.mark.parametrize("place", sorted({each.place for each in WITH_A_RECORD}))
def test_every_address_of_a_record_answers_as_if_there_were_none(place, as_alice, theirs):
    allowed = (403, 404, 405) if place in OFFICE else (404, 405)
    before, events = dump(), Event.objects.count()
    for route in (each for each in WITH_A_RECORD if each.place == place):
        there, nowhere = (route.filled(values(route, theirs, pk)) for pk in (None, NOBODY))
        for method in (as_alice.get, as_alice.post):
            for headers in ({}, {"HX-Request": "true"}):
                answer = method(there, headers=headers)
                as_usual = method(nowhere, headers=headers)

                assert answer.status_code in allowed, there
                assert answer.status_code == as_usual.status_code, there
                assert SECRET not in answer.text, there
    assert (dump(), Event.objects.count()) == (before, events)


NEEDED = {  # without it a verb is refused before anything is looked for
    "move": [{"starts_at": "2026-11-24T10:00:00Z"}],
    "enrol": [{"record": "lead:1"}],
    "revise": [{"lines": []}],
    "release": [{"invoice": 1}],
    "allocate": [{"allocations": []}],
    "answer": [{"answer": "ACCEPTED"}],
    "coupon": [{"code": "SAVE10"}],
}
PATHS = [
    (method.upper(), path)
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in methods
    if "{" in path
]


@pytest.mark.parametrize("group", [*PLURALS, *BESIDE])
def test_every_verb_of_the_api_answers_as_if_there_were_none(group, as_alice, theirs):
    own = theirs[PLURALS.get(group) or BESIDE[group]]
    before, events = dump(), Event.objects.count()
    paths = [each for each in PATHS if each[1].split("/")[3] == group]

    def ask(method, path, pk, body):
        where = re.sub(r"{\w+}", str(pk), path)
        return as_alice.generic(method, where, json.dumps(body), content_type="application/json")

    assert paths
    for method, path in paths:
        for body in NEEDED.get(path.rpartition("/")[2], ({}, {"owner": "alice@example.org"})):
            answer, as_usual = (ask(method, path, pk, body) for pk in (own.pk, NOBODY))

            assert answer.status_code == as_usual.status_code == 404, (method, path)
            assert answer.json() == as_usual.json()
    assert (dump(), Event.objects.count()) == (before, events)
