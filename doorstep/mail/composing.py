"""What stands in a letter before anybody has typed: to whom, from whom, which words."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.normal.emails import email_key
from doorstep.mail.addressees import addressees_of
from doorstep.mail.models import Mailbox, MailTemplate, Message, MessageRecipient, Signature
from doorstep.mail.writing.answering import answer_subject, quoted, with_below
from doorstep.mail.writing.known import values_for
from doorstep.mail.writing.letter import Person
from doorstep.mail.writing.placeholders import Filled, fill
from doorstep.records.models import Company
from doorstep.users.models import User

Kind = MessageRecipient.Kind


def usual_mailbox(user: User, answers: Message | None = None) -> Mailbox | None:
    """The one that was written to; else one's own; else one that is shared."""
    usable = Mailbox.objects.usable_by(user)
    if answers and (found := usable.filter(pk=answers.mailbox_id).first()):
        return found
    mine = usable.filter(owner=user.pk).order_by("pk").first()
    return mine or usable.order_by("pk").first()


def blank_letter(user: User, record: models.Model | None = None) -> dict[str, Any]:
    """To the record's first address, with one's signature."""
    known = addressees_of(record, user) if record is not None else []
    return {
        "mailbox": usual_mailbox(user),
        "to": [each.person for each in known[:1]],
        "cc": [],
        "bcc": [],
        "subject": "",
        "text": with_signature("", user),
    }


def answer_to(message: Message, user: User, *, to_all: bool = False) -> dict[str, Any]:
    """To whoever wrote it, or to all; our own mailboxes are left out."""
    people = _people(message)
    ours = set(Mailbox._base_manager.values_list("address_key", flat=True))
    if message.is_out:
        to = people[Kind.TO]
    else:
        to = people[Kind.REPLY_TO] or [Person(message.from_address, message.from_name)]
    known = {email_key(each.email) for each in to}
    others = [*people[Kind.TO], *people[Kind.CC]] if to_all else []
    cc = [each for each in others if email_key(each.email) not in ours | known]
    return {
        "mailbox": usual_mailbox(user, message),
        "to": to,
        "cc": cc,
        "bcc": [],
        "subject": answer_subject(message.subject),
        "text": with_signature("", user),
    }


def quote_of(message: Message) -> str:
    """What is answered, below what is said."""
    who = message.from_name or message.from_address or _("you")
    return quoted(message.text, who, message.at)


def held_in(draft: Message) -> dict[str, Any]:
    """A draft as it was left."""
    people = _people(draft)
    return {
        "mailbox": draft.mailbox,
        "to": people[Kind.TO],
        "cc": people[Kind.CC],
        "bcc": people[Kind.BCC],
        "subject": draft.subject,
        "text": draft.text,
    }


def with_signature(text: str, user: User) -> str:
    signature = Signature.of(user)
    if not signature:
        return text
    below = with_below(text or "\n", signature)
    return below if text else f"\n\n{signature}"


def filled_in(
    template: MailTemplate, *, record: Any, to: Person | None, user: User
) -> tuple[Filled, Filled]:
    """Subject and text of a template for somebody."""
    values = values_for(
        record,
        name=to.name if to else "",
        email=to.email if to else "",
        sender=user,
        company=str(Company.current()),
    )
    return fill(template.subject, values), fill(template.text, values)


def _people(message: Message) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {kind: [] for kind in Kind.values}
    for row in MessageRecipient._base_manager.filter(message=message).order_by("pk"):
        found[row.kind].append(Person(row.address, row.name))
    return found
