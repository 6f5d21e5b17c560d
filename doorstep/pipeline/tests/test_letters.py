"""What letters and the clock do to opportunities."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.utils.timezone import now

from doorstep.kit.workdays import workdays_before, workdays_between, working_minutes
from doorstep.mail.models import Message
from doorstep.mail.testing import make_message
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_contact, make_customer, set_policy
from doorstep.pipeline.actions import make_opportunity_of_message, note_reply, update_opportunity
from doorstep.pipeline.chores import close_replied_opportunities
from doorstep.pipeline.letters import follow_letter
from doorstep.pipeline.testing import make_opportunity
from doorstep.records.models import zone_of
from doorstep.users.models import User

OUT = Message.Direction.OUT
MONDAY = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


def wrote(*records, **fields):
    message = make_message(records=records, **fields)
    follow_letter(message, by=User.system())
    for each in records:
        each.refresh_from_db()
    return message


def test_our_letter_replies_and_theirs_opens_again(alice):
    deal = make_opportunity(owner=alice)

    first = wrote(deal, at=MONDAY)
    wrote(deal, at=MONDAY + timedelta(hours=1), direction=OUT, thread=first.thread)
    assert deal.status == "REPLIED"
    wrote(deal, at=MONDAY + timedelta(hours=2), thread=first.thread)
    assert deal.status == "OPEN"


def test_the_first_answer_is_measured_in_working_time(alice):
    deal = make_opportunity(owner=alice)  # acceptance 114
    wrote(deal, at=MONDAY + timedelta(hours=1))  # 16:00, an hour before the day ends

    wrote(deal, at=datetime(2026, 11, 17, 9, 30, tzinfo=UTC), direction=OUT)

    assert (zone_of(None).key, deal.first_response_minutes) == ("UTC", 90)


def test_a_letter_to_a_lead_with_one_open_opportunity_is_about_that(alice):
    deal = make_opportunity(owner=alice)

    wrote(deal.lead, direction=OUT)

    deal.refresh_from_db()
    assert deal.status == "REPLIED"


def test_what_the_contact_of_a_customer_wrote_becomes_theirs_and_makes_no_lead(alice):
    customer = make_customer(owner=alice)  # acceptance 35
    make_contact(owner=alice, customer=customer, email="ada@example.org")

    deal = make_opportunity_of_message(make_message(owner=alice), by=alice)

    assert (deal.customer, deal.title, Lead.objects.count()) == (customer, "Pendants", 0)


def test_who_is_unknown_becomes_one_lead_however_often_they_write(alice):
    deals = [make_opportunity_of_message(make_message(owner=alice), by=alice) for _ in range(2)]

    assert deals[0].lead == deals[1].lead == Lead.objects.get()  # acceptance 36


def test_what_nobody_touches_is_closed_if_the_policy_says_so(alice):
    deal = note_reply(make_opportunity(owner=alice), by=alice, is_replied=True)
    busy = note_reply(make_opportunity(owner=alice), by=alice, is_replied=True)

    with time_machine.travel(now() + timedelta(days=10)):
        update_opportunity(busy, by=alice, title="Still alive")
    with time_machine.travel(now() + timedelta(days=15, hours=1)):
        assert close_replied_opportunities() == 0  # 0 days is never
        set_policy(close_replied_after_days=15)
        close_replied_opportunities()  # acceptance 112

    deal.refresh_from_db()
    busy.refresh_from_db()
    assert (deal.status, busy.status) == ("CLOSED", "REPLIED")


def test_working_days_leave_weekends_out():
    friday, monday = datetime(2026, 11, 20).date(), datetime(2026, 11, 23).date()

    assert workdays_before(monday, 1) == friday
    assert workdays_between(friday, monday) == 1
    for start in (friday + timedelta(days=n) for n in range(7)):
        for count in range(1, 15):
            before = workdays_before(start, count)
            assert workdays_between(before, start) in (count, count - (start.weekday() > 4))
    assert working_minutes(MONDAY, MONDAY + timedelta(days=7), ZoneInfo("UTC")) == 5 * 8 * 60
