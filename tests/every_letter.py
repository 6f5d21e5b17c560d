"""How every action on letters can be called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from doorstep.mail.actions import draft_message, ignore_thread, note_bounce, opt_out, queue_message
from doorstep.mail.models import (
    AddressStanding,
    IgnoreRule,
    Mailbox,
    MailTemplate,
    Message,
    Signature,
)
from doorstep.mail.reading.parsing import read_letter
from doorstep.mail.testing import make_mailbox, receive
from doorstep.mail.writing.letter import Person
from doorstep.marketing.actions import enrol, pause_sequence
from doorstep.marketing.models import MailSequence
from doorstep.marketing.testing import make_mail_sequence

NADIA = Person("nadia@quill.example", "Nadia Ferrante")
LETTER = {"subject": "Pendants", "text": "Hello", "to": (NADIA,)}
TEMPLATE = {"name": "First letter", "subject": "Lamps", "text": "Hello {first_name|there}"}


RAW = b"""\
From: Nadia <nadia@quill.example>
To: sales@hollin.example
Subject: Lamps
Message-ID: <brought@quill.example>
Date: Tue, 24 Nov 2026 09:00:00 +0000

How much?
"""


def draft(world: Any) -> Any:
    if not Mailbox.objects.filter(address_key="out@hollin.example").exists():
        make_mailbox(address="out@hollin.example")
    return draft_message(Message, by=world.chief, records=[world.lead], **LETTER)


def waiting(world: Any) -> Any:
    message = draft(world)
    queue_message(message, by=world.chief, send_at=now() + timedelta(days=1))
    message.refresh_from_db()
    return message


def template(world: Any) -> Any:
    return world.did("mail_template.created", MailTemplate, **TEMPLATE)


def known(world: Any, action: Any) -> Any:
    return action(AddressStanding, by=world.chief, address=NADIA.email)


def _after(_first: Any, call: Any, name: str, **arguments: Any) -> Any:
    return call(name, AddressStanding, address=NADIA.email, **arguments)


def sequence(world: Any) -> Any:
    make_mailbox(address="many@hollin.example")
    return make_mail_sequence((0, 5), owner=world.chief)


def placed(world: Any) -> Any:
    return enrol(sequence(world), by=world.chief, record=world.lead)


def paused(world: Any) -> Any:
    made = pause_sequence(sequence(world), by=world.chief)
    made.refresh_from_db()
    return made


def rule(world: Any, mailbox: Any = None) -> Any:
    mailbox = mailbox or make_mailbox(address="fairs@hollin.example")
    values = {"what": "DOMAIN", "value": "fairs.example"}
    return world.did("ignore_rule.added", IgnoreRule, mailbox=mailbox, **values)


def rule_of_what_waits(world: Any) -> Any:
    return rule(world, receive("news@fairs.example").mailbox)


def ignored_row(world: Any) -> Any:
    row = receive("news@fairs.example")
    ignore_thread(row.message.thread, by=world.chief)
    row.refresh_from_db()
    return row


LETTER_CALLS = {
    "enrolment.stopped": lambda w: w.did("enrolment.stopped", placed(w)),
    "mail_sequence.created": lambda w: w.did(
        "mail_sequence.created",
        MailSequence,
        name="Welcome",
        steps=[{"after_days": 3, "template": template(w)}],
    ),
    "mail_sequence.enrolled": lambda w: w.did(
        "mail_sequence.enrolled", sequence(w), record=w.lead
    ),
    "mail_sequence.many_enrolled": lambda w: w.did(
        "mail_sequence.many_enrolled", sequence(w), records=[w.lead, w.contact]
    ),
    "mail_sequence.paused": lambda w: w.did("mail_sequence.paused", sequence(w)),
    "mail_sequence.resumed": lambda w: w.did("mail_sequence.resumed", paused(w)),
    "mail_sequence.updated": lambda w: w.did(
        "mail_sequence.updated",
        sequence(w),
        name="Second",
        steps=[{"after_days": 0, "template": template(w)}],
    ),
    "address_standing.bounced": lambda w: w.did(
        "address_standing.bounced", AddressStanding, address=NADIA.email, says="550 no"
    ),
    "address_standing.cleared": lambda w: _after(
        known(w, note_bounce), w.did, "address_standing.cleared"
    ),
    "address_standing.opted_in": lambda w: _after(
        known(w, opt_out), w.did, "address_standing.opted_in"
    ),
    "address_standing.opted_out": lambda w: w.did(
        "address_standing.opted_out", AddressStanding, address=w.lead.email
    ),
    "mail_template.created": template,
    "mail_template.updated": lambda w: w.did(
        "mail_template.updated", template(w), text="Hello {name}"
    ),
    "message.brought": lambda w: w.did(
        "message.brought", Message, letter=read_letter(RAW), records=[w.lead]
    ),
    "message.drafted": lambda w: w.did(
        "message.drafted", Message, mailbox=make_mailbox(), records=[w.lead], **LETTER
    ),
    "message.written": lambda w: w.did(
        "message.written", Message, mailbox=make_mailbox(), records=[w.lead], **LETTER
    ),
    "message.redrafted": lambda w: w.did("message.redrafted", draft(w), text="Hello again"),
    "message.queued": lambda w: w.did("message.queued", draft(w)),
    "message.stopped": lambda w: w.did("message.stopped", waiting(w)),
    "signature.kept": lambda w: w.did("signature.kept", Signature, text="The Chief"),
}
