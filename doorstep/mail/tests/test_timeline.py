"""Mail on the timelines of its records, and through conversion and deletion."""

from doorstep.history.actions import undo
from doorstep.history.entries import story
from doorstep.history.models import Event
from doorstep.history.telling import tell
from doorstep.history.timeline import timeline
from doorstep.mail.actions import delete_message, update_message
from doorstep.mail.models import MessageLink, SeenMessage
from doorstep.mail.testing import make_mailbox, receive
from doorstep.parties.actions import convert_lead, link_contact
from doorstep.parties.testing import make_contact, make_customer, make_lead


def mails(record, user):
    found = timeline(record, seen_by=user).items
    return [event for event in found if event.name == "message.received"]


def test_a_message_shows_once_on_each_of_its_records(bob):
    customer = make_customer(owner=bob)
    contact = make_contact(owner=bob, email="ada@example.org")
    link_contact(contact, by=bob, record=customer)

    receive()

    assert len(mails(contact, bob)) == 1
    assert len(mails(customer, bob)) == 1


def test_the_event_leads_to_its_message(alice):
    lead = make_lead(owner=alice, email="ada@example.org")

    row = receive("Ada Byron <ada@example.org>", subject="Lamps")

    event = mails(lead, alice)[0]
    assert event.subject == row.message
    assert event.detail == "Ada Byron: Lamps"


def test_a_letter_is_told_as_what_its_writer_did(as_alice, alice):
    lead = make_lead(owner=alice, email="ada@example.org")
    receive("Ada Byron <ada@example.org>", Message_ID="<1@x>")
    receive("Ada Byron <ada@example.org>", number=9, In_Reply_To="<1@x>")

    told = [(entry.who, entry.did) for entry in story(lead, by=alice).entries if entry.body]
    assert told == [("Ada Byron", "replied"), ("Ada Byron", "wrote")]
    assert "<b>Ada Byron</b> replied" in as_alice.get(f"/leads/{lead.pk}/").content.decode()


def test_mail_of_a_lead_is_seen_from_its_customer(bob):
    lead = make_lead(owner=bob, email="ada@example.org")
    receive()
    customer = convert_lead(lead, by=bob)

    again = receive(number=9)

    assert MessageLink.objects.about(customer).values_list("message", flat=True).get() == (
        again.message_id
    )
    assert [event.name for event in timeline(customer, seen_by=bob, whole=True).items].count(
        "message.received"
    ) == 2


def test_a_deleted_message_stays_in_the_ledger_and_can_come_back(alice):
    box = make_mailbox(kind="PERSONAL", owner=alice)
    row = receive(mailbox=box)

    delete_message(row.message, by=alice)

    row.refresh_from_db()
    assert (row.outcome, row.reason, row.message) == ("IGNORED", "DELETED", None)
    undo(Event.objects.get(name="message.deleted"), by=alice)
    assert SeenMessage.objects.get().outcome == "WAITING"


def test_who_may_not_read_a_message_is_not_told_what_it_says(alice, bob):
    lead = make_lead(owner=alice, email="ada@example.org")
    row = receive(subject="For alice alone", text="Between us.")
    update_message(row.message, by=alice, is_private=True, owner=alice)

    told = str(tell(timeline(lead, seen_by=bob).items, by=bob))

    assert "For alice alone" not in told
    assert "Between us" not in told
