"""The copy of what was sent, on a real server."""

import pytest
from django.utils.timezone import now

from doorstep.mail.models import Mailbox
from doorstep.mail.sending.sent_folder import keep_sent_copy
from doorstep.mail.testing import make_mailbox
from tests.mail_server import IS_THERE, PASSWORD, WHY_NOT

COPY = b"From: sales@hollin.example\r\nSubject: Lamps\r\n\r\nHello\r\n"


@pytest.mark.skipif(not IS_THERE, reason=WHY_NOT)
def test_a_copy_lies_in_the_sent_folder(db, mail_server):
    mailbox = make_mailbox(
        user_name="sent-copy",
        imap_host="127.0.0.1",
        imap_port=mail_server.port,
        imap_security=Mailbox.Security.NONE,
    )
    mailbox.set_secret(PASSWORD)

    assert keep_sent_copy(mailbox, COPY, now())
    assert mail_server.messages("sent-copy", "Sent") == 1


def test_a_server_that_is_away_loses_no_letter(db):
    mailbox = make_mailbox(imap_host="127.0.0.1", imap_port=1, imap_security=Mailbox.Security.NONE)

    assert not keep_sent_copy(mailbox, COPY, now())
