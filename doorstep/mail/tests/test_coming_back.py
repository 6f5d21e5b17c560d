"""The last step of a test: what was sent by a real SMTP server is found by a real IMAP server."""

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.utils.timezone import now

from doorstep.mail.fetching.coming_back import look_for, promise
from doorstep.mail.fetching.trying import try_mailbox
from doorstep.mail.models import Mailbox
from doorstep.mail.testing import make_mailbox, raw_message
from doorstep.users.models import Role
from doorstep.users.testing import make_user
from tests.mail_server import IS_THERE, PASSWORD, WHY_NOT, free_port

pytestmark = pytest.mark.skipif(not IS_THERE, reason=WHY_NOT)


class Delivering:
    """Puts what it is given into a folder of the mail server."""

    def __init__(self, server, user):
        self.server, self.user, self.folder = server, user, "INBOX"

    async def handle_DATA(self, server, session, envelope):
        if self.folder:
            self.server.put(self.user, envelope.content, self.folder)
        return "250 taken"


@pytest.fixture
def smtp(mail_server):
    handler = Delivering(mail_server, f"back{free_port()}")
    how = {"auth_require_tls": False, "authenticator": lambda *_said: AuthResult(success=True)}
    listening = Controller(handler, hostname="127.0.0.1", port=free_port(), **how)
    listening.start()
    yield listening
    listening.stop()


@pytest.fixture
def box(db, mail_server, smtp):
    mailbox = make_mailbox(
        user_name=smtp.handler.user,
        imap_host="127.0.0.1",
        imap_port=mail_server.port,
        imap_security=Mailbox.Security.NONE,
        smtp_host="127.0.0.1",
        smtp_port=smtp.port,
        smtp_security=Mailbox.Security.NONE,
    )
    mailbox.set_secret(PASSWORD)
    return mailbox


def sent(box):
    steps = try_mailbox(box)
    assert [step.state for step in steps] == ["ok"] * 6 + ["next"]
    return steps[-1].waits_for


def test_what_was_sent_comes_back_and_is_taken_away_again(box, mail_server):
    mail_server.put(box.user_name, raw_message())
    waits_for = sent(box)
    assert mail_server.messages(box.user_name) == 2

    step = look_for(box, waits_for)

    assert step.state == "ok"
    assert mail_server.messages(box.user_name) == 1


def test_while_it_is_not_there_the_page_goes_on_asking(box, smtp):
    smtp.handler.folder = ""
    waits_for = sent(box)

    step = look_for(box, waits_for)

    assert (step.state, step.waits_for) == ("next", waits_for)


@pytest.mark.parametrize(("folder", "says"), [("", "did not come"), ("Junk", "folder Junk")])
def test_after_a_minute_it_says_where_it_lies_or_that_it_is_lost(
    box, smtp, mail_server, time_machine, folder, says
):
    smtp.handler.folder = folder
    waits_for = sent(box)
    time_machine.move_to(now() + timedelta(seconds=61))

    step = look_for(box, waits_for)

    assert step.state == "bad"
    assert says in step.says
    assert mail_server.messages(box.user_name, "Junk") == 0


def test_nobody_has_another_message_deleted(box, mail_server):
    mail_server.put(box.user_name, raw_message(Message_ID="<x@example.org>"))

    step = look_for(box, "<x@example.org>")

    assert step.state == "bad"
    assert mail_server.messages(box.user_name) == 1


def test_the_page_asks_every_few_seconds_and_counts_to_seven(client, box, smtp, mail_server):
    client.force_login(make_user("c@example.org", roles=[Role.objects.get(name="Administrator")]))
    typed = {
        "address": "service@hollin.example",
        "imap_host": "127.0.0.1",
        "imap": f"{mail_server.port}:NONE",
        "smtp_host": "127.0.0.1",
        "smtp": f"{smtp.port}:NONE",
        "user_name": box.user_name,
        "password": PASSWORD,
        "reads": "INBOX",
        "kind": "SHARED",
    }
    htmx = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "mailbox-test"}

    tested = client.post("/settings/mailboxes/", typed | {"do": "test"}, **htmx).content.decode()
    waits_for = tested.partition('"sent": "')[2].partition('"')[0]
    back = client.post("/settings/mailboxes/", typed | {"do": "back", "sent": waits_for}, **htmx)

    assert "6 of 7" in tested
    assert "7 of 7" in back.content.decode()
    assert not Mailbox.objects.filter(address="service@hollin.example").exists()


def test_a_promise_that_was_made_up_is_none(box):
    assert look_for(box, promise("<x@y>") + "x").state == "bad"
