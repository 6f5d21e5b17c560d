"""A mail server that does as it is told, and a provider that gives tokens."""

import email
import logging
import socket
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.mail.models import Mailbox
from doorstep.mail.testing import make_mailbox, make_provider
from tests.consent_server import ConsentServer
from tests.mail_server import MailServer

logging.getLogger("mail.log").disabled = True  # it goes on when a test's output is closed


class Server:
    """Keeps what it is given; ``says`` is its answer to each address and to each letter."""

    def __init__(self):
        self.got, self.recipients, self.says, self.hangs_up = [], [], {}, False

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.says.get(address, "250 fine")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.got.append(email.message_from_bytes(envelope.content, policy=default))
        self.recipients.append(envelope.rcpt_tos)
        if self.hangs_up:
            server.transport.abort()
        return self.says.get("DATA", "250 taken")


class Listening(Controller):
    def factory(self):
        return SMTP(self.handler, decode_data=False)


@pytest.fixture
def server():
    handler = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    listening = Listening(handler, hostname="127.0.0.1", port=port)
    listening.start()
    handler.port = port
    yield handler
    listening.stop()


@pytest.fixture
def mailbox(server, db):
    return make_mailbox(
        imap_host="",
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_security=Mailbox.Security.NONE,
    )


@pytest.fixture
def upload():
    return SimpleUploadedFile("plan.txt", b"a plan", "text/plain")


@pytest.fixture(scope="session")
def mail_server():
    """One for all tests; each has a user of its own."""
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def consent_server():
    server = ConsentServer()
    yield server
    server.stop()


@pytest.fixture
def there(consent_server):
    consent_server.says, consent_server.dawdles, consent_server.body = 0, 0.0, b""
    consent_server.lasts, consent_server.who = 3600, "ada@example.org"
    consent_server.asked.clear()
    return consent_server


@pytest.fixture
def provider(db, there):
    return make_provider(there.url, imap_host="127.0.0.1", imap_security="NONE", smtp_host="")


@pytest.fixture
def box_there(provider):
    return make_mailbox(
        address="ada@example.org",
        user_name="ada@example.org",
        provider=provider,
        auth="OAUTH2",
        imap_host="127.0.0.1",
        imap_security="NONE",
        needs_sign_in=True,
    )
