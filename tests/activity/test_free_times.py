"""A task in the calendar: dragged, or given a half hour in which whoever does it is free."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from doorstep.activity.actions import answer_event, create_event
from doorstep.activity.calendar.free import concerned_by, free_times
from doorstep.activity.models import CalendarEvent, Task, WorkingHours
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.history.actions import undo
from doorstep.history.models import Event
from tests.activity.planning import HTMX, WEEK, text

UTC = ZoneInfo("UTC")
MONDAY = date(2027, 3, 15)
NINE = datetime.combine(MONDAY, time(9), UTC)
HALF = timedelta(minutes=30)


def when(*found):
    return [f"{each.astimezone(UTC):%a %H:%M}" for each in found]


def test_free_time_is_where_nothing_stands_in_working_hours(alice):
    make_calendar_event(owner=alice, starts_at=NINE, ends_at=NINE + 3 * HALF)
    make_task(owner=alice, assignee=alice, due_on=MONDAY, due_time=time(11))

    found = free_times([alice], at=NINE - timedelta(days=2))

    assert when(*found[:4]) == ["Mon 10:30", "Mon 11:30", "Mon 12:00", "Tue 09:00"]


def test_all_who_are_concerned_are_free_by_their_own_clocks_and_hours(alice, bob):
    bob.time_zone = "Europe/Oslo"  # an hour ahead of alice in March
    WorkingHours.objects.create(user=bob, since=time(8), until=time(12), days="2")
    tuesday = NINE + timedelta(days=1)
    make_calendar_event(owner=bob, starts_at=tuesday, ends_at=tuesday + HALF)

    found = free_times([alice, bob], at=NINE, length=2 * HALF)

    assert when(*found[:3]) == ["Tue 09:30", "Tue 10:00", "Tue 09:00"]


def test_what_was_declined_and_what_is_private_counts_as_it_should(alice, bob):
    meeting = create_event(
        CalendarEvent, by=bob, subject="Fair", starts_at=NINE, participants=[{"user": alice}]
    )
    make_calendar_event(
        owner=alice, is_private=True, starts_at=NINE + HALF, ends_at=NINE + 2 * HALF
    )
    assert when(*free_times([alice], at=NINE, most=1)) == ["Mon 10:00"]

    answer_event(meeting, by=alice, answer="DECLINED")

    assert when(*free_times([alice], at=NINE, most=1)) == ["Mon 09:00"]


def test_a_birthday_takes_no_time_but_a_fair_does(alice):
    midnight = datetime.combine(MONDAY, time(0), UTC)
    whole = {"owner": alice, "all_day": True, "starts_at": midnight}
    make_calendar_event(**whole, kind="OTHER", subject="Nadia's birthday")
    assert when(*free_times([alice], at=NINE, most=1)) == ["Mon 09:00"]

    make_calendar_event(**whole, kind="VISIT", subject="The fair")

    assert when(*free_times([alice], at=NINE, most=1)) == ["Tue 09:00"]


def test_free_times_of_many_plans_take_few_statements(alice, bob, django_assert_max_num_queries):
    for number in range(40):
        start = NINE + number * HALF
        make_calendar_event(owner=alice, starts_at=start, ends_at=start + HALF)

    with django_assert_max_num_queries(8):
        assert len(free_times([alice, bob], at=NINE)) == 6


@pytest.fixture
def task(alice):
    return make_task(owner=alice, assignee=alice, subject="Send samples")


def move(client, task, **said):
    answer = client.post(f"/calendar/tasks/{task.pk}/move/", said | {"query": WEEK[10:]}, **HTMX)
    task.refresh_from_db()
    return answer


def test_a_task_is_dragged_to_a_day_to_an_hour_and_back_above_the_day(as_alice, task):
    shown = move(as_alice, task, day="2027-03-17").content.decode()
    assert (task.due_on, task.due_time) == (date(2027, 3, 17), None)
    assert f'data-tile="t{task.pk}"' in shown

    shown = move(as_alice, task, day="2027-03-18", minute="870").content.decode()
    assert (task.due_on, task.due_time) == (date(2027, 3, 18), time(14, 30))
    assert "at-58 for-2" in shown

    move(as_alice, task, day="2027-03-18", whole="1")
    assert task.due_time is None
    undo(Event.objects.last(), by=task.owner)
    task.refresh_from_db()
    assert task.due_time == time(14, 30)


def test_a_task_is_moved_by_key(as_alice, task):
    move(as_alice, task, day="2027-03-18", minute="540")

    move(as_alice, task, days="-1")
    move(as_alice, task, minutes="15")

    assert (task.due_on, task.due_time) == (date(2027, 3, 17), time(9, 15))


def test_a_task_without_an_hour_is_not_moved_by_minutes(as_alice, task):
    answer = move(as_alice, task, minutes="15")

    assert answer.status_code == 409
    assert task.due_on is None


def test_p_gives_a_task_the_next_free_half_hour(as_alice, alice, task):
    as_alice.post(f"/calendar/tasks/{task.pk}/plan/", **HTMX)

    task.refresh_from_db()
    chosen = datetime.combine(task.due_on, task.due_time, UTC)
    assert chosen == free_times([alice], besides=f"task:{task.pk}", most=1)[0]
    assert f"t{task.pk}" in text(as_alice, f"/calendar/?view=day&on={task.due_on}")


def test_a_time_is_found_and_chosen_in_a_dialog(as_alice, alice, bob):
    event = create_event(
        CalendarEvent,
        by=alice,
        subject="Show lamps",
        starts_at=timezone.now() + timedelta(days=2),
        participants=[{"user": bob}],
    )
    url = f"/calendar/events/{event.pk}/time/"
    free = free_times(
        concerned_by(event), length=event.length, besides=f"calendar_event:{event.pk}"
    )
    shown = text(as_alice, url)
    assert all(f'value="{each.isoformat()}"' in shown for each in free)

    as_alice.post(url, {"at": free[1].isoformat()})

    event.refresh_from_db()
    assert event.starts_at == free[1]
    taken = as_alice.post(url, {"at": NINE.isoformat()}, **HTMX)
    assert taken.status_code == 409


def test_who_may_not_edit_a_task_does_not_move_it(client, carol, task):
    client.force_login(carol)

    assert client.post(f"/calendar/tasks/{task.pk}/plan/", **HTMX).status_code == 404
    assert move(client, task, day="2027-03-17").status_code == 404
    assert Task.objects.get().due_on is None


def test_working_hours_are_set_by_each_for_themselves(as_alice, alice):
    page = text(as_alice, "/settings/reminders/")
    assert 'name="work-since"' in page
    said = {"minutes": "15", "morning_at": "07:30", "work-since": "10:00", "work-until": "14:00"}

    as_alice.post("/settings/reminders/", said | {"work-days": ["2", "1"]})

    held = WorkingHours.objects.get(user=alice)
    assert (held.since, held.until, held.days) == (time(10), time(14), "12")
    wrong = as_alice.post(
        "/settings/reminders/", said | {"work-until": "09:00", "work-days": ["1"]}
    )
    assert wrong.status_code == 422
