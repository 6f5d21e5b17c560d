"""The calendar and other programs: feeds, invitations, answers that come back, files."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now
from icalendar import Calendar

from doorstep.activity.actions import (
    answer_event,
    call_off_event,
    create_event,
    delete_event,
    leave_out_occurrence,
    make_feed,
    move_event,
    take_calendar,
    update_event,
)
from doorstep.activity.calendar.feeds import A_MINUTE, calendar_of
from doorstep.activity.calendar.reading import UnreadableCalendar, read_calendar
from doorstep.activity.calendar.replies import take_reply
from doorstep.activity.models import CalendarEvent, CalendarFeed, EventException
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.kit.errors import Conflict
from doorstep.kit.noting import unrecorded

AT = now().replace(microsecond=0, second=0) + timedelta(days=3)
GUEST = {"email": "nadia@quill.example", "name": "Nadia"}


def plan(by, **values):
    usual = {"subject": "Show lamps", "starts_at": AT, "timezone": "Europe/Oslo"}
    return create_event(CalendarEvent, by=by, **usual | values)


def invite(by, **values):
    return plan(by, participants=[GUEST], sends_invitations=True, **values)


def feed_of(user):
    return f"/calendar/feed/{make_feed(CalendarFeed, by=user).text}.ics"


def test_a_feed_tells_what_stands_in_a_calendar(client, alice, bob):
    series = plan(alice, recurrence="FREQ=DAILY;COUNT=5")
    leave_out_occurrence(series, by=alice, original_at=AT + timedelta(days=1))
    plan(alice, subject="Doctor", is_private=True)
    plan(bob, subject="Not hers")

    answer = client.get(feed_of(alice))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    read = {each.subject: each for each in read_calendar(answer.content).events}
    assert set(read) == {"Show lamps", "Doctor"}
    assert read["Show lamps"].recurrence == "FREQ=DAILY;COUNT=5"
    assert read["Show lamps"].left_out == (AT + timedelta(days=1),)
    assert read["Show lamps"].zone_name == "Europe/Oslo"


def test_a_feed_is_not_sent_again_while_nothing_changes(client, alice):
    event = plan(alice)
    url = feed_of(alice)
    tag = client.get(url)["ETag"]

    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    move_event(event, by=alice, starts_at=AT + timedelta(hours=1))
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_a_new_address_ends_the_one_before(client, alice):
    old, new = feed_of(alice), feed_of(alice)

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert CalendarFeed.objects.get().digest not in new


def test_an_address_that_was_taken_back_leads_nowhere(client, alice):
    url = feed_of(alice)
    client.force_login(alice)

    client.post("/calendar/feed/revoke/")

    assert client.get(url).status_code == 404


def test_the_address_is_shown_once(as_alice, alice):
    shown = as_alice.post("/calendar/feed/make/").content.decode()

    assert "/calendar/feed/" in shown
    assert ".ics" in shown
    assert ".ics" not in as_alice.get("/calendar/feed/").content.decode()


def test_who_is_suspended_has_no_feed(client, alice):
    url = feed_of(alice)
    alice.is_active = False
    with unrecorded():
        alice.save()

    assert client.get(url).status_code == 404


def test_a_feed_is_asked_for_only_so_often(client, alice):
    url = feed_of(alice)

    codes = [client.get(url).status_code for _turn in range(A_MINUTE + 1)]

    assert codes[-2:] == [200, 429]


def sent(mailoutbox):
    """Each letter as who it went to, its method and the event in it."""
    found = []
    for letter in mailoutbox:
        text = letter.alternatives[0][0]
        calendar = Calendar.from_ical(text)
        found.append((letter.to[0], str(calendar["METHOD"]), calendar.events[0]))
    mailoutbox.clear()
    return found


@pytest.mark.django_db(transaction=True)
def test_who_is_invited_hears_of_it(alice, mailoutbox):
    event = invite(alice, location="Hall 4")

    ((to, method, told),) = sent(mailoutbox)

    assert (to, method, str(told["UID"])) == ("nadia@quill.example", "REQUEST", event.uid)
    assert told["SEQUENCE"] == 0
    assert str(told["ORGANIZER"]) == f"mailto:{alice.email}"
    assert str(told["ATTENDEE"]) == "mailto:nadia@quill.example"
    assert told.DTSTART == AT


@pytest.mark.django_db(transaction=True)
def test_without_the_wish_nobody_is_written_to(alice, mailoutbox):
    event = plan(alice, participants=[GUEST])
    move_event(event, by=alice, starts_at=AT + timedelta(hours=1))

    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_with_a_higher_number(alice, mailoutbox):
    event = invite(alice)
    sent(mailoutbox)

    move_event(event, by=alice, starts_at=AT + timedelta(hours=1))

    ((_to, method, told),) = sent(mailoutbox)
    assert method == "REQUEST"
    assert told["SEQUENCE"] > 0


@pytest.mark.django_db(transaction=True)
def test_who_is_taken_out_hears_that_it_is_off(alice, mailoutbox):
    event = invite(alice)
    sent(mailoutbox)

    update_event(event, by=alice, participants=[{"email": "other@quill.example"}])

    assert sorted(each[:2] for each in sent(mailoutbox)) == [
        ("nadia@quill.example", "CANCEL"),
        ("other@quill.example", "REQUEST"),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [call_off_event, delete_event])
def test_that_it_is_off_is_told(alice, mailoutbox, end):
    event = invite(alice)
    sent(mailoutbox)

    end(event, by=alice)

    ((to, method, told),) = sent(mailoutbox)
    assert (to, method, told["STATUS"]) == ("nadia@quill.example", "CANCEL", "CANCELLED")
    assert str(told["UID"]) == event.uid


@pytest.mark.django_db(transaction=True)
def test_an_invitation_that_is_undone_is_taken_back(alice, mailoutbox):
    invite(alice)
    sent(mailoutbox)

    undo(last_event(), by=alice)

    assert [each[:2] for each in sent(mailoutbox)] == [("nadia@quill.example", "CANCEL")]


@pytest.mark.django_db(transaction=True)
def test_of_what_is_past_nobody_is_told(alice, mailoutbox):
    invite(alice, starts_at=now() - timedelta(days=3))

    assert mailoutbox == []


def reply(event, answer="ACCEPTED", email="nadia@quill.example", at=None, sequence=None):
    stamp = at or datetime(2026, 11, 1, tzinfo=UTC)
    lines = (
        *("BEGIN:VCALENDAR", "METHOD:REPLY", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VEVENT"),
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence if sequence is None else sequence}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{event.starts_at:%Y%m%dT%H%M%SZ}",
        f"ATTENDEE;PARTSTAT={answer}:mailto:{email}",
        *("END:VEVENT", "END:VCALENDAR"),
    )
    return "\r\n".join(lines) + "\r\n"


def answer_of(event):
    return event.participants.get(email="nadia@quill.example").answer


def test_an_answer_by_mail_is_noted(alice):
    event = plan(alice, participants=[GUEST], is_private=True)

    assert take_reply(reply(event)) == 1
    assert answer_of(event) == "ACCEPTED"


def test_an_answer_is_taken_once(alice):
    event = plan(alice, participants=[GUEST])
    text = reply(event)
    take_reply(text)

    assert take_reply(text) == 0


def test_an_older_answer_changes_nothing(alice):
    event = plan(alice, participants=[GUEST])
    first, later = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2))
    take_reply(reply(event, "DECLINED", at=later))

    assert take_reply(reply(event, "ACCEPTED", at=first)) == 0
    assert answer_of(event) == "DECLINED"


def test_an_answer_to_what_has_moved_since_changes_nothing(alice):
    event = plan(alice, participants=[GUEST])
    event = move_event(event, by=alice, starts_at=AT + timedelta(hours=1))

    assert take_reply(reply(event, sequence=0)) == 0
    assert answer_of(event) == "NEEDS-ACTION"


@pytest.mark.parametrize("wrong", [{"email": "eve@quill.example"}, {"answer": "MAYBE"}])
def test_whoever_was_not_invited_is_not_heard(alice, wrong):
    event = plan(alice, participants=[GUEST])

    assert take_reply(reply(event, **wrong)) == 0
    assert answer_of(event) == "NEEDS-ACTION"


def test_an_answer_to_an_unknown_event_changes_nothing(alice):
    event = plan(alice, participants=[GUEST])
    text = reply(event).replace(event.uid, "nobody@knows")

    assert take_reply(text) == 0
    assert take_reply(text.replace("METHOD:REPLY", "METHOD:REQUEST")) == 0


def test_what_is_no_calendar_is_refused():
    with pytest.raises(UnreadableCalendar):
        take_reply("Dear Alice, yes!")


def test_only_who_was_invited_can_answer(alice, bob):
    event = plan(alice)

    with pytest.raises(Conflict) as refused:
        answer_event(event, by=bob, answer="ACCEPTED")

    assert refused.value.code == "not_invited"


FILE = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:fair@quill.example
SEQUENCE:%(sequence)d
SUMMARY:%(summary)s
DTSTART;TZID=Europe/Oslo:20270315T100000
DTEND;TZID=Europe/Oslo:20270315T110000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Oslo:20270322T100000
ATTENDEE;CN=Nadia;PARTSTAT=ACCEPTED:mailto:nadia@quill.example
END:VEVENT
BEGIN:VEVENT
UID:fair@quill.example
RECURRENCE-ID;TZID=Europe/Oslo:20270329T100000
SUMMARY:Another fair
DTSTART;TZID=Europe/Oslo:20270330T140000
DTEND;TZID=Europe/Oslo:20270330T150000
END:VEVENT
BEGIN:VEVENT
UID:broken@quill.example
SUMMARY:Without a beginning
END:VEVENT
END:VCALENDAR
"""


def bring(by, summary="Fair", sequence=0):
    read = read_calendar(FILE % {"summary": summary, "sequence": sequence})
    return take_calendar(CalendarEvent, by=by, read=read.events), read.left


def test_a_file_is_taken_in_with_its_exceptions(alice):
    told, left = bring(alice)

    event = CalendarEvent.objects.get()
    assert (told["made"], told["refused"], len(left)) == (1, [], 1)
    assert (event.owner, event.timezone, event.uid) == (
        alice,
        "Europe/Oslo",
        "fair@quill.example",
    )
    assert event.participants.get().answer == "ACCEPTED"
    moved, gone = EventException.objects.order_by("is_left_out")
    assert (gone.is_left_out, moved.subject) == (True, "Another fair")


def test_the_same_file_again_changes_what_is_there(alice):
    bring(alice)

    told, _left = bring(alice, "Spring fair", 1)

    assert (told["made"], told["changed"]) == (0, 1)
    assert CalendarEvent.objects.get().subject == "Spring fair"
    assert EventException.objects.count() == 2


def test_an_event_of_somebody_else_is_left_alone(alice, carol):
    bring(carol)

    told, _left = bring(alice, "Mine now", 1)

    assert len(told["refused"]) == 1
    assert CalendarEvent.objects.get().subject == "Fair"


def test_a_file_is_taken_in_on_its_page(as_alice, alice, tmp_path):
    path = tmp_path / "fair.ics"
    path.write_text(FILE % {"summary": "Fair", "sequence": 0})

    with path.open("rb") as file:
        as_alice.post("/calendar/import/", {"file": file})

    assert CalendarEvent.objects.get().subject == "Fair"


def test_what_a_feed_tells_is_what_a_file_brings(alice, bob):
    bring(alice)
    text = calendar_of(alice).replace(b"fair@quill.example", b"copy@quill.example")

    take_calendar(CalendarEvent, by=bob, read=read_calendar(text).events)

    one, two = CalendarEvent.objects.order_by("pk")
    for name in ("subject", "starts_at", "ends_at", "recurrence", "timezone", "repeats_until"):
        assert getattr(one, name) == getattr(two, name), name
    same = [
        list(each.exceptions.order_by("original_at").values_list("original_at", "starts_at"))
        for each in (one, two)
    ]
    assert same[0] == same[1]
