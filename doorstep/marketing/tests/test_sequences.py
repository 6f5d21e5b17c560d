"""Letters that follow each other: when they go, and what stops them."""

from datetime import UTC, datetime, timedelta

import pytest

from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.mail.actions import note_bounce, opt_out
from doorstep.mail.models import AddressStanding, Message
from doorstep.mail.testing import make_message
from doorstep.marketing.actions import (
    create_sequence,
    enrol,
    enrol_many,
    pause_sequence,
    resume_sequence,
    stop_enrolment,
    update_sequence,
)
from doorstep.marketing.going import go_on
from doorstep.marketing.models import Enrolment, MailSequence, StepTaken
from doorstep.marketing.testing import make_mail_sequence, make_template
from doorstep.parties.actions import block_lead, convert_lead
from doorstep.parties.testing import make_contact, make_lead
from doorstep.users.models import User

Why = Enrolment.Why
FRIDAY = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_friday_in_may(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def sequence(alice, sales):
    return make_mail_sequence((0, 5, 9), owner=alice, weekdays_only=False)


@pytest.fixture
def go(time_machine):
    """The clock comes by on each of these days after the start."""

    def gone(*days):
        for day in days:
            time_machine.move_to(FRIDAY + timedelta(days=day), tick=False)
            go_on(FRIDAY + timedelta(days=day))

    return gone


def subjects():
    return list(Message.objects.outgoing().order_by("pk").values_list("subject", flat=True))


def test_each_letter_goes_on_its_day(sequence, alice, lead, go):
    enrolment = enrol(sequence, by=alice, record=lead)

    go(*range(12))

    enrolment.refresh_from_db()
    assert subjects() == ["Day 0", "Day 5", "Day 9"]
    assert enrolment.status == Enrolment.Status.DONE


def test_before_its_start_it_is_scheduled_then_in_progress(sequence, alice, lead):
    start = FRIDAY.date() + timedelta(days=3)
    enrolment = enrol(sequence, by=alice, record=lead, starts_on=start)

    assert str(enrolment.standing(FRIDAY.date())) == "Scheduled"
    assert str(enrolment.standing(start)) == "In progress"


def test_a_letter_that_was_missed_goes_once(sequence, alice, lead, go):
    enrol(sequence, by=alice, record=lead)

    go(0, 7, 7, 7)

    assert subjects() == ["Day 0", "Day 5"]


def test_what_follows_a_late_letter_keeps_its_distance(sequence, alice, lead, go):
    enrol(sequence, by=alice, record=lead)

    go(0, 7, 9, 10)
    assert subjects() == ["Day 0", "Day 5"]
    go(11)

    assert subjects() == ["Day 0", "Day 5", "Day 9"]


def test_it_goes_to_each_alone_and_offers_the_way_out(sequence, alice, go):
    people = [make_contact(owner=alice, email=f"p{n}@quill.example") for n in range(3)]
    enrol_many(sequence, by=alice, records=people)
    opt_out(AddressStanding, by=User.system(), address="p1@quill.example")

    go(0)

    got = [
        list(each.recipients.values_list("address", flat=True)) for each in Message.objects.all()
    ]
    assert got == [["p0@quill.example"], ["p2@quill.example"]]
    assert all(each.dispatch.to_many for each in Message.objects.all())


def test_who_writes_back_gets_no_more(sequence, alice, lead, go):
    enrolment = enrol(sequence, by=alice, record=lead)
    go(0)
    make_message(from_address=lead.email, at=FRIDAY + timedelta(days=1))

    go(5)

    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.stopped_why) == (Enrolment.Status.STOPPED, Why.REPLIED)
    assert subjects() == ["Day 0"]


def test_an_answering_machine_stops_nothing(sequence, alice, lead, go):
    enrol(sequence, by=alice, record=lead)
    go(0)
    make_message(
        from_address=lead.email,
        at=FRIDAY + timedelta(days=1),
        nature=Message.Nature.AUTOMATIC,
    )

    go(5)

    assert subjects() == ["Day 0", "Day 5"]


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        (
            lambda lead, by: opt_out(AddressStanding, by=User.system(), address=lead.email),
            "OPTED_OUT",
        ),
        (
            lambda lead, by: note_bounce(AddressStanding, by=User.system(), address=lead.email),
            "BOUNCED",
        ),
        (lambda lead, by: convert_lead(lead, by=by), "CONVERTED"),
        (lambda lead, by: block_lead(lead, by=by), "OPTED_OUT"),
    ],
    ids=["opted out", "bounced", "converted", "blocked"],
)
def test_what_stops_it(sequence, alice, lead, go, stop, why):
    enrolment = enrol(sequence, by=alice, record=lead)
    go(0)
    lead.refresh_from_db()
    stop(lead, alice)

    go(5)

    enrolment.refresh_from_db()
    assert enrolment.stopped_why == why
    assert subjects() == ["Day 0"]


def test_a_pause_holds_everything_and_nothing_is_lost(sequence, alice, lead, go):
    enrol(sequence, by=alice, record=lead)
    pause_sequence(sequence, by=alice)
    go(0, 1)
    sequence.refresh_from_db()
    resume_sequence(sequence, by=alice)

    go(2)

    assert subjects() == ["Day 0"]


def test_at_night_and_on_sundays_nothing_goes(alice, sales, lead, time_machine):
    sequence = make_mail_sequence((0,), owner=alice)
    enrol(sequence, by=alice, record=lead)

    for moment in (FRIDAY.replace(hour=6), FRIDAY.replace(hour=19), FRIDAY + timedelta(days=2)):
        go_on(moment)

    assert subjects() == []


def test_stopping_by_hand_is_enough(sequence, alice, lead, go):
    enrolment = enrol(sequence, by=alice, record=lead)
    stop_enrolment(enrolment, by=alice)

    go(0)

    assert subjects() == []


def test_a_sequence_without_letters_takes_nobody(alice, sales, lead):
    with pytest.raises(Conflict, match="no letters"):
        enrol(make_mail_sequence(owner=alice), by=alice, record=lead)


def test_it_cannot_start_in_the_past(sequence, alice, lead):
    with pytest.raises(Invalid, match="gone by"):
        enrol(sequence, by=alice, record=lead, starts_on=FRIDAY.date() - timedelta(days=1))


def test_who_has_no_address_is_refused(sequence, alice):
    with pytest.raises(Invalid, match="no e-mail"):
        enrol(sequence, by=alice, record=make_lead(owner=alice, name="No Mail", email=""))


def test_nobody_is_in_it_twice(sequence, alice, lead):
    enrol(sequence, by=alice, record=lead)

    with pytest.raises(Conflict, match="already"):
        enrol(sequence, by=alice, record=lead)


def test_who_wants_no_letters_is_not_taken(sequence, alice, lead):
    opt_out(AddressStanding, by=User.system(), address=lead.email)
    lead.refresh_from_db()

    with pytest.raises(Conflict, match="Wants no letters"):
        enrol(sequence, by=alice, record=lead)


def test_one_may_only_put_in_whom_one_may_edit(sequence, alice, carol):
    with pytest.raises(Forbidden):
        enrol(sequence, by=alice, record=make_lead(owner=carol, email="c@quill.example"))


def test_a_letter_that_has_gone_stays_in_the_sequence(sequence, alice, lead, go):
    enrol(sequence, by=alice, record=lead)
    go(0)
    sequence.refresh_from_db()

    with pytest.raises(Invalid, match="has gone"):
        update_sequence(sequence, by=alice, steps=[])


def test_a_changed_sequence_moves_those_who_are_in_it(sequence, alice, lead, go):
    enrolment = enrol(sequence, by=alice, record=lead)
    go(0)
    sequence.refresh_from_db()
    steps = [
        {"after_days": 0, "template": make_template()},
        {"after_days": 2, "template": make_template(name="Sooner", subject="Sooner")},
    ]

    update_sequence(sequence, by=alice, steps=steps)
    go(2)

    enrolment.refresh_from_db()
    assert subjects() == ["Day 0", "Sooner"]


def test_two_clocks_send_one_letter(sequence, alice, lead, go):
    enrolment = enrol(sequence, by=alice, record=lead)
    go(0)
    with unrecorded():
        Enrolment.objects.filter(pk=enrolment.pk).update(next_on=FRIDAY.date())

    go(0)

    assert StepTaken.objects.count() == 1


def test_a_sequence_needs_hours(alice, sales):
    with pytest.raises(Invalid):
        create_sequence(MailSequence, by=alice, name="Never", from_hour=9, to_hour=9)
