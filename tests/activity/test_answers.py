"""Who was invited answers, to all or to one of a series, and is asked anew when it moves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now
from icalendar import Calendar

from doorstep.activity.actions import (
    answer_event,
    change_occurrence,
    create_event,
    delete_event,
    end_series,
    leave_out_occurrence,
    move_event,
    update_event,
)
from doorstep.activity.calendar.answering import answers_to
from doorstep.activity.calendar.replies import take_reply
from doorstep.activity.models import AnswerToOne, CalendarEvent
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.kit.errors import Refusal

AT = now().replace(microsecond=0, second=0) + timedelta(days=3)
SECOND = AT + timedelta(days=7)
NADIA = "nadia@quill.example"


def plan(by, *colleagues, **values):
    usual = {"subject": "Show lamps", "starts_at": AT, "timezone": "UTC"}
    seats = [{"email": NADIA}, *({"user": each} for each in colleagues)]
    return create_event(CalendarEvent, by=by, participants=seats, **usual | values)


def weekly(by, *colleagues, **values):
    return plan(by, *colleagues, recurrence="FREQ=WEEKLY;COUNT=4", **values)


def part(event, answer, one=None, stamp=None):
    event.refresh_from_db()
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", f"SEQUENCE:{event.sequence}"]
    lines += [f"DTSTAMP:{stamp or now() + timedelta(minutes=1):%Y%m%dT%H%M%SZ}"]
    lines += [f"DTSTART:{one or event.starts_at:%Y%m%dT%H%M%SZ}"]
    lines += [f"RECURRENCE-ID:{one:%Y%m%dT%H%M%SZ}"] if one else ["RRULE:FREQ=WEEKLY;COUNT=4"]
    return [*lines, f"ATTENDEE;PARTSTAT={answer}:mailto:{NADIA}", "END:VEVENT"]


def reply(*parts):
    lines = ["BEGIN:VCALENDAR", "METHOD:REPLY", "VERSION:2.0", "PRODID:-//x//EN"]
    return "\r\n".join([*lines, *(each for one in parts for each in one), "END:VCALENDAR", ""])


def answer_of(event, original_at=None, email=NADIA):
    found = answers_to([event])
    seat = next(each for each in found.seats[event.pk] if each.email == email)
    return found.of(seat, original_at)


def test_an_answer_to_one_of_a_series_is_noted_for_that_one_alone(alice):
    event = weekly(alice)

    assert take_reply(reply(part(event, "ACCEPTED"), part(event, "DECLINED", SECOND))) == 2

    assert answer_of(event) == answer_of(event, AT) == "ACCEPTED"
    assert answer_of(event, SECOND) == "DECLINED"
    assert take_reply(reply(part(event, "DECLINED", SECOND, datetime(2026, 1, 1)))) == 0


def test_an_answer_to_what_does_not_happen_changes_nothing(alice):
    event = leave_out_occurrence(weekly(alice), by=alice, original_at=SECOND)

    assert take_reply(reply(part(event, "DECLINED", SECOND))) == 0
    assert take_reply(reply(part(event, "DECLINED", AT + timedelta(hours=1)))) == 0
    assert not AnswerToOne.objects.exists()


def test_a_later_answer_to_all_is_one_to_each(alice):
    event = weekly(alice)
    take_reply(reply(part(event, "DECLINED", SECOND)))

    take_reply(reply(part(event, "ACCEPTED", stamp=now() + timedelta(days=1))))

    assert answer_of(event, SECOND) == "ACCEPTED"


def test_who_comes_to_one_only_answers_on_the_page(as_alice, alice, bob):
    event = weekly(bob, alice)
    said = {"answer": "DECLINED", "scope": "one", "original": SECOND.isoformat()}

    as_alice.post(f"/calendar/events/{event.pk}/answer/", said)

    assert answer_of(event, SECOND, alice.email) == "DECLINED"
    assert answer_of(event, AT, alice.email) == "NEEDS-ACTION"
    shown = as_alice.get(
        f"/calendar/events/{event.pk}/", {"original": SECOND.isoformat()}
    ).content.decode()
    assert "Declined, only this one" in shown


@pytest.mark.parametrize("change", [move_event, update_event])
def test_when_it_moves_everyone_but_who_moved_it_is_asked_anew(alice, bob, change):
    event = plan(alice, bob, alice)
    for user in (alice, bob):
        answer_event(event, by=user, answer="ACCEPTED")
    take_reply(reply(part(event, "ACCEPTED")))

    change(event, by=alice, starts_at=AT + timedelta(minutes=20))

    assert answer_of(event) == answer_of(event, email=bob.email) == "NEEDS-ACTION"
    assert answer_of(event, email=alice.email) == "ACCEPTED"
    undo(last_event(), by=alice)
    assert answer_of(event) == "ACCEPTED"


def test_another_place_asks_nobody_anew(alice):
    event = plan(alice)
    take_reply(reply(part(event, "ACCEPTED")))

    update_event(event, by=alice, location="Hall 4")

    assert answer_of(event) == "ACCEPTED"


def test_when_one_of_a_series_moves_only_of_that_one_is_asked(alice):
    event = weekly(alice)
    take_reply(reply(part(event, "ACCEPTED")))

    change_occurrence(event, by=alice, original_at=SECOND, starts_at=SECOND + timedelta(hours=1))

    assert (answer_of(event), answer_of(event, SECOND)) == ("ACCEPTED", "NEEDS-ACTION")


def test_a_series_that_ends_earlier_forgets_what_was_said_of_the_rest(alice):
    event = weekly(alice)
    take_reply(reply(part(event, "DECLINED", SECOND), part(event, "TENTATIVE", AT)))

    end_series(event, by=alice, original_at=SECOND)

    assert [each.original_at for each in AnswerToOne.objects.all()] == [AT]
    undo(last_event(), by=alice)
    assert answer_of(event, SECOND) == "DECLINED"


def told(mailoutbox):
    """The newest letter: its method, and the calendar in it."""
    calendar = Calendar.from_ical(mailoutbox[-1].alternatives[0][0])
    return str(calendar["METHOD"]), calendar.events


@pytest.mark.django_db(transaction=True)
def test_every_invitation_has_a_higher_number_than_the_one_before(alice, mailoutbox):
    event = plan(alice, sends_invitations=True)
    numbers = [told(mailoutbox)[1][0]["SEQUENCE"]]

    for act in (
        lambda: move_event(event, by=alice, starts_at=AT + timedelta(hours=1)),
        lambda: undo(last_event(), by=alice),
        lambda: delete_event(CalendarEvent.objects.get(), by=alice),
        lambda: undo(last_event(), by=alice),
    ):
        act()
        numbers.append(told(mailoutbox)[1][0]["SEQUENCE"])

    assert numbers == sorted(set(numbers))
    assert take_reply(reply(part(event, "ACCEPTED"))) == 1


@pytest.mark.django_db(transaction=True)
def test_an_invitation_says_what_somebody_answered_to_one_that_moved(alice, mailoutbox):
    event = weekly(alice, sends_invitations=True)
    take_reply(reply(part(event, "ACCEPTED")))

    change_occurrence(event, by=alice, original_at=SECOND, starts_at=SECOND + timedelta(hours=1))

    method, (whole, moved) = told(mailoutbox)
    assert (method, moved["RECURRENCE-ID"].dt) == ("REQUEST", SECOND)
    assert whole["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert moved["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


def test_who_was_not_invited_answers_to_none_of_it(alice, bob):
    event = weekly(alice)

    with pytest.raises(Refusal):
        answer_event(event, by=bob, answer="ACCEPTED", original_at=SECOND)


def test_the_api_takes_an_answer_to_one_and_tells_it(as_alice, alice, bob):
    event = weekly(bob, alice)
    said = {"answer": "DECLINED", "original_at": SECOND.isoformat()}

    answer = as_alice.post(
        f"/api/v1/calendar-events/{event.pk}/answer", said, content_type="application/json"
    )

    assert answer.status_code == 200, answer.content
    day = SECOND.astimezone(UTC).date().isoformat()
    found = as_alice.get("/api/v1/calendar-events/occurrences", {"from": day, "to": day}).json()
    assert found["items"][0]["answers"][alice.email] == "DECLINED"
