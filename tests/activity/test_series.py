"""One of a series, this one and all that follow, or all of them: changed, deleted, undone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from doorstep.activity.actions import (
    change_following,
    change_occurrence,
    create_event,
    end_series,
    leave_out_occurrence,
    move_event,
    update_event,
)
from doorstep.activity.calendar.occurring import occurrences, touching
from doorstep.activity.calendar.rules import in_words
from doorstep.activity.calendar.spans import Span
from doorstep.activity.models import CalendarEvent, EventException
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.kit.errors import Conflict, Invalid
from doorstep.parties.testing import make_lead

OSLO = ZoneInfo("Europe/Oslo")
SPAN = Span(date(2027, 3, 1), date(2027, 5, 1), OSLO)
HOUR = timedelta(hours=1)


def at(month, day, hour=10, minute=0):
    return datetime(2027, month, day, hour, minute, tzinfo=OSLO)


def plan(by, rule="FREQ=WEEKLY;COUNT=6", **values):
    usual = {"subject": "Stand-up", "starts_at": at(3, 15), "timezone": "Europe/Oslo"}
    return create_event(CalendarEvent, by=by, **usual | {"recurrence": rule} | values)


def happening(span=SPAN):
    events = touching(CalendarEvent.objects.order_by("pk"), span)
    return [
        f"{each.starts_at.astimezone(OSLO):%-d.%-m. %H:%M}" for each in occurrences(events, span)
    ]


WHOLE = ["15.3. 10:00", "22.3. 10:00", "29.3. 10:00", "5.4. 10:00", "12.4. 10:00", "19.4. 10:00"]


def test_a_series_keeps_its_hour_through_the_change_of_clocks(alice):
    plan(alice)

    assert happening() == WHOLE


def test_one_is_moved_and_the_others_stay(alice):
    event = plan(alice)

    change_occurrence(event, by=alice, original_at=at(3, 22), starts_at=at(3, 23, 14))

    assert happening() == [*WHOLE[:1], "23.3. 14:00", *WHOLE[2:]]
    assert EventException.objects.get().ends_at == at(3, 23, 14, 30)


def test_one_that_was_moved_out_of_its_weeks_is_found_there(alice):
    event = plan(alice)

    change_occurrence(event, by=alice, original_at=at(4, 19), starts_at=at(6, 1))

    assert happening(Span(date(2027, 6, 1), date(2027, 6, 2), OSLO)) == ["1.6. 10:00"]


def test_one_is_left_out(alice):
    event = plan(alice)

    leave_out_occurrence(event, by=alice, original_at=at(3, 22))

    assert happening() == [WHOLE[0], *WHOLE[2:]]


def test_a_moment_that_is_none_of_its_own_is_refused(alice):
    event = plan(alice)

    with pytest.raises(Conflict) as refused:
        leave_out_occurrence(event, by=alice, original_at=at(3, 23))

    assert refused.value.code == "no_such_occurrence"


def test_this_one_and_all_that_follow_begin_later(alice):
    lead = make_lead(owner=alice)
    event = plan(alice, records=[lead], participants=[{"email": "x@y.example"}])

    after = change_following(event, by=alice, original_at=at(4, 5), starts_at=at(4, 5, 16))

    assert happening() == [*WHOLE[:3], "5.4. 16:00", "12.4. 16:00", "19.4. 16:00"]
    assert [each.about for each in after.links.all()] == [lead]
    assert [each.email for each in after.participants.all()] == ["x@y.example"]
    assert after.uid != event.uid


def test_what_was_said_of_later_ones_goes_along(alice):
    event = plan(alice)
    leave_out_occurrence(event, by=alice, original_at=at(4, 12))
    event.refresh_from_db()

    change_following(event, by=alice, original_at=at(4, 5), starts_at=at(4, 5, 16))

    assert happening() == [*WHOLE[:3], "5.4. 16:00", "19.4. 16:00"]


def test_from_the_first_on_is_all_of_them(alice):
    event = plan(alice)

    change_following(event, by=alice, original_at=at(3, 15), starts_at=at(3, 15, 16))

    assert CalendarEvent.objects.count() == 1
    assert {each[-5:] for each in happening()} == {"16:00"}


def test_this_one_and_all_that_follow_are_deleted(alice):
    event = plan(alice)

    end_series(event, by=alice, original_at=at(4, 5))

    assert happening() == WHOLE[:3]
    event.refresh_from_db()
    assert event.repeats_until == at(3, 29, 10, 30).astimezone(UTC)


def test_deleted_from_the_first_on_nothing_is_left(alice):
    event = plan(alice)

    end_series(event, by=alice, original_at=at(3, 15))

    assert not CalendarEvent.objects.exists()


def test_all_are_moved_with_what_was_left_out(alice):
    event = plan(alice)
    leave_out_occurrence(event, by=alice, original_at=at(3, 29))
    event.refresh_from_db()

    move_event(event, by=alice, starts_at=at(3, 16, 9))

    assert happening() == [
        "16.3. 09:00",
        "23.3. 09:00",
        "6.4. 09:00",
        "13.4. 09:00",
        "20.4. 09:00",
    ]


def test_moved_to_another_weekday_the_rule_goes_along(alice):
    event = plan(alice, "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4")

    event = move_event(event, by=alice, starts_at=at(3, 16))

    assert "BYDAY=TU,TH" in event.recurrence
    assert happening() == ["16.3. 10:00", "18.3. 10:00", "23.3. 10:00", "25.3. 10:00"]


def test_a_rule_that_names_a_day_of_the_month_cannot_be_dragged_to_another(alice):
    event = plan(alice, "FREQ=MONTHLY;BYMONTHDAY=15")

    with pytest.raises(Invalid) as refused:
        move_event(event, by=alice, starts_at=at(3, 16))

    assert set(refused.value.fields) == {"recurrence"}


def test_a_new_rule_forgets_what_was_said_of_days_that_are_gone(alice):
    event = plan(alice)
    leave_out_occurrence(event, by=alice, original_at=at(3, 29))
    event.refresh_from_db()

    update_event(event, by=alice, recurrence="FREQ=WEEKLY;INTERVAL=2;COUNT=3")
    assert EventException.objects.count() == 1

    event.refresh_from_db()
    update_event(event, by=alice, recurrence="FREQ=MONTHLY")
    assert not EventException.objects.exists()


CHANGES = {
    "one moved": lambda e, by: change_occurrence(
        e, by=by, original_at=at(4, 5), starts_at=at(4, 5, 16)
    ),
    "one left out": lambda e, by: leave_out_occurrence(e, by=by, original_at=at(4, 5)),
    "following changed": lambda e, by: change_following(
        e, by=by, original_at=at(4, 5), starts_at=at(4, 6)
    ),
    "following deleted": lambda e, by: end_series(e, by=by, original_at=at(4, 5)),
    "all moved": lambda e, by: move_event(e, by=by, starts_at=at(3, 16)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_undo_brings_the_series_back(alice, change):
    event = plan(alice)
    leave_out_occurrence(event, by=alice, original_at=at(4, 12))
    before = happening()
    event.refresh_from_db()

    change(event, alice)
    assert happening() != before
    undo(last_event(), by=alice)

    assert happening() == before


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SOMETIMES",
        "nonsense",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;UNTIL=20200101",
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(alice, rule):
    with pytest.raises(Invalid) as refused:
        plan(alice, rule)

    assert refused.value.code == "recurrence_invalid"
    assert set(refused.value.fields) == {"recurrence"}


def test_a_zone_that_is_none_is_refused(alice):
    with pytest.raises(Invalid) as refused:
        plan(alice, timezone="Middle/Earth")

    assert set(refused.value.fields) == {"timezone"}


def test_an_all_day_event_takes_whole_days(alice):
    event = plan(
        alice,
        "",
        all_day=True,
        starts_at=datetime(2027, 3, 15, 9, tzinfo=UTC),
        ends_at=datetime(2027, 3, 16, 9, tzinfo=UTC),
    )

    assert (event.starts_at.day, event.ends_at.day, event.ends_at.hour) == (15, 17, 0)


def test_an_all_day_event_is_on_its_day_in_every_zone(alice):
    plan(alice, "", all_day=True, starts_at=datetime(2027, 3, 15, tzinfo=UTC))

    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        for day, seen in ((14, 0), (15, 1), (16, 0)):
            span = Span(date(2027, 3, day), date(2027, 3, day + 1), ZoneInfo(zone))
            assert len(occurrences(touching(CalendarEvent.objects.all(), span), span)) == seen


def test_a_rule_is_said_in_words():
    assert in_words("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE") == "Every 2 weeks on Mon, Wed"
    assert in_words("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3") == "Every month on last Fri, 3 times"
    assert in_words("FREQ=DAILY;UNTIL=20261224") == "Every day, until 24 Dec 2026"
    assert in_words("FREQ=YEARLY;BYWEEKNO=20") == "By a rule of its own"
