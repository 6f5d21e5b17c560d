"""A conversion that breaks at any of its statements has not happened."""

import pytest
from django.db import DatabaseError

from doorstep.history.models import Change, Event
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Customer
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from tests.steps import dump
from tests.test_conversion_properties import failing_at
from tests.test_undo_properties import a_world_of_its_own

MOST = 200


def alone(alice, lead):
    return {}


def with_people_and_places(alice, lead):
    for title in "AB":
        make_contact(owner=alice, lead=lead, name=title)
        make_address(owner=alice, lead=lead, title=title)
    return {}


def with_a_known_contact(alice, lead):
    make_contact(owner=alice, email="ada@example.org")
    return {}


def into_a_customer(alice, lead):
    make_contact(owner=alice, lead=lead)
    return {"into": make_customer(owner=alice)}


@pytest.mark.parametrize(
    "prepare", [alone, with_people_and_places, with_a_known_contact, into_a_customer]
)
def test_it_leaves_nothing_behind_wherever_it_breaks(alice, prepare):
    with a_world_of_its_own():
        lead = make_lead(owner=alice, email="ada@example.org", phone="+44 20 7946 0018")
        asked = prepare(alice, lead)
        before, broken = everything(), 0
        for statement in range(1, MOST):
            try:
                with failing_at(statement):
                    customer = convert_lead(lead, by=alice, **asked)
            except DatabaseError:
                broken += 1
                assert everything() == before, f"broken at statement {statement}"
            else:
                break

        assert broken == statement - 1 > 10
        lead.refresh_from_db()
        assert (lead.customer, lead.status.code) == (customer, "CONVERTED")
        assert Event.objects.filter(name="lead.converted").count() == 1


def everything():
    return dump(), Event.objects.count(), Change.objects.count(), Customer.objects.count()
