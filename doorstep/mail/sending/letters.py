"""A letter as it is stored, made into one that can be sent."""

from __future__ import annotations

from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.mail.models import Dispatch, Message, MessageRecipient
from doorstep.mail.opting import way_out
from doorstep.mail.reply_address import reply_address
from doorstep.mail.sending.smtp import Envelope
from doorstep.mail.writing.answering import with_below
from doorstep.mail.writing.letter import Enclosure, Letter, Person
from doorstep.records.files import place_of
from doorstep.records.models import Attachment

Kind = MessageRecipient.Kind


def letter_of(message: Message) -> Letter:
    """Its words, its people, its files."""
    people = _people(message)
    to_many = Dispatch.objects.filter(message=message, to_many=True).exists()
    to = people[Kind.TO] or people[Kind.CC] or (Person(message.from_address),)
    return Letter(
        sender=Person(message.from_address, message.from_name),
        to=tuple(to),
        cc=tuple(people[Kind.CC] if people[Kind.TO] else ()),
        reply_to=_answers_to(message),
        subject=message.subject,
        text=with_below(message.text, message.quoted),
        message_id=message.message_id,
        sent_at=now(),
        in_reply_to=message.in_reply_to,
        references=tuple(message.references.split()),
        enclosures=tuple(map(_enclosure, Attachment.objects.about(message).order_by("pk"))),
        unsubscribe=way_out(to[0].email) if to_many else "",
    )


def envelope_of(message: Message) -> Envelope:
    """Everyone it goes to, blind copies too, each once."""
    rows = MessageRecipient._base_manager.filter(
        message=message, kind__in=(Kind.TO, Kind.CC, Kind.BCC)
    )
    keys = {row.address_key: row.address for row in rows.order_by("-pk")}
    return Envelope(message.from_address, tuple(reversed(keys.values())))


def _answers_to(message: Message) -> Person | None:
    """Where the server of the mailbox takes it: an address that names the conversation."""
    if message.mailbox is None or not message.mailbox.signs_answers:
        return None
    signed = reply_address(message.from_address, message.thread_id)
    return Person(signed, message.from_name)


def _people(message: Message) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {kind: [] for kind in Kind.values}
    for row in MessageRecipient._base_manager.filter(message=message).order_by("pk"):
        found[row.kind].append(Person(row.address, row.name))
    return found


def _enclosure(file: Attachment) -> Enclosure:
    try:
        return Enclosure(file.name, place_of(file.sha256).read_bytes(), file.content_type)
    except FileNotFoundError as error:
        raise Invalid(_("The file %s is no longer there.") % file.name) from error
