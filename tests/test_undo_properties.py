"""Whatever is done can be undone, redone, and seen as it was."""

import json
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.history.actions import undo
from doorstep.history.models import Change, Event
from doorstep.history.reading import changes_of, image_now, rewind
from doorstep.kit.images import encode
from doorstep.parties.testing import make_lead
from doorstep.records.actions import update
from tests.steps import STEPS, TEXT, dump, take

often = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
EDITABLE = ["request", "language", "gender"]


@contextmanager
def a_world_of_its_own():
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


def newest():
    return Event.objects.filter(cause=None).latest("pk")


@often
@given(steps=STEPS)
def test_every_step_can_be_undone_and_redone(alice, steps):
    with a_world_of_its_own():
        for step in steps:
            before = dump()
            event = take(step, by=alice)
            after = dump()
            if event is None:
                assert after == before
                continue
            undo(event, by=alice)
            assert dump() == before
            undo(newest(), by=alice)
            assert dump() == after


@often
@given(steps=STEPS)
def test_undoing_everything_newest_first_leaves_nothing(alice, steps):
    with a_world_of_its_own():
        dumps, events = [], []
        for step in steps:
            before = dump()
            if event := take(step, by=alice):
                dumps.append(before)
                events.append(event)
        for before, event in zip(reversed(dumps), reversed(events), strict=True):
            undo(event, by=alice)
            assert dump() == before


@often
@given(first=st.sampled_from(EDITABLE), second=st.sampled_from(EDITABLE), old=TEXT, new=TEXT)
def test_undoing_the_first_of_two_edits_keeps_the_second(alice, first, second, old, new):
    if first == second:
        return
    with a_world_of_its_own():
        lead = make_lead(owner=alice, request="x", language="y", gender="z")
        held = getattr(lead, first)
        update(lead, by=alice, **{first: f"a{old}"})
        event = newest()
        update(lead, by=alice, **{second: f"b{new}"})

        undo(event, by=alice)

        lead.refresh_from_db()
        assert (getattr(lead, first), getattr(lead, second)) == (held, f"b{new}")


@often
@given(steps=STEPS)
def test_rewinding_to_any_event_shows_the_rows_of_that_time(alice, steps):
    with a_world_of_its_own():
        states = []
        for step in steps:
            take(step, by=alice)
            mark = Change.objects.order_by("pk").last()
            states.append((mark.pk if mark else 0, dump()["Lead"]))
        seen = Change.objects.filter(record_type="parties.lead").values_list(
            "record_id", flat=True
        )
        for mark, leads in states:
            then = {pk: rewind(image_now("parties.lead", pk), after(pk, mark)) for pk in set(seen)}
            names = {pk: image["name"] for pk, image in then.items() if image}
            assert names == {lead["id"]: lead["name"] for lead in leads}


def after(pk, mark):
    return changes_of("parties.lead", pk).filter(pk__gt=mark)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (models.DecimalField(), st.decimals(allow_nan=False, allow_infinity=False)),
        (models.DateTimeField(), st.datetimes(timezones=st.just(UTC))),
        (models.DateField(), st.dates()),
        (models.TimeField(), st.times()),
        (models.DurationField(), st.timedeltas(timedelta(days=-999999), timedelta(days=999999))),
        (models.UUIDField(), st.uuids()),
        (models.BooleanField(null=True), st.none() | st.booleans()),
        (models.FloatField(), st.floats(allow_nan=False, allow_infinity=False)),
        (models.BigIntegerField(), st.integers()),
        (models.TextField(), st.text()),
        (models.JSONField(), st.recursive(st.none() | st.integers() | st.text(), st.lists)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_survives_its_image(field, values):
    @settings(max_examples=60)
    @given(value=values)
    def survives(value):
        back = field.to_python(json.loads(json.dumps(encode(value))))

        assert (back, str(back)) == (value, str(value))

    survives()


def test_microseconds_and_trailing_zeros_are_kept():
    assert encode(datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)).endswith("05.678901+00:00")
    assert encode(Decimal("12.500")) == "12.500"
    assert (encode(date(2026, 1, 2)), encode(time(3, 4))) == ("2026-01-02", "03:04:00")
