"""Who is reminded of what, once each, and never where it was stopped."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils.timezone import localdate

from doorstep.billing.actions import remind_customer, resume_reminders, stop_reminders
from doorstep.billing.chores import reminders_go
from doorstep.billing.dunning import letter, next_reminder, reminders_due
from doorstep.billing.models import DunningLevel, Reminder, SalesInvoice
from doorstep.billing.refusals import RemindedAlready, RemindersStopped
from doorstep.billing.reminding import send_reminders
from doorstep.billing.testing import paid, submitted_invoice
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.mail.models import Message
from doorstep.mail.testing import make_mailbox
from doorstep.mail.writing.letter import Person
from doorstep.parties.testing import make_contact
from doorstep.ui.looks import in_full

DAY = timedelta(days=1)
TO = [Person("ada@alderwick.example", "Ada Byrd")]


@pytest.fixture
def late(ada, customer):
    """An invoice that has been late for twelve days, and a mailbox to write from."""
    make_mailbox(owner=ada)
    day = localdate() - 12 * DAY
    return submitted_invoice(by=ada, customer=customer, amount="100", date=day, due_on=day)


def remind(late, level, by):
    rows = [{"invoice": late, "level": level}]
    said = {"to": TO, "subject": "Open", "text": "Please."}
    return remind_customer(late.customer, by=by, reminders=rows, **said)


def levels():
    return list(DunningLevel.objects.all())


def test_the_friendly_one_goes_first_however_late_it_is(late):
    found = next_reminder(late, localdate())

    assert (found.level, found.late, found.late_days) == (levels()[0], D(100), 12)
    assert found.since == localdate() - 9 * DAY


def test_a_reminder_goes_once_and_the_next_has_its_time(late, ada):
    first, second, _last = levels()
    message = remind(late, first, ada)

    assert message.state == Message.State.QUEUED
    assert {link.about for link in message.links.all()} == {late, late.customer}
    assert next_reminder(late, localdate()) is None
    assert next_reminder(late, localdate() + 7 * DAY).level == second
    with pytest.raises(RemindedAlready, match=late.number):
        remind(late, first, ada)
    assert (Message.objects.count(), Reminder.objects.count()) == (1, 1)


def test_what_is_paid_or_stopped_is_not_reminded_of(late, ada, customer):
    stop_reminders(customer, by=ada, reason="A complaint")
    assert reminders_due(SalesInvoice.objects.all(), localdate()) == []
    with pytest.raises(RemindersStopped, match="A complaint"):
        remind(late, levels()[0], ada)

    resume_reminders(customer, by=ada)
    assert len(reminders_due(SalesInvoice.objects.all(), localdate())) == 1

    stop_reminders(customer, by=ada, until=localdate() - DAY)
    assert len(reminders_due(SalesInvoice.objects.all(), localdate())) == 1

    paid(late, "100", by=ada)
    assert reminders_due(SalesInvoice.objects.all(), localdate()) == []
    with pytest.raises(Conflict, match="not late"):
        remind(late, levels()[0], ada)


def test_a_letter_names_the_invoices_and_what_they_come_to(late, ada):
    rows = reminders_due(SalesInvoice.objects.all(), localdate())

    subject, text = letter(rows, first_name="Ada", by=ada, shown=in_full)

    assert late.number in subject
    assert "Hello Ada" in text
    assert f"{late.number}   {late.due_on}   €100.00" in text


def test_a_level_asks_for_nothing_that_is_not_known(db):
    level = DunningLevel(name="Odd", text="Dear {iban}")

    with pytest.raises(Invalid, match="iban"):
        level.tidy()


def test_many_late_invoices_cost_a_few_queries(late, ada, customer, django_assert_max_num_queries):
    for _number in range(5):
        submitted_invoice(by=ada, customer=customer, date=late.date, due_on=late.due_on)

    with django_assert_max_num_queries(4):
        assert len(reminders_due(SalesInvoice.objects.all(), localdate())) == 6


@pytest.fixture
def reachable(late, customer):
    """A shared mailbox, and an address of theirs."""
    make_mailbox(address="office@hollin.example")
    make_contact(customer=customer, email="ada@alderwick.example")
    return late


def let_go(level):
    with unrecorded():
        level.goes_by_itself = True
        level.save()


def test_a_level_that_goes_by_itself_goes_once_and_catches_up(reachable):
    let_go(levels()[0])

    assert (reminders_go(), reminders_go()) == (1, 0)
    told = Reminder.objects.get()
    assert (told.invoice, told.level, told.sent_to) == (reachable, levels()[0], TO[0].email)
    assert send_reminders(localdate() + 30 * DAY, shown=in_full) == 0  # the next waits for a hand


def test_nothing_goes_by_itself_unless_it_was_let_or_where_it_was_stopped(reachable, ada):
    assert reminders_go() == 0

    let_go(levels()[0])
    stop_reminders(reachable.customer, by=ada, reason="they pay in March")
    assert (reminders_go(), Message.objects.count()) == (0, 0)


def test_what_cannot_go_waits(late, customer):
    let_go(levels()[0])

    assert (reminders_go(), Reminder.objects.count()) == (0, 0)
