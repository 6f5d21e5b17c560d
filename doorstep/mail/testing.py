"""Factories: the smallest valid mailbox and message, without history."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now

from doorstep.kit.noting import unrecorded
from doorstep.mail.actions import receive_message
from doorstep.mail.arrivals import Arrival
from doorstep.mail.keys import identity_of, new_message_id
from doorstep.mail.linking import link_message
from doorstep.mail.models import Mailbox, MailFolder, MailProvider, Message, SeenMessage
from doorstep.mail.reading.parsing import read_letter
from doorstep.mail.threads import count_thread, new_thread
from doorstep.users.models import User


def make_mailbox(**fields: Any) -> Mailbox:
    mailbox = Mailbox(
        **{
            "address": "sales@hollin.example",
            "imap_host": "imap.hollin.example",
            "smtp_host": "smtp.hollin.example",
            "user_name": "sales@hollin.example",
        }
        | fields
    )
    mailbox.tidy()
    with unrecorded():
        mailbox.save()
    return mailbox


def make_provider(url: str = "https://id.hollin.example", **fields: Any) -> MailProvider:
    """One where people sign in themselves."""
    provider = MailProvider(
        **{
            "name": "Hollin",
            "imap_host": "imap.hollin.example",
            "smtp_host": "smtp.hollin.example",
            "authorize_url": f"{url}/authorize",
            "token_url": f"{url}/token",
            "scopes": "mail",
            "client_id": "doorstep",
        }
        | fields
    )
    provider.set_client_secret("a-client-secret")
    with unrecorded():
        provider.save()
    return provider


def make_message(**fields: Any) -> Message:
    """``records`` are those it belongs to; ``thread`` is a new one unless given."""
    records = fields.pop("records", ())
    message = Message(
        **{
            "subject": "Pendants",
            "text": "We need 42 of them.",
            "from_address": "ada@example.org",
        }
        | fields
    )
    message.message_id = message.message_id or new_message_id()
    if message.is_out and message.state == Message.State.RECEIVED:
        message.state = Message.State.SENT
    message.tidy()
    message.identity = identity_of(message.message_id, message.from_address)
    with unrecorded():
        if not message.thread_id:
            message.thread = new_thread(message.subject, message.at)
        message.save()
        link_message(message, records)
        count_thread(message.thread)
    return message


def raw_message(
    *,
    number: int = 1,
    sender: str = "Ada Byron <ada@example.org>",
    to: str = "sales@hollin.example",
    subject: str = "",
    text: str = "We need 42 pendants.",
    **headers: str,
) -> bytes:
    """A message as it lies on a server; ``headers`` are further ones, by their names."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    made = (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject or f'Pendants {number}'}\r\n"
        f"Date: Mon, 16 Nov 2026 09:{number // 60 % 60:02}:{number % 60:02} +0000\r\n"
    )
    if "Message_ID" not in headers:
        made += f"Message-ID: <{number}.{sender.rpartition('@')[2].strip('>')}@example.org>\r\n"
    return f"{made}{more}\r\n{text}\r\n".encode()


def make_arrival(mailbox: Mailbox | None = None, uid: int = 0, role: str = "INBOX") -> Arrival:
    """A message on a server: the next one of this mailbox, or of one that is made."""
    mailbox = mailbox or Mailbox.objects.first() or make_mailbox()
    values = {"role": role, "uidvalidity": 1}
    folder, _made = MailFolder.objects.get_or_create(mailbox=mailbox, name=role, defaults=values)
    folder.mailbox = mailbox
    uid = uid or SeenMessage.objects.filter(folder=folder).count() + 1
    return Arrival(mailbox, folder, 1, uid, size=900, arrived_at=now())


def receive(sender: str = "ada@example.org", role: str = "INBOX", **fields: Any) -> SeenMessage:
    """A message comes in, as the reading of a mailbox brings it; ``raw`` is its whole source."""
    mailbox = fields.pop("mailbox", None)
    arrival = make_arrival(mailbox, role=role)
    raw = fields.pop("raw", None) or raw_message(
        **{"number": arrival.uid, "sender": sender} | fields
    )
    letter = read_letter(raw)
    return receive_message(Message, by=User.system(), arrival=arrival, letter=letter)
