"""Somebody nobody knows wrote: they become a lead, once. It writes: only inside an action."""

from __future__ import annotations

from typing import Any

from doorstep.kit.normal.words import words
from doorstep.mail.models import Mailbox, Message, MessageLink
from doorstep.mail.reading.letter import Letter
from doorstep.mail.reading.quoting import fold
from doorstep.parties.actions import create_lead
from doorstep.parties.identity import party_with
from doorstep.parties.models import Lead
from doorstep.users.models import User

Why = MessageLink.Why
LONGEST = 5_000


def lead_from(letter: Letter, mailbox: Mailbox, by: User) -> tuple[Any, str]:
    """The lead or customer with the sender's address, or a new lead; and why it is that one."""
    sender = letter.reply_to[0] if letter.reply_to else letter.sender
    asked = fold(letter.text)[0]
    return party_for(sender.address, sender.name, letter.subject, asked, mailbox.owner, by)


def lead_from_message(message: Message, by: User) -> tuple[Any, str]:
    """The same of a message that waits."""
    return party_for(
        message.from_address, message.from_name, message.subject, message.text, by, by
    )


def party_for(
    address: str, name: str, subject: str, text: str, owner: User | None, by: User
) -> tuple[Any, str]:
    if known := party_with(address):
        return known, Why.SENDER
    called = words(name) if "@" not in name else ""
    request = "\n\n".join(each for each in (subject, text) if each)[:LONGEST]
    values = {"name": called[:140]} if called else {}
    lead = create_lead(
        Lead, by=by, email=address, request=request, owner=owner, lead_owner=owner, **values
    )
    return lead, Why.NEW_LEAD
