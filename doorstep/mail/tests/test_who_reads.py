"""Who may read a message: through its mailbox, or through a record it belongs to."""

from doorstep.mail.models import Message, Thread
from doorstep.mail.testing import make_mailbox, make_message
from doorstep.parties.testing import make_lead
from doorstep.records.actions import attach
from doorstep.records.models import Attachment


def reads(user):
    return list(Message.objects.visible_to(user))


def test_what_came_into_ones_own_mailbox(alice):
    message = make_message(owner=alice, mailbox=make_mailbox(kind="PERSONAL", owner=alice))

    assert reads(alice) == [message]


def test_not_what_came_into_a_colleagues_mailbox(alice, bob):
    make_message(owner=alice, mailbox=make_mailbox(kind="PERSONAL", owner=alice))

    assert reads(bob) == []


def test_what_belongs_to_a_record_one_sees(alice, bob):
    box = make_mailbox(kind="PERSONAL", owner=alice)
    message = make_message(owner=alice, mailbox=box, records=[make_lead(owner=alice)])

    assert reads(bob) == [message]


def test_not_what_belongs_to_a_record_out_of_reach(alice, carol):
    box = make_mailbox(kind="PERSONAL", owner=alice)
    make_message(owner=alice, mailbox=box, records=[make_lead(owner=alice)])

    assert reads(carol) == []


def test_a_private_message_is_its_owners_alone(alice, bob):
    lead = make_lead(owner=alice)
    message = make_message(owner=alice, records=[lead], is_private=True)

    assert (reads(alice), reads(bob)) == ([message], [])


def test_a_conversation_is_seen_with_one_of_its_messages(alice, carol):
    message = make_message(owner=alice)

    assert list(Thread.objects.visible_to(alice)) == [message.thread]
    assert list(Thread.objects.visible_to(carol)) == []


def test_files_of_a_colleagues_mail_stay_out_of_sight_whatever_ones_reach(alice, bob, upload):
    message = make_message(owner=alice, mailbox=make_mailbox(kind="PERSONAL", owner=alice))
    attach(message, by=alice, file=upload)

    assert Attachment.objects.visible_to(alice).count() == 1
    assert Attachment.objects.visible_to(bob).count() == 0


def test_the_password_of_a_mailbox_is_kept_sealed(db):
    mailbox = make_mailbox()

    mailbox.set_secret("open sesame")
    mailbox.save()

    assert "sesame" not in type(mailbox).objects.values_list("secret", flat=True).get()
    assert type(mailbox).objects.get().secret_of() == "open sesame"
