"""Letters, mailboxes and files of an install, kept and brought back: what moves, what not."""

import pytest

PUT = """
import django; django.setup()
from datetime import timedelta
from django.utils.timezone import now
from doorstep.kit.noting import unrecorded
from doorstep.mail.models import Mailbox, Message
from doorstep.mail.testing import make_mailbox, make_message, make_provider, receive
from doorstep.marketing.testing import make_mail_sequence
from doorstep.users.models import User
boss = User.objects.by_email("ines@hollin.example")
box = make_mailbox(address="kept@hollin.example", smtp_host="")
box.set_secret("open sesame"); box.save()
there = make_mailbox(address="there@hollin.example", provider=make_provider(), auth="OAUTH2")
there.set_secret("a token"); there.set_secret("another", "refresh_secret"); there.save()
raw = (b"From: ada@example.org\\r\\nSubject: Kept\\r\\nMessage-ID: <k@x>\\r\\n"
       b"Content-Type: multipart/mixed; boundary=x\\r\\n\\r\\n"
       b"--x\\r\\n\\r\\nSee the plan.\\r\\n--x\\r\\n"
       b"Content-Disposition: attachment; filename=plan.pdf\\r\\n\\r\\n%PDF-1\\r\\n--x--\\r\\n")
receive(mailbox=box, raw=raw)
make_message(mailbox=box, direction="OUT", state="SCHEDULED", send_at=now() - timedelta(minutes=1),
             subject="Due", author=boss)
make_message(mailbox=box, direction="OUT", state="SCHEDULED", send_at=now() + timedelta(days=9),
             subject="Later", author=boss)
make_mail_sequence((0,), owner=boss)
"""
LOOK = """
import django; django.setup()
from doorstep.kit.sealing import Unreadable
from doorstep.mail.models import Mailbox, Message, SeenMessage
from doorstep.marketing.models import MailSequence
from doorstep.records.files import place_of
from doorstep.records.models import Attachment
kept = Message.objects.get(subject="Kept")
file = Attachment.objects.about(kept).get()
print(file.name, place_of(file.sha256).read_bytes(), SeenMessage.objects.get(message=kept).outcome)
for name in ("Due", "Later"):
    print(name, Message.objects.get(subject=name).state)
print(set(MailSequence.objects.values_list("status", flat=True)))
try:
    print(Mailbox.objects.get(address="kept@hollin.example").secret_of())
except Unreadable:
    print("sealed for another")
print(Mailbox.objects.get(address="there@hollin.example").needs_sign_in)
"""
MOVED = "plan.pdf b'%PDF-1' WAITING"


@pytest.fixture
def posted(full):
    full.python(PUT)
    return full


def test_a_backup_brings_mail_back_and_sends_nothing_twice(posted, empty_home, tmp_path):
    posted.run("backup", str(tmp_path / "all.zip"))

    done = empty_home.run("restore", str(tmp_path / "all.zip"))

    assert done.returncode == 0, done.stderr
    assert "1 letter was on its way" in done.stdout
    assert "is paused" in done.stdout
    assert "again." not in done.stdout.replace("would go again.", "")
    assert empty_home.python(LOOK).splitlines() == [
        *(MOVED, "Due UNSURE", "Later SCHEDULED", "{'PAUSED'}", "open sesame", "False")
    ]


def test_with_another_key_a_backup_names_what_has_to_be_typed_again(posted, empty_home, tmp_path):
    posted.run("backup", str(tmp_path / "all.zip"))

    done = empty_home.run("restore", str(tmp_path / "all.zip"), DOORSTEP_SECRET_KEY="k" * 40)

    assert "Type the password of the mailbox kept@hollin.example again." in done.stdout
    assert "Sign in to the mailbox there@hollin.example again." in done.stdout
    assert "Type the client secret of the mail provider Hollin again." in done.stdout


def test_what_is_taken_out_brings_letters_and_files_but_no_passwords(posted, empty_home, tmp_path):
    posted.run("export-all", str(tmp_path / "all.zip"))

    done = empty_home.run("import-all", str(tmp_path / "all.zip"))

    assert done.returncode == 0, done.stderr
    assert "Type the password of the mailbox kept@hollin.example again." in done.stdout
    look = empty_home.python(LOOK).splitlines()
    assert look[0] == MOVED
    assert look[-2:] == ["sealed for another", "True"]
    assert "kept@hollin.example" in empty_home.run("doctor").stdout
