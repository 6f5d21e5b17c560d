"""Reminders: who is reminded of what and when, once, and of nothing that is no longer so."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils.timezone import localdate, now

from doorstep.activity.actions import (
    call_off_event,
    complete_task,
    create_event,
    finish_event,
    leave_out_occurrence,
    move_event,
    update_task,
)
from doorstep.activity.calendar.occurring import _worked_out
from doorstep.activity.models import CalendarEvent, EventParticipant, Reminder, ReminderChoice
from doorstep.activity.reminders.chores import forget_old_reminders, remind_at
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import update_lead
from doorstep.parties.testing import make_lead
from tests.at_once import at_once

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def event(alice):
    return make_calendar_event(owner=alice, starts_at=now() + HOUR)


def reminded(user, at):
    """How many reminders are new for this user then."""
    before = Reminder.objects.filter(user=user).count()
    remind_at(at)
    return Reminder.objects.filter(user=user).count() - before


def test_a_quarter_of_an_hour_before_and_only_once(alice, event):
    start = event.starts_at

    found = [reminded(alice, start - each * MINUTE) for each in (16, 15, 14, 0)]

    assert found == [0, 1, 0, 0]


@pytest.mark.parametrize(("minutes", "found"), [(0, 0), (30, 1), (60, 1)])
def test_each_says_how_long_before(alice, event, minutes, found):
    ReminderChoice.objects.create(user=alice, minutes=minutes)

    assert reminded(alice, event.starts_at - 20 * MINUTE) == found


def test_who_wants_none_gets_none(alice, event):
    ReminderChoice.objects.create(user=alice, by_page=False, by_mail=False, by_push=False)

    assert reminded(alice, event.starts_at) == 0


def test_an_event_that_was_moved_takes_its_reminder_along(alice, event):
    first = event.starts_at
    remind_at(first - 10 * MINUTE)
    move_event(event, by=alice, starts_at=first + 3 * HOUR)

    assert reminded(alice, first) == 0
    assert reminded(alice, first + 3 * HOUR - 10 * MINUTE) == 1


@pytest.mark.parametrize("end", [finish_event, call_off_event])
def test_what_is_over_reminds_nobody(alice, event, end):
    end(event, by=alice)

    assert reminded(alice, event.starts_at) == 0


def test_undoing_brings_the_reminder_back(alice, event):
    call_off_event(event, by=alice)
    undo(last_event(), by=alice)

    assert reminded(alice, event.starts_at) == 1


def test_whoever_takes_part_is_reminded_unless_they_declined(alice, bob, carol, event):
    with unrecorded():
        for user, answer in ((bob, "NEEDS-ACTION"), (carol, "DECLINED")):
            EventParticipant(event=event, user=user, email=user.email, answer=answer).save()

    remind_at(event.starts_at)

    told = set(Reminder.objects.values_list("user__email", flat=True))
    assert told == {alice.email, bob.email}


def test_a_next_contact_reminds_whoever_must_make_it(alice):
    lead = make_lead(owner=alice, lead_owner=alice)
    update_lead(lead, by=alice, next_contact_at=now() + HOUR)

    assert reminded(alice, now() + HOUR) == 1


def test_a_repetition_has_a_reminder_of_its_own(alice):
    daily = {"recurrence": "FREQ=DAILY;COUNT=5", "timezone": "UTC", "starts_at": now() + HOUR}
    series = make_calendar_event(owner=alice, **daily)
    third = series.starts_at + timedelta(days=2)
    leave_out_occurrence(series, by=alice, original_at=third)

    days = [reminded(alice, series.starts_at + timedelta(days=day)) for day in range(6)]

    assert days == [1, 1, 0, 1, 1, 0]


def test_a_task_with_an_hour_reminds_before_it_and_one_without_in_the_morning(alice):
    tomorrow = localdate() + timedelta(days=1)
    make_task(owner=alice, assignee=alice, due_on=tomorrow)
    make_task(owner=alice, assignee=alice, due_on=tomorrow, due_time=time(14))
    at = datetime.combine(tomorrow, time(7, 29), UTC)

    assert reminded(alice, at) == 0
    assert reminded(alice, at + MINUTE) == 1
    assert reminded(alice, at.replace(hour=13, minute=45)) == 1


def test_the_morning_is_the_one_where_they_live(alice):
    with unrecorded():
        alice.time_zone = "Asia/Tokyo"
        alice.save()
    tomorrow = localdate() + timedelta(days=1)
    make_task(owner=alice, assignee=alice, due_on=tomorrow)

    assert reminded(alice, datetime(2026, 11, 24, 22, 29, tzinfo=UTC)) == 0
    assert reminded(alice, datetime(2026, 11, 24, 22, 30, tzinfo=UTC)) == 1


@pytest.mark.parametrize("change", ["done", "given away", "postponed"])
def test_a_task_that_changed_reminds_as_it_is_now(alice, bob, change):
    tomorrow = localdate() + timedelta(days=1)
    task = make_task(owner=alice, assignee=alice, due_on=tomorrow)
    if change == "done":
        complete_task(task, by=alice)
    elif change == "given away":
        update_task(task, by=alice, assignee=bob)
    else:
        update_task(task, by=alice, due_on=tomorrow + timedelta(days=1))

    assert reminded(alice, datetime.combine(tomorrow, time(9), UTC)) == 0


def test_after_a_while_without_a_clock_what_was_missed_is_caught_up_with(alice, event):
    assert reminded(alice, event.starts_at + 5 * HOUR) == 1


def test_what_was_missed_long_ago_is_left_to_today(alice, event):
    assert reminded(alice, event.starts_at + 13 * HOUR) == 0


def test_what_was_written_down_afterwards_reminds_nobody(alice):
    make_calendar_event(owner=alice, starts_at=now() - HOUR)

    assert reminded(alice, now()) == 0


def test_whoever_may_not_sign_in_any_more_is_not_reminded(alice, event):
    with unrecorded():
        alice.is_active = False
        alice.save()

    assert reminded(alice, event.starts_at) == 0


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_the_same_moment_remind_once(alice):
    for number in range(5):
        make_calendar_event(owner=alice, starts_at=now() + HOUR + number * MINUTE)
    at = now() + HOUR

    told = at_once(*[lambda: remind_at(at)] * 3)

    assert sum(told) == Reminder.objects.count() == 5


def test_the_page_is_told_once_and_then_nothing(as_alice, alice, event):
    remind_at(event.starts_at - 15 * MINUTE)

    with time_machine.travel(event.starts_at - 15 * MINUTE, tick=False):
        as_alice.force_login(alice)
        first, second = (as_alice.post("/reminders/new/") for _turn in range(2))

    assert "Show the lamps" in first.content.decode()
    assert "in 15 minutes, at 13:00" in first.content.decode()
    assert second.status_code == 204


@pytest.mark.parametrize("end", [finish_event, call_off_event])
def test_the_page_is_not_told_of_what_ended_meanwhile(as_alice, alice, event, end, clock):
    clock.move_to(event.starts_at)
    remind_at(now())
    end(event, by=alice)

    assert as_alice.post("/reminders/new/").status_code == 204


def test_a_reminder_comes_again_when_asked_to(as_alice, alice, event, clock):
    clock.move_to(event.starts_at)
    remind_at(now())
    as_alice.post("/reminders/new/")
    as_alice.post(f"/reminders/{Reminder.objects.get().pk}/later/")
    soon = as_alice.post("/reminders/new/").status_code

    clock.move_to(event.starts_at + 10 * MINUTE)

    assert soon == 204
    assert "it was at 13:00" in as_alice.post("/reminders/new/").content.decode()


def test_nobody_asks_for_another_ones_reminder(as_alice, carol, clock):
    event = make_calendar_event(owner=carol, starts_at=now() + HOUR)
    remind_at(event.starts_at)

    assert as_alice.post("/reminders/new/").status_code == 204
    assert as_alice.post(f"/reminders/{Reminder.objects.get().pk}/later/").status_code == 404


def test_at_most_three_come_at_once(as_alice, alice, clock):
    for number in range(5):
        make_calendar_event(owner=alice, subject=f"E{number}", starts_at=now() + HOUR)
    clock.move_to(now() + HOUR)
    remind_at(now())

    first, second = (as_alice.post("/reminders/new/").content.decode() for _turn in range(2))

    assert first.count("<toast-note") == 3
    assert second.count("<toast-note") == 2


def test_asking_takes_four_statements(as_alice, alice, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        as_alice.post("/reminders/new/")


def test_each_chooses_on_a_page_of_their_own(as_alice, alice):
    as_alice.post(
        "/settings/reminders/",
        {"by_mail": "on", "minutes": "60", "morning_at": "06:15", "morning_mail": "on"},
    )

    choice = ReminderChoice.objects.get(user=alice)
    assert (choice.by_page, choice.by_mail, choice.minutes) == (False, True, 60)
    assert choice.morning_at == time(6, 15)


@pytest.mark.parametrize("said", [{"minutes": "7"}, {"morning_at": "25:00"}, {"minutes": "x"}])
def test_what_cannot_be_chosen_is_refused(as_alice, said):
    usual = {"minutes": "15", "morning_at": "07:30"}

    assert as_alice.post("/settings/reminders/", usual | said).status_code == 422


def test_old_reminders_are_forgotten(alice, event, clock):
    remind_at(event.starts_at)
    clock.move_to(event.starts_at + timedelta(days=61))

    forget_old_reminders()

    assert not Reminder.objects.exists()


def test_an_event_made_by_an_action_is_reminded_of_like_any_other(alice):
    create_event(CalendarEvent, by=alice, subject="Visit", starts_at=now() + HOUR)

    assert reminded(alice, now() + HOUR) == 1


def test_what_repeats_is_worked_out_once_a_day_and_not_each_half_minute(alice):
    """Of thousands of series the clock then reads the rows, and no more."""
    start = NOON - timedelta(days=300)
    for number in range(5):
        make_calendar_event(
            owner=alice,
            starts_at=start + timedelta(hours=number),
            recurrence="FREQ=WEEKLY;BYDAY=MO",
            timezone="UTC",
        )
    remind_at(NOON)
    held = dict(_worked_out)

    remind_at(NOON + MINUTE)

    assert _worked_out == held
    assert len(held) >= 5
