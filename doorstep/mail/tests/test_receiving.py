"""To whom a message belongs, what becomes of it, and what it does to a lead."""

import pytest

from doorstep.activity.models import EventParticipant
from doorstep.activity.testing import make_calendar_event
from doorstep.kit.noting import unrecorded
from doorstep.mail.models import Message, MessageLink, SeenMessage, Thread
from doorstep.mail.reply_address import reply_address
from doorstep.mail.testing import make_mailbox, make_message, receive
from doorstep.parties.actions import link_contact
from doorstep.parties.models import Lead, LeadStatus
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.models import Attachment

Outcome, Reason = SeenMessage.Outcome, SeenMessage.Reason


def with_status(code, **fields):
    return make_lead(email="ada@example.org", status=LeadStatus.objects.get(code=code), **fields)


def linked(record):
    return list(MessageLink.objects.about(record).values_list("message", flat=True))


def status_of(lead):
    return Lead.objects.get(pk=lead.pk).status.code


def test_a_known_sender_is_linked_and_an_open_lead_stays_open(alice):
    lead = with_status("OPEN", owner=alice)

    row = receive()

    assert (row.outcome, row.reason) == (Outcome.LINKED, Reason.MATCHED)
    assert linked(lead) == [row.message_id]
    assert status_of(lead) == "OPEN"


def test_a_lead_we_replied_to_is_open_again_when_its_sender_writes(alice):
    lead = with_status("REPLIED", owner=alice)

    receive()

    assert status_of(lead) == "OPEN"


def test_what_we_wrote_elsewhere_replies_to_an_open_lead(alice):
    lead = with_status("OPEN", owner=alice)

    receive("sales@hollin.example", role="SENT", to="ada@example.org")

    assert status_of(lead) == "REPLIED"


def test_old_mail_that_is_read_late_changes_no_status(alice):
    lead = with_status("REPLIED", owner=alice)
    make_message(direction="OUT", records=[lead])  # written now

    receive(Date="Mon, 1 Jun 2026 09:00:00 +0000", raw=None)

    assert status_of(lead) == "REPLIED"


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"List_Id": "<a.b>"}])
def test_what_a_machine_wrote_changes_no_status(alice, header):
    lead = with_status("REPLIED", owner=alice)

    row = receive(**header)

    assert row.outcome == Outcome.LINKED
    assert status_of(lead) == "REPLIED"


def test_mail_between_two_contacts_of_a_customer_shows_once_on_each_and_on_it(bob):
    customer = make_customer(owner=bob)
    one = make_contact(owner=bob, name="Ada", email="ada@example.org")
    other = make_contact(owner=bob, name="Grace", email="grace@example.org")
    for contact in (one, other):
        link_contact(contact, by=bob, record=customer)

    row = receive(to="grace@example.org, sales@hollin.example")

    assert [linked(each) for each in (one, other, customer)] == [[row.message_id]] * 3


def test_a_reply_joins_the_record_of_what_it_answers(alice):
    lead = make_lead(owner=alice, email="ada@example.org")
    first = receive(Message_ID="<first@example.org>")

    row = receive("colleague@example.org", In_Reply_To="<first@example.org>")

    assert row.reason == Reason.REPLY
    assert row.message.thread_id == first.message.thread_id
    assert len(linked(lead)) == 2
    assert Lead.objects.count() == 1


def test_a_signed_reply_address_leads_back_to_its_conversation(alice):
    lead = make_lead(owner=alice)
    sent = make_message(direction="OUT", records=[lead])

    row = receive("someone@else.example", to=reply_address("sales@hollin.example", sent.thread_id))

    assert row.message.thread_id == sent.thread_id


def test_a_forged_reply_address_leads_nowhere(alice):
    sent = make_message(direction="OUT", records=[make_lead(owner=alice)])
    forged = f"sales+t{sent.thread_id}-{'a' * 16}@hollin.example"

    row = receive("someone@else.example", to=forged)

    assert row.message.thread_id != sent.thread_id


def test_messages_that_come_in_the_wrong_order_are_one_conversation(db):
    receive("a@example.org", Message_ID="<3@x>", References="<1@x> <2@x>")
    receive("b@example.org", Message_ID="<1@x>", subject="Lamps")
    receive("c@example.org", Message_ID="<2@x>", In_Reply_To="<1@x>")

    assert Message.objects.values("thread").distinct().count() == 1
    assert Thread.objects.get(messages__message_id="<3@x>").message_count == 3


def test_an_unknown_sender_waits_for_a_person_and_makes_no_lead(db):
    row = receive("post@fiorella.example")

    assert (row.outcome, row.reason) == (Outcome.WAITING, Reason.UNKNOWN_SENDER)
    assert not Lead.objects.exists()


def test_where_the_mailbox_says_so_an_unknown_sender_becomes_one_lead(db):
    box = make_mailbox(makes_leads=True)

    one = receive("Fiorella <post@fiorella.example>", mailbox=box)
    two = receive("post@fiorella.example", mailbox=box)

    lead = Lead.objects.get()
    assert (one.reason, two.reason) == (Reason.NEW_LEAD, Reason.MATCHED)
    assert (lead.name, lead.email) == ("Fiorella", "post@fiorella.example")
    assert len(linked(lead)) == 2


def test_a_contact_of_a_customer_makes_no_lead(bob):
    customer = make_customer(owner=bob)
    link_contact(make_contact(owner=bob, email="ada@example.org"), by=bob, record=customer)

    row = receive(mailbox=make_mailbox(makes_leads=True))

    assert not Lead.objects.exists()
    assert linked(customer) == [row.message_id]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, Reason.AUTOMATIC),
        ({"X_Autoreply": "yes"}, Reason.AUTOMATIC),
        ({"Precedence": "bulk"}, Reason.LIST),
        ({"List_Id": "<news.example.org>"}, Reason.LIST),
        ({"Return_Path": "<>", "subject": "Undelivered Mail"}, Reason.BOUNCE),
    ],
)
def test_no_machine_becomes_a_lead(db, header, reason):
    row = receive("post@fiorella.example", mailbox=make_mailbox(makes_leads=True), **header)

    assert (row.outcome, row.reason, row.message) == (Outcome.IGNORED, reason, None)
    assert not Lead.objects.exists()


def test_what_colleagues_write_each_other_is_ignored(alice):
    row = receive(alice.email, to="sales@hollin.example")

    assert (row.outcome, row.reason) == (Outcome.IGNORED, Reason.INTERNAL)


def test_what_went_to_nobody_known_is_not_kept(db):
    row = receive("sales@hollin.example", role="SENT", to="dentist@example.net")

    assert (row.outcome, row.reason) == (Outcome.IGNORED, Reason.UNKNOWN_RECIPIENT)
    assert not Message.objects.exists()


def test_a_message_that_came_back_says_so(alice):
    lead = make_lead(owner=alice, email="ada@example.org")
    sent = make_message(direction="OUT", records=[lead], message_id="<first@hollin.example>")
    body = (
        b"From: MAILER-DAEMON@mx.example.org\r\nTo: sales@hollin.example\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        b"Final-Recipient: rfc822; ada@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        b"Message-ID: <first@hollin.example>\r\n--b--\r\n"
    )

    row = receive(raw=body)

    sent.refresh_from_db()
    assert sent.state == Message.State.BOUNCED
    assert row.message.thread_id == sent.thread_id


def test_who_was_invited_and_answers_by_mail_is_noted_in_the_event(alice):
    event = make_calendar_event(owner=alice)
    with unrecorded():
        seat = EventParticipant.objects.create(event=event, email="ada@example.org")
    ics = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        f"UID:{event.uid}\r\nDTSTAMP:20261101T100000Z\r\nDTSTART:20261201T100000Z\r\n"
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org\r\nSEQUENCE:0\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    body = (
        "From: ada@example.org\r\nTo: sales@hollin.example\r\nSubject: Accepted\r\n"
        'Auto-Submitted: auto-generated\r\nContent-Type: text/calendar; method="REPLY"\r\n\r\n'
    )

    receive(raw=(body + ics).encode())

    seat.refresh_from_db()
    assert seat.answer == "ACCEPTED"


def test_files_are_kept_beside_the_message(alice):
    make_lead(owner=alice, email="ada@example.org")
    body = (
        b"From: ada@example.org\r\nTo: sales@hollin.example\r\nSubject: Plan\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nSee the plan.\r\n"
        b'--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename="../a.html"'
        b"\r\n\r\n<script>alert(1)</script>\r\n--b--\r\n"
    )

    row = receive(raw=body)

    file = Attachment.objects.about(row.message).get()
    assert (file.name, file.content_type) == ("a.html", "application/octet-stream")


def test_the_same_message_seen_again_is_no_second_one(alice):
    make_lead(owner=alice, email="ada@example.org")

    one = receive(number=7)
    two = receive(number=7, role="Archive")

    assert one.message_id == two.message_id
    assert two.outcome == Outcome.LINKED


def test_one_message_id_on_two_different_messages_is_two_messages(alice):
    make_lead(owner=alice, email="ada@example.org")

    receive(Message_ID="<same@example.org>")
    raw = (
        b"From: ada@example.org\r\nMessage-ID: <same@example.org>\r\nSubject: Other\r\n"
        b"Date: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\nOther\r\n"
    )
    receive(raw=raw)

    assert Message.objects.count() == 2
