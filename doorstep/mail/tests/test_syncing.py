"""A mailbox on a real server and its ledger: nothing missing, nothing twice."""

import pytest

from doorstep.mail.fetching.imap import Unreachable
from doorstep.mail.fetching.syncing import read_mailbox, reconcile
from doorstep.mail.models import Mailbox, Message, SeenMessage
from doorstep.mail.testing import make_mailbox, raw_message
from doorstep.parties.testing import make_lead
from tests.mail_server import IS_THERE, PASSWORD, WHY_NOT, CutLine

pytestmark = pytest.mark.skipif(not IS_THERE, reason=WHY_NOT)
Outcome = SeenMessage.Outcome


@pytest.fixture
def box(db, mail_server, request):
    user = request.node.name[:60]
    mailbox = make_mailbox(
        user_name=user,
        imap_host="127.0.0.1",
        imap_port=mail_server.port,
        imap_security=Mailbox.Security.NONE,
    )
    mailbox.set_secret(PASSWORD)
    mailbox.save()
    mailbox.put = lambda raw, folder="INBOX": mail_server.put(user, raw, folder)
    mailbox.server = mail_server
    return mailbox


def letters(count, sender="ada@example.org"):
    return [raw_message(number=n, sender=sender) for n in range(count)]


def numbers(mailbox):
    rows = SeenMessage.objects.filter(mailbox=mailbox, is_gone=False)
    return sorted(rows.values_list("folder__name", "uid"))


def test_every_message_gets_its_row_and_is_linked_to_its_sender(box, alice):
    lead = make_lead(owner=alice, email="ada@example.org")
    for raw in letters(3):
        box.put(raw)

    read_mailbox(box)

    assert numbers(box) == [("INBOX", 1), ("INBOX", 2), ("INBOX", 3)]
    assert Message.objects.about(lead).count() == 3


def test_reading_again_takes_only_what_is_new(box):
    box.put(raw_message(number=1))
    read_mailbox(box)
    box.put(raw_message(number=2))

    told = read_mailbox(box)

    assert sum(told.values()) == 1
    assert len(numbers(box)) == Message.objects.count() == 2


def test_what_lies_in_two_folders_is_one_message_with_two_rows(box):
    raw = raw_message(number=1)
    box.put(raw)
    box.put(raw, "Sent")

    read_mailbox(box)

    assert numbers(box) == [("INBOX", 1), ("Sent", 1)]
    assert Message.objects.count() == 1


def test_junk_is_not_read(box):
    box.put(raw_message(number=1), "Junk")

    read_mailbox(box)

    assert numbers(box) == []


def test_a_new_numbering_finds_every_row_again(box):
    for raw in letters(30):
        box.put(raw)
    read_mailbox(box)
    before = set(SeenMessage.objects.values_list("pk", "digest"))
    box.server.number_anew(box.user_name)
    box.put(raw_message(number=99))

    read_mailbox(box)

    assert Message.objects.count() == SeenMessage.objects.count() == 31
    assert before < set(SeenMessage.objects.values_list("pk", "digest"))
    assert SeenMessage.objects.filter(is_gone=True).count() == 0
    assert SeenMessage.objects.values("uidvalidity").distinct().count() == 1


def test_a_line_that_breaks_in_the_middle_loses_and_doubles_nothing(box):
    for raw in letters(60):
        box.put(raw)
    line = CutLine(box.server.port, after=12_000, times=2)
    box.imap_port = line.port

    tries = 0
    while tries < 10:
        tries += 1
        try:
            read_mailbox(box)
            break
        except Unreachable:
            continue
    line.close()

    assert line.cuts == 2
    assert [uid for _folder, uid in numbers(box)] == list(range(1, 61))
    assert Message.objects.count() == 60


def test_a_line_that_breaks_during_a_new_numbering_loses_nothing(box):
    for raw in letters(60):
        box.put(raw)
    read_mailbox(box)
    box.server.number_anew(box.user_name)
    line = CutLine(box.server.port, after=9_000, times=1)
    box.imap_port = line.port

    with pytest.raises(Unreachable):
        read_mailbox(box)
    read_mailbox(box)
    line.close()

    assert Message.objects.count() == SeenMessage.objects.filter(is_gone=False).count() == 60


def test_two_thousand_messages_are_all_explained(box):
    for number in range(2_000):
        box.put(raw_message(number=number, sender=f"person{number % 50}@example.org"))

    unexplained = reconcile(box)

    assert unexplained == 0
    assert len(numbers(box)) == Message.objects.count() == 2_000


def test_what_is_deleted_on_the_server_stays_here_and_is_marked(box):
    path = box.put(raw_message(number=1))
    read_mailbox(box)
    for each in box.server.folder(box.user_name).glob("*/" + path.name + "*"):
        each.unlink()

    assert reconcile(box) == 0
    assert SeenMessage.objects.get().is_gone
    assert Message.objects.count() == 1


def test_a_message_that_is_no_message_fails_with_its_reason(box):
    box.put(b"\n\n")

    read_mailbox(box)

    row = SeenMessage.objects.get()
    assert (row.outcome, row.reason) == (Outcome.FAILED, SeenMessage.Reason.UNREADABLE)


def test_a_message_that_is_too_large_is_not_fetched(box, settings):
    settings.UPLOAD_LIMIT = 10_000
    box.put(raw_message(number=1, subject="Plans", text="x" * 20_000))

    read_mailbox(box)

    row = SeenMessage.objects.get()
    assert (row.reason, row.subject) == (SeenMessage.Reason.TOO_LARGE, "Plans")


def test_a_wrong_password_says_where_it_stopped(box):
    box.set_secret("wrong")

    with pytest.raises(Unreachable) as caught:
        read_mailbox(box)

    assert caught.value.step == "login"
