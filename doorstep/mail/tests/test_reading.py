"""When mailboxes are read: often, later after failures, and by one worker at a time."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from doorstep.mail.fetching.reading import is_due, read_due_mailboxes, read_now, read_soon
from doorstep.mail.models import Mailbox, SeenMessage
from doorstep.mail.testing import make_mailbox, raw_message
from tests.mail_server import IS_THERE, PASSWORD, WHY_NOT, free_port


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def after(minutes, **state):
    tried = now() - timedelta(minutes=minutes)
    return is_due(Mailbox(imap_host="imap.example", sync_tried_at=tried, **state), now())


def test_a_mailbox_is_due_two_minutes_after_it_was_read():
    assert is_due(Mailbox(imap_host="imap.example"), now())
    assert [after(1), after(3)] == [False, True]


def test_after_failures_in_a_row_it_is_left_longer_but_never_beyond_an_hour():
    assert [after(3, sync_failures=3), after(9, sync_failures=3)] == [False, True]
    assert [after(59, sync_failures=50), after(61, sync_failures=50)] == [False, True]


def test_a_mailbox_without_a_server_is_never_due():
    assert not is_due(Mailbox(), now())


def test_the_clock_enqueues_each_mailbox_once(db, queue):
    make_mailbox()

    assert [read_due_mailboxes(), read_due_mailboxes()] == [1, 0]
    assert DBTaskResult.objects.count() == 1


def test_one_that_is_switched_off_is_not_read(db, queue):
    assert not read_soon(make_mailbox(is_active=False))


def test_a_server_that_is_away_is_told_and_counted(db):
    mailbox = make_mailbox(imap_host="127.0.0.1", imap_port=free_port(), imap_security="NONE")
    mailbox.set_secret("secret")
    mailbox.save()

    assert not read_now(mailbox)
    assert not read_now(mailbox)

    mailbox.refresh_from_db()
    assert mailbox.sync_error.startswith("connect: ")
    assert (mailbox.sync_failures, mailbox.synced_at, mailbox.sync_started_at) == (2, None, None)


@pytest.mark.skipif(not IS_THERE, reason=WHY_NOT)
def test_read_again_after_failures_it_is_as_if_there_had_been_none(db, mail_server):
    mailbox = make_mailbox(
        imap_host="127.0.0.1",
        imap_port=mail_server.port,
        imap_security="NONE",
        user_name="patient",
        sync_failures=4,
        sync_error="login: no",
    )
    mailbox.set_secret(PASSWORD)
    mailbox.save()
    mail_server.put("patient", raw_message())

    assert read_now(mailbox)

    assert (mailbox.sync_failures, mailbox.sync_error, mailbox.unexplained) == (0, "", 0)
    assert mailbox.reconciled_at
    assert SeenMessage.objects.count() == 1
