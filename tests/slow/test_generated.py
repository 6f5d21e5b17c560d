"""Generated requests: nothing the document allows, or forbids, ends in a mistake of ours."""

from contextlib import suppress

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from doorstep.office.actions import make_token
from doorstep.parties.testing import make_lead
from doorstep.users.models import ApiToken
from doorstep.users.testing import make_role, make_user
from doorstep.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# What all record types and lists have in common is asked of these often, of the others a little.
OFTEN = ("leads", "contacts", "sales-orders", "lead-sources", "events", "actions", "search")
PARTS = 6
EVERY = PARTS if connection.vendor == "postgresql" else 1  # there a part of all is enough


def asked(examples):
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(autouse=True)
def _one_connection():
    """As Django's own test client does: a request does not close the connection of its test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def boss(db):
    return make_user("boss@example.org", roles=[make_role("Boss", is_administrator=True)])


@pytest.fixture
def headers(boss):
    return {"Authorization": f"Bearer {make_token(ApiToken, by=boss, name='Test').text}"}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("part", range(0, PARTS, EVERY))
def test_no_request_ends_in_a_mistake_of_ours(part, mode, boss, headers):
    make_lead(owner=boss)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for result in list(schema.get_all_operations())[part::PARTS]:
        with suppress(Unsatisfiable):  # what takes no parameter cannot be asked wrongly
            ask(result.ok(), mode, headers)


def ask(operation, mode, headers):
    group = operation.path.split("/")[3]
    is_batch = operation.path.endswith("/batch")  # answers for each of its items by itself
    checks = CHECKS if is_batch else [*CHECKS, negative_data_rejection]

    @asked(8 if group in OFTEN else 2)
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case):
        case.call_and_validate(headers=headers, checks=checks)

    once()
