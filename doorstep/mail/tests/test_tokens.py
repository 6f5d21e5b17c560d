"""Tokens that are made anew in time, by one worker at a time, and what becomes of it when not."""

import base64
from datetime import timedelta
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from django.db import connection
from django.utils.timezone import now

from doorstep.kit.noting import unrecorded
from doorstep.kit.outgoing import NoAnswer, may_be_called, post
from doorstep.mail.actions import draft_message, queue_message
from doorstep.mail.fetching.reading import is_due
from doorstep.mail.models import Mailbox, Message
from doorstep.mail.sending.outbox import send_message
from doorstep.mail.signing_in.asking import NoTokens, Tokens
from doorstep.mail.signing_in.holding import access_token, hold_tokens
from doorstep.mail.testing import make_mailbox, make_provider
from doorstep.mail.writing.letter import Person
from tests.mail_server import free_port

ADA = "ada@example.org"


@pytest.fixture
def held(box_there, there):
    """A mailbox whose token has just ended."""
    there.grants["rt-first"] = ADA
    there.spent.pop("rt-first", None)
    hold_tokens(box_there, Tokens("at-first", "rt-first", now() - timedelta(seconds=1)))
    box_there.save()
    return box_there


def test_a_token_that_ends_is_made_anew_and_its_successor_kept(held, there):
    first = access_token(held)

    assert there.tokens[first] == ADA
    assert access_token(Mailbox.objects.get()) == first
    Mailbox.objects.update(token_expires_at=now())
    assert access_token(Mailbox.objects.get()) != first


def test_a_consent_that_was_taken_back_asks_for_a_sign_in_and_nobody_tries_on(held, there):
    there.revoke()

    with pytest.raises(NoTokens) as caught:
        access_token(held)

    assert caught.value.is_over
    box = Mailbox.objects.get()
    assert box.needs_sign_in
    assert not is_due(box, now())
    assert len(there.asked) == 1


@pytest.mark.parametrize("trouble", ["says", "body", "gone", "client"])
def test_a_provider_in_trouble_costs_no_consent(held, there, trouble):
    if trouble == "says":
        there.says = 503
    elif trouble == "body":
        there.body = b"x" * 70_000
    elif trouble == "gone":
        held.provider.token_url = f"http://127.0.0.1:{free_port()}/token"
    else:
        held.provider.client_id = "nobody"

    with pytest.raises(NoTokens) as caught:
        access_token(held)

    assert not caught.value.is_over
    box = Mailbox.objects.get()
    assert not box.needs_sign_in
    assert box.token_lease_until is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_renew_a_token_once(there):
    provider = make_provider(there.url)
    box = make_mailbox(provider=provider, auth="OAUTH2", needs_sign_in=True)
    there.grants["rt-two"], there.dawdles = ADA, 0.3
    hold_tokens(box, Tokens("at-two", "rt-two", now()))
    box.save()
    found = []

    def worker():
        found.append(access_token(Mailbox.objects.select_related("provider").get()))
        connection.close()

    workers = [Thread(target=worker) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert len(there.asked) == 1
    assert len(set(found)) == 1
    assert len(found) == 3


@pytest.mark.parametrize(
    "given",
    [
        b"[]",
        b"[" * 100_000,
        b'{"access_token": "a\\u0001b", "token_type": "bearer"}',
        b'{"access_token": "a", "token_type": "mac"}',
        b'{"access_token": ["a"], "token_type": "bearer"}',
    ],
)
def test_what_is_no_token_is_not_taken_for_one(held, there, given):
    there.body = given

    with pytest.raises(NoTokens):
        access_token(held)


def test_only_https_is_called_and_nobody_leads_elsewhere(there):
    assert may_be_called("https://id.example.org/token")
    for url in (
        "http://id.example.org/",
        "ftp://127.0.0.1/",
        "https://a@b.example/",
        "https:///x",
    ):
        assert not may_be_called(url)
    with pytest.raises(NoAnswer):
        post("http://id.example.org/token", b"", {})

    assert post(f"{there.url}/moved", b"", {}).status == 307
    assert there.asked == []


class Knowing:
    """A server for sending that takes the tokens of a provider and nothing else."""

    def __init__(self, provider):
        self.provider, self.got = provider, []

    async def auth_XOAUTH2(self, server, args):
        spoken = base64.b64decode(args[1]).decode()
        token = spoken.partition("auth=Bearer ")[2].rstrip("\x01")
        return AuthResult(success=token in self.provider.tokens, handled=False)

    async def handle_DATA(self, server, session, envelope):
        self.got.append(envelope.content)
        return "250 taken"


class Listening(Controller):
    def factory(self):
        return SMTP(self.handler, auth_require_tls=False, auth_required=True)


@pytest.fixture
def sending(there):
    listening = Listening(Knowing(there), hostname="127.0.0.1", port=free_port())
    listening.start()
    yield listening
    listening.stop()


def test_a_letter_whose_token_is_refused_goes_with_another(held, sending, alice):
    held.token_expires_at = now() + timedelta(hours=1)  # it should hold; the server knows it not
    held.smtp_host, held.smtp_port, held.smtp_security = "127.0.0.1", sending.port, "NONE"
    held.imap_host = ""
    with unrecorded():
        held.save()
    to = (Person("bo@example.org", "Bo"),)
    values = {"subject": "Lamps", "text": "Hello", "to": to}
    letter = draft_message(Message, by=alice, mailbox=held, **values)
    queue_message(letter, by=alice)

    states = []
    for _turn in range(2):
        with unrecorded():
            Message.objects.filter(pk=letter.pk).update(send_at=now() - timedelta(seconds=1))
        send_message.call(letter.pk)
        letter.refresh_from_db()
        states.append(letter.state)

    assert states == ["QUEUED", "SENT"]
    assert len(sending.handler.got) == 1
