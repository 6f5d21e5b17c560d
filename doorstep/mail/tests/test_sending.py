"""Letters leave once, over a real server that sometimes refuses, hangs up or says nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.mail.actions import draft_message, queue_message, stop_message
from doorstep.mail.actions.writing import TooMany
from doorstep.mail.models import AddressStanding, Dispatch, Mailbox, Message
from doorstep.mail.reply_address import thread_named_by
from doorstep.mail.sending.outbox import send_message, send_what_is_due
from doorstep.mail.testing import make_mailbox, make_message
from doorstep.mail.writing.letter import Person
from doorstep.parties.testing import make_lead
from doorstep.records.actions import attach

State = Message.State
NADIA = Person("nadia@quill.example", "Nadia Ferrante")
PIET = Person("piet@quill.example", "")


@pytest.fixture
def write(mailbox, alice):
    def written(to=(NADIA,), **values):
        known = {"subject": "Pendants", "text": "Hello Nadia", "to": to}
        return draft_message(Message, by=alice, **known | values)

    return written


def due(message, alice, **values):
    """Sent on its way, and the ten seconds gone by."""
    queue_message(message, by=alice, **values)
    with unrecorded():
        Message.objects.filter(pk=message.pk).update(send_at=now() - timedelta(seconds=1))
    message.refresh_from_db()
    return message


def go(message):
    send_message.call(message.pk)
    message.refresh_from_db()
    return message


def test_a_letter_reaches_the_server_as_it_was_written(server, write, alice):
    message = write(cc=(PIET,), bcc=(Person("boss@hollin.example"),))
    attach(message, by=alice, file=SimpleUploadedFile("plan.pdf", b"%PDF-1", "application/pdf"))

    go(due(message, alice))

    got = server.got[0]
    assert message.state == State.SENT
    assert (got["Subject"], got["Message-ID"]) == ("Pendants", message.message_id)
    assert got["From"] == f"{alice.name} <sales@hollin.example>"
    assert "Nadia Ferrante" in got["To"]
    assert got["Bcc"] is None
    assert set(server.recipients[0]) == {NADIA.email, PIET.email, "boss@hollin.example"}
    assert [each.get_filename() for each in got.iter_attachments()] == ["plan.pdf"]


def test_an_answer_goes_into_the_thread_it_answers(server, write, alice):
    asked = make_message(message_id="<ask@quill.example>", references="<first@quill.example>")

    message = go(due(write(answers=asked), alice))

    assert server.got[0]["In-Reply-To"] == "<ask@quill.example>"
    assert server.got[0]["References"] == "<first@quill.example> <ask@quill.example>"
    assert message.thread_id == asked.thread_id


def test_nothing_goes_before_its_moment(server, write, alice):
    message = write()
    queue_message(message, by=alice)

    go(message)

    assert (message.state, server.got) == (State.QUEUED, [])


def test_while_it_waits_undo_makes_it_a_draft_again(server, write, alice):
    message = write()
    queue_message(message, by=alice)

    undo(last_event(), by=alice)
    message.refresh_from_db()

    assert message.state == State.DRAFT
    assert message.text == "Hello Nadia"


def test_once_it_is_gone_undo_is_refused(server, write, alice):
    message = due(write(), alice)
    event = queue_event(message)
    go(message)

    with pytest.raises(Conflict):
        undo(event, by=alice)


def queue_event(message):
    return Event.objects.filter(name="message.queued", subject_id=message.pk).latest("pk")


def test_a_letter_that_was_sent_is_not_sent_again(server, write, alice):
    message = due(write(), alice)

    go(message)
    go(message)

    assert len(server.got) == 1


def test_a_refusal_for_good_is_kept_and_shown(server, write, alice):
    server.says[NADIA.email] = "550 5.1.1 User unknown"

    message = go(due(write(), alice))

    assert message.state == State.FAILED
    assert "550 5.1.1 User unknown" in message.delivery_error
    assert AddressStanding.objects.get().bounced_at is not None


def test_a_refusal_for_now_is_tried_again_later(server, write, alice):
    server.says["DATA"] = "451 4.3.2 Try later"

    message = go(due(write(), alice))

    assert message.state == State.QUEUED
    assert message.send_at > now()
    assert "451 4.3.2" in message.delivery_error


def test_after_some_tries_it_is_given_up(server, write, alice):
    server.says["DATA"] = "451 4.3.2 Try later"
    message = due(write(), alice)
    Dispatch.objects.filter(message=message).update(tries=9)

    go(message)

    assert message.state == State.FAILED


def test_a_server_that_is_not_there_is_tried_again(write, alice, mailbox):
    with unrecorded():
        Mailbox.objects.update(smtp_port=1)

    message = go(due(write(), alice))

    assert message.state == State.QUEUED
    assert "127.0.0.1" in message.delivery_error


def test_what_nobody_knows_is_said_so_and_not_sent_again(server, write, alice):
    server.hangs_up = True

    message = go(due(write(), alice))
    go(message)
    send_what_is_due()

    assert message.state == State.UNSURE
    assert len(server.got) == 1


def test_whoever_died_while_sending_leaves_it_in_doubt(server, write, alice):
    message = due(write(), alice)
    with unrecorded():
        Message.objects.filter(pk=message.pk).update(state=State.SENDING)
    Dispatch.objects.filter(message=message).update(claimed_at=now() - timedelta(hours=1))

    send_what_is_due()
    message.refresh_from_db()

    assert (message.state, server.got) == (State.UNSURE, [])


def test_one_of_two_refused_is_told_and_the_other_gets_it(server, write, alice):
    server.says[PIET.email] = "550 5.1.1 No such user"

    message = go(due(write(to=(NADIA, PIET)), alice))

    assert message.state == State.SENT
    assert PIET.email in message.delivery_error
    assert server.recipients == [[NADIA.email]]
    assert AddressStanding.objects.get().address == PIET.email


def test_what_is_scheduled_goes_when_it_is_time(server, write, alice):
    message = write()
    queue_message(message, by=alice, send_at=now() + timedelta(days=1))
    message.refresh_from_db()
    assert message.state == State.SCHEDULED
    with unrecorded():
        Message.objects.filter(pk=message.pk).update(send_at=now() - timedelta(minutes=1))

    send_what_is_due()
    message.refresh_from_db()

    assert message.state == State.SENT


def test_what_is_scheduled_can_be_stopped(write, alice):
    message = write()
    queue_message(message, by=alice, send_at=now() + timedelta(days=1))
    message.refresh_from_db()

    stop_message(message, by=alice)

    message.refresh_from_db()
    assert message.state == State.DRAFT


def test_an_open_lead_that_is_written_to_is_replied(
    server, write, alice, django_capture_on_commit_callbacks
):
    lead = make_lead(owner=alice, email=NADIA.email)

    with django_capture_on_commit_callbacks(execute=True):
        go(due(write(records=[lead]), alice))
    lead.refresh_from_db()

    assert lead.status.code == "REPLIED"


def test_a_letter_to_nobody_is_refused(write, alice):
    with pytest.raises(Invalid):
        queue_message(write(to=()), by=alice)


def test_one_may_not_send_from_a_mailbox_of_somebody_else(alice, carol, mailbox):
    theirs = make_mailbox(address="boss@hollin.example", kind="PERSONAL", owner=alice)

    with pytest.raises(Invalid):
        draft_message(Message, by=carol, mailbox=theirs, subject="x", to=(NADIA,))


def test_a_draft_is_read_by_its_author_alone(write, alice, bob):
    lead = make_lead(owner=bob)
    message = write(records=[lead])

    assert not Message.objects.visible_to(bob).filter(pk=message.pk).exists()


def test_a_mailbox_sends_only_so_much_an_hour(settings, write, alice):
    settings.MAIL_RATE = 1
    queue_message(write(), by=alice)

    with pytest.raises(TooMany):
        queue_message(write(), by=alice)


def test_an_answer_can_come_to_an_address_that_names_the_conversation(
    server, mailbox, write, alice
):
    with unrecorded():
        Mailbox.objects.update(signs_answers=True)

    message = go(due(write(), alice))

    assert thread_named_by(server.got[0]["Reply-To"]) == message.thread_id
