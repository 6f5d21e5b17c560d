"""Forgetting a person: nothing of what they were called is left, but that it was done is."""

import pytest
from django.db import connection

from doorstep.history.action import last_event
from doorstep.history.actions import forget, redact, undo
from doorstep.history.entries import story
from doorstep.history.models import Event
from doorstep.history.reading import as_of
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.parties.models import Lead
from doorstep.records.actions import create, delete, update
from doorstep.users.access import Reach
from doorstep.users.defaults import ROLES, default_reach
from doorstep.users.testing import make_role, make_user

WHO = {"name": "Zebulon Quux", "email": "zeb@quux.example", "phone": "+49 30 555 0199"}
SECRETS = ("Zebulon", "Quux", "zeb@", "quux.example", "555 0199")


@pytest.fixture
def officer(db):
    return make_user("officer@example.org", roles=[make_role("Data protection", "ALL")])


@pytest.fixture
def lead(alice):
    lead = create(Lead, by=alice, **WHO)
    update(lead, by=alice, name="Zebulon Q. Quux", phone="+49 171 5550199")
    lead.refresh_from_db()
    update(lead, by=alice, **WHO)
    lead.refresh_from_db()
    return lead


def everything():
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield f"{table}: {row}"


def found(*secrets):
    return [row for row in everything() if any(secret in row for secret in secrets)]


def test_a_search_through_all_tables_finds_nothing(lead, officer):
    assert found(*SECRETS)

    redact(lead, by=officer, fields=WHO, reason="asked for it")

    assert found(*SECRETS, "5550199") == []


def test_a_deleted_record_can_be_forgotten_as_well(lead, alice, officer):
    delete(lead, by=alice)
    assert found(*SECRETS)

    forget(Lead, by=officer, pk=lead.pk, fields=WHO, reason="asked for it")

    assert found(*SECRETS, "5550199") == []


def test_it_is_recorded_that_it_was_done_by_whom_and_why(lead, officer):
    redact(lead, by=officer, fields=["name"], reason="asked for it")

    event = last_event()
    assert (event.name, event.by, event.detail) == ("lead.redacted", officer, "asked for it")
    assert event.subject == lead


def test_what_was_not_named_stays(lead, officer):
    redact(lead, by=officer, fields=["phone"], reason="asked for it")

    lead.refresh_from_db()
    assert (lead.name, lead.phone) == ("Zebulon Quux", "")


def test_it_cannot_be_undone(lead, officer):
    redact(lead, by=officer, fields=["name"], reason="asked for it")

    with pytest.raises(Conflict, match="cannot be brought back"):
        undo(last_event(), by=officer)


def test_nor_can_what_was_done_before(lead, alice, officer):
    delete(lead, by=alice)
    deleted = last_event()
    forget(Lead, by=officer, pk=lead.pk, fields=WHO, reason="asked for it")

    assert story(lead, by=officer).entries[0].reverse is None
    with pytest.raises(Conflict, match="erased"):
        undo(deleted, by=alice)


def test_the_timeline_says_that_something_was_erased(lead, officer):
    redact(lead, by=officer, fields=WHO, reason="asked for it")

    told = [str(each) for entry in story(lead, by=officer).entries for each in entry.sentences]
    assert "Name: erased → erased" in told


def test_the_past_shows_blanks(lead, officer):
    then = Event.objects.order_by("pk").first().at
    redact(lead, by=officer, fields=WHO, reason="asked for it")

    assert {name: as_of(lead, then)[name] for name in WHO} == {
        "name": "",
        "email": "",
        "phone": "",
    }


def test_one_custom_field_can_be_forgotten(alice, officer):
    lead = create(Lead, by=alice, name="Ada")
    update(lead, by=alice, custom={"pet": "Zebulon", "colour": "red"})
    lead.refresh_from_db()

    update(lead, by=alice, custom={"pet": "Quux", "colour": "red"})
    lead.refresh_from_db()
    redact(lead, by=officer, fields=["custom.pet"], reason="asked for it")

    assert found(*SECRETS) == []
    lead.refresh_from_db()
    assert lead.custom == {"pet": None, "colour": "red"}


def test_what_follows_from_a_value_goes_with_it(lead, officer):
    redact(lead, by=officer, fields=["last_name", "email"], reason="asked for it")

    assert found(*SECRETS[:4]) == []
    lead.refresh_from_db()
    assert (lead.email_key, lead.phone) == (None, WHO["phone"])


def test_a_reason_and_known_fields_are_needed(lead, officer):
    with pytest.raises(Invalid, match="Say why"):
        redact(lead, by=officer, fields=["name"], reason=" ")
    with pytest.raises(Invalid) as refused:
        redact(lead, by=officer, fields=["nome", "version"], reason="asked for it")
    assert refused.value.fields.keys() == {"nome", "version"}


def test_no_role_of_a_new_install_but_the_administrator_may():
    reaches = {default_reach(role, Lead, "redact") for role in ROLES}

    assert reaches == {Reach.NONE}


def test_a_seller_may_not(lead, carol):
    with pytest.raises(Forbidden):
        redact(lead, by=carol, fields=["name"], reason="asked for it")
