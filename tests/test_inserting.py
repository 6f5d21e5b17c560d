"""Rows that are inserted by our own statements hold what Django would have stored."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from doorstep.history.models import Change, Event
from doorstep.kit.inserting import insert, insert_all
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead, LeadStatus
from doorstep.users.models import Team, User

NAUGHTY = 'Ünï\t"quoted"\n\\N ’␀ 🚪'


def a_lead(owner, number=0, **values):
    given = {
        "name": f"{NAUGHTY} {number}",
        "email_key": f"{number}@example.org",
        "value": Decimal("1250.50"),
        "score": 7,
        "unsubscribed": True,
        "custom": {"room": ["a", {"b": None}], "is": True},
        "next_contact_at": datetime(2026, 3, 31, 14, 30, 15, 123456, tzinfo=UTC),
        "qualified_on": date(2026, 2, 28),
        "type": Lead.Type.CLIENT,
        "owner": owner,
    }
    return Lead(**given | values)


def held(lead):
    rows = Lead.objects.filter(pk=lead.pk).values()
    return {name: value for name, value in rows[0].items() if name not in ("id", "updated_at")}


@pytest.fixture
def as_django_does(alice):
    lead = a_lead(alice, email_unique=None, created_at=datetime(2026, 1, 1, tzinfo=UTC))
    with unrecorded():
        models.Model.save(lead, force_insert=True)
    return held(lead)


def test_one_row_holds_the_same(alice, as_django_does):
    lead = a_lead(alice, email_unique=None, created_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert insert(lead)

    assert held(lead) == as_django_does
    assert not lead._state.adding


def test_many_rows_hold_the_same_and_know_their_ids(alice, as_django_does):
    made = datetime(2026, 1, 1, tzinfo=UTC)
    leads = [a_lead(alice, email_unique=None, created_at=made) for _ in range(3)]

    assert insert_all(leads)

    assert [held(lead) for lead in leads] == [as_django_does] * 3
    assert len({lead.pk for lead in leads}) == 3


def test_the_next_row_gets_another_id(alice):
    leads = [a_lead(alice, number) for number in range(3)]
    insert_all(leads)

    with unrecorded():
        later = Lead.objects.create(name="Later", owner=alice)

    assert later.pk > max(lead.pk for lead in leads)


def test_rows_keep_the_ids_they_have(alice):
    leads = [a_lead(alice, number, pk=9_000 + number) for number in range(2)]

    assert insert_all(leads)

    assert set(Lead.objects.values_list("pk", flat=True)) == {9_000, 9_001}


def test_a_row_with_an_id_beside_one_without_is_left_to_django(alice):
    assert not insert_all([a_lead(alice, 1, pk=9_000), a_lead(alice, 2)])


def test_a_row_that_was_saved_meanwhile_is_pointed_to(alice):
    event = Event(name="lead.created", by=alice)
    changes = [
        Change(event=event, record_type="parties.lead", record_id=n, kind="CREATED")
        for n in range(2)
    ]

    insert(event)
    insert_all(changes, numbered=False)

    assert event.changes.count() == 2


def test_a_row_that_is_not_saved_cannot_be_pointed_to(alice):
    with pytest.raises(ValueError, match="not saved"):
        insert(Event(name="lead.created", by=User(email="new@example.org")))


@pytest.mark.parametrize("number", [1, 3])
def test_a_broken_constraint_is_an_integrity_error(alice, number):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([a_lead(alice, n, score=101) for n in range(number)])

    assert not Lead.objects.exists()


def test_whoever_listens_to_a_table_is_heard(db):
    heard = []

    def listen(instance, **_rest):
        heard.append(instance.name)

    post_save.connect(listen, sender=Team)
    try:
        with unrecorded():
            Team(name="North").save()
    finally:
        post_save.disconnect(listen, sender=Team)

    assert heard == ["North"]


def test_a_field_that_follows_from_another_is_filled(db):
    with unrecorded():
        status = LeadStatus(name="Waiting")
        status.save()

    assert status.key == "waiting"


def test_many_rows_take_as_many_statements_as_few(alice):
    def statements(count):
        leads = [a_lead(alice, count * 100 + n) for n in range(count)]
        with CaptureQueriesContext(connection) as queries, unrecorded():
            Lead.objects.bulk_create(leads)
        return len(queries)

    assert statements(3) == statements(50)
