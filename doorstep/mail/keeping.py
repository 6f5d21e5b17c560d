"""Letters that came, made messages of ours. It writes: only inside an action."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from doorstep.kit.errors import Invalid
from doorstep.mail.arrivals import Arrival, Brought
from doorstep.mail.keys import identity_of, identity_without_id, subject_key
from doorstep.mail.linking import link_message
from doorstep.mail.matching import Decision, Outcome, Reason
from doorstep.mail.models import Message, MessageRecipient, SeenMessage, Thread
from doorstep.mail.reading.cleaning import safe_html
from doorstep.mail.reading.letter import File, Letter
from doorstep.mail.reading.quoting import fold
from doorstep.mail.threads import count_thread, new_thread, remember_ids
from doorstep.records.files import kind_of_content, safe_name, store
from doorstep.records.models import Attachment

NEAR = timedelta(days=1)
LONGEST_HTML = 300_000
Kind = MessageRecipient.Kind
log = logging.getLogger(__name__)


def same_letter(letter: Letter) -> Message | None:
    """The message that this one is a copy of."""
    return Message._base_manager.filter(identity=_identity(letter)).first()


def keep_letter(
    letter: Letter,
    arrival: Arrival | Brought,
    decision: Decision,
    thread: Thread | None,
    *,
    is_out: bool,
) -> Message:
    """Make a message of it, with everybody it names, its files and its links."""
    at = letter.at or arrival.arrived_at
    thread = thread or new_thread(letter.subject, at, arrival.owner)
    message = _message_of(letter, arrival, is_out)
    message.thread, message.at = thread, at
    message.tidy()
    message.save()
    _keep_people(message, letter)
    _keep_files(message, letter)
    for why in dict.fromkeys(decision.records.values()):
        link_message(message, [r for r, w in decision.records.items() if w == why], why)
    remember_ids(thread, (letter.message_id, *letter.ids))
    _wake(thread, message)
    count_thread(thread)
    return message


def one_more_copy(row: SeenMessage, message: Message, arrival: Arrival) -> SeenMessage:
    """It lies in another folder or mailbox too, or we sent it ourselves."""
    if arrival.folder.is_sent and message.state == Message.State.UNSURE:
        message.state = Message.State.SENT
        message.save()
    if message.mailbox is not None and arrival.mailbox.openness > message.mailbox.openness:
        message.mailbox = arrival.mailbox  # who reads that one reads it there anyway
        message.save()
    row.message = message
    settle(row)
    row.save()
    return row


def settle(row: SeenMessage) -> None:
    """Its outcome as its message stands: linked, or as the first copy was decided."""
    message: Any = row.message
    row.reason_text = ""
    if message.links.exists():
        row.outcome = Outcome.LINKED
        row.reason = Reason.WRITTEN if message.author_id else Reason.MATCHED
    elif first := SeenMessage._base_manager.filter(message=message).exclude(pk=row.pk).first():
        row.outcome, row.reason = first.outcome, first.reason
    else:
        row.outcome, row.reason = Outcome.WAITING, Reason.UNKNOWN_SENDER


def settle_rows(message: Message, reason: str = Reason.MATCHED) -> None:
    """What the ledger says of a message whose links were changed, wherever it lies."""
    is_linked = message.links.exists()
    rows = SeenMessage.objects.filter(message=message)
    if is_linked:
        rows.exclude(outcome=Outcome.LINKED).update(
            outcome=Outcome.LINKED, reason=reason, reason_text=""
        )
    else:
        rows.filter(outcome=Outcome.LINKED).update(
            outcome=Outcome.WAITING, reason=Reason.BY_HAND, reason_text=""
        )


def _identity(letter: Letter) -> str:
    """The same for each copy. A Message-ID that was used before for something else is no proof."""
    sender = letter.sender.address
    if not letter.message_id:
        return identity_without_id(sender, letter.at, letter.subject, letter.text)
    plain = identity_of(letter.message_id, sender)
    first = Message._base_manager.filter(identity=plain).only("subject", "at").first()
    if first is None or letter.at is None or abs(first.at - letter.at) <= NEAR:
        return plain
    if subject_key(first.subject) == subject_key(letter.subject):
        return plain
    return identity_of(letter.message_id, sender, letter.at.isoformat())


def _message_of(letter: Letter, arrival: Arrival | Brought, is_out: bool) -> Message:
    written, quoted = fold(letter.text)
    html = safe_html(letter.html) if letter.html else ""
    return Message(
        mailbox=arrival.mailbox,
        owner=arrival.owner,
        identity=_identity(letter),
        nature=letter.nature,
        message_id=letter.message_id,
        in_reply_to=letter.in_reply_to,
        references=" ".join(letter.references),
        subject=letter.subject,
        from_name=letter.sender.name[:200],
        from_address=letter.sender.address,
        text=written,
        quoted=quoted,
        html=html if len(html) <= LONGEST_HTML else "",
        size=arrival.size,
        flaws=", ".join(dict.fromkeys(letter.flaws)),
        **_way(is_out, letter, arrival),
    )


def _way(is_out: bool, letter: Letter, arrival: Arrival | Brought) -> dict[str, Any]:
    if is_out:
        state = Message.State.SENT
        return {"direction": Message.Direction.OUT, "state": state, "sent_at": letter.at}
    state = Message.State.RECEIVED
    received = {"sent_at": letter.at, "received_at": arrival.arrived_at}
    return {"direction": Message.Direction.IN, "state": state, **received}


def _keep_people(message: Message, letter: Letter) -> None:
    named = {
        Kind.TO: letter.to,
        Kind.CC: letter.cc,
        Kind.BCC: letter.bcc,
        Kind.REPLY_TO: letter.reply_to,
    }
    rows: dict[tuple[str, str], MessageRecipient] = {}
    for kind, people in named.items():
        for each in people:
            row = MessageRecipient.of(message, kind, each.name, each.address)
            rows.setdefault((kind, row.address), row)
    MessageRecipient.objects.bulk_create(rows.values())


def _keep_files(message: Message, letter: Letter) -> None:
    rows = [row for file in letter.files if (row := _attachment(message, file))]
    Attachment.objects.bulk_create(rows)
    if rows:
        message.files = len(rows)
        message.save()


def _attachment(message: Message, file: File) -> Attachment | None:
    try:
        stored = store([file.content])
    except Invalid as refusal:
        log.info("A file of message %s was left out: %s", message.pk, refusal.message)
        message.flaws = f"{message.flaws}, files".strip(", ")
        return None
    name = safe_name(file.name)
    held = {"size": stored.size, "sha256": stored.sha256}
    kind = kind_of_content(name, stored.head)
    return Attachment.to(message, owner=None, name=name, content_type=kind, **held)


def _wake(thread: Thread, message: Message) -> None:
    """Who writes again opens a conversation that was done."""
    if not message.is_out and message.nature == Message.Nature.LETTER:
        thread.status, thread.snoozed_until = Thread.Status.OPEN, None
