"""The verbs of letters before they go: drafted, sent on their way, stopped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid, Refusal
from doorstep.mail.keys import identity_of
from doorstep.mail.linking import link_message, links_of
from doorstep.mail.models import Dispatch, Mailbox, Message, MessageLink, MessageRecipient
from doorstep.mail.threads import count_thread, new_thread, remember_ids
from doorstep.mail.writing.answering import references_of
from doorstep.mail.writing.letter import Person, new_message_id, one_line
from doorstep.records.actions import attach
from doorstep.records.models import Attachment
from doorstep.users.models import User

State = Message.State
KINDS = {
    "to": MessageRecipient.Kind.TO,
    "cc": MessageRecipient.Kind.CC,
    "bcc": MessageRecipient.Kind.BCC,
}
WAITING = (State.QUEUED, State.SCHEDULED)
TO_BE_SENT = (State.DRAFT, State.FAILED, State.UNSURE)
PAUSE = timedelta(seconds=10)  # so long one may take it back
HOUR = timedelta(hours=1)
MOST_BYTES = 20_000_000  # of files; servers refuse more, and base64 makes it a third larger


class TooMany(Refusal):
    """A mailbox that sends too much is soon sent to nobody's inbox."""

    status = 429
    code = "too_many"


@action(
    "message.drafted",
    verb="create",
    label=gettext_lazy("Write an e-mail"),
    told=gettext_lazy("drafted a letter"),
    icon="mail",
)
def draft_message(
    messages: type[Message],
    *,
    by: User,
    records: Iterable[models.Model] = (),
    answers: Message | None = None,
    **values: Any,
) -> Message:
    """Keep a letter that is not finished; until it goes only its author reads it."""
    mailbox = _mailbox(values.pop("mailbox", None), by)
    message = messages(owner=by, author=by, mailbox=mailbox)
    message.direction, message.state, message.is_private = Message.Direction.OUT, State.DRAFT, True
    message.message_id = new_message_id(mailbox.address)
    message.identity = identity_of(message.message_id, mailbox.address)
    message.thread = answers.thread if answers else new_thread(values.get("subject", ""), now())
    if answers:
        message.in_reply_to = answers.message_id
        message.references = " ".join(references_of(answers.message_id, answers.references))
    _write(message, by, **values)
    remember_ids(message.thread, (message.message_id, *message.references.split()))
    linked = [link.about for link in links_of(answers)] if answers else []
    wanted = [*records, *(each for each in linked if each is not None)]
    link_message(message, wanted, MessageLink.Why.WRITTEN)
    return message


@action(
    "message.redrafted",
    verb="edit",
    label=gettext_lazy("Go on writing"),
    told=gettext_lazy("went on with a draft"),
    icon="pencil",
    fits=lambda message: message.state == State.DRAFT,
)
def redraft_message(message: Message, *, by: User, **values: Any) -> Message:
    """Change what a draft says, or to whom."""
    _refuse_unless(message, (State.DRAFT, State.FAILED))
    if values.get("mailbox"):
        message.mailbox = _mailbox(values.pop("mailbox"), by)
    values.pop("mailbox", None)
    message.state = State.DRAFT
    _write(message, by, **values)
    return message


@action(
    "message.queued",
    verb="edit",
    label=gettext_lazy("Send"),
    told=gettext_lazy("sent a letter"),
    icon="arrow-right",
    fits=lambda message: message.state in TO_BE_SENT and message.is_out,
)
def queue_message(
    message: Message,
    *,
    by: User,
    send_at: datetime | None = None,
    is_private: bool = False,
    to_many: bool = False,
) -> Message:
    """Send it: in a moment, so that it can be taken back, or when it is said."""
    _refuse_unless(message, TO_BE_SENT)
    _refuse_unready(message)
    _refuse_too_many(message)
    soon = now() + PAUSE
    if send_at is not None and send_at < now() - timedelta(minutes=1):
        says = _("This moment has gone by.")
        raise Invalid(says, send_at=says)
    later = send_at is not None and send_at > soon
    message.state = State.SCHEDULED if later else State.QUEUED
    message.send_at = send_at if later else soon
    message.is_private, message.delivery_error = is_private, ""
    message.save()
    Dispatch.objects.update_or_create(
        message=message, defaults={"to_many": to_many, "tries": 0, "claimed_at": None}
    )
    return message


@action(
    "message.written",
    verb="create",
    label=gettext_lazy("Write and send"),
    told=gettext_lazy("wrote a letter"),
    icon="mail",
)
def write_letter(
    messages: type[Message],
    *,
    by: User,
    send_at: datetime | None = None,
    files: Iterable[Any] = (),
    **values: Any,
) -> Message:
    """Write a letter and send it on its way, as one, with its ``files``."""
    draft = draft_message(messages, by=by, **values)
    for each in files:
        attach(draft, by=by, file=each)
    return queue_message(draft, by=by, send_at=send_at)


@action(
    "message.stopped",
    verb="edit",
    label=gettext_lazy("Do not send"),
    told=gettext_lazy("stopped a letter"),
    icon="x",
    fits=lambda message: message.state in WAITING,
)
def stop_message(message: Message, *, by: User) -> Message:
    """Take a letter back while it waits: it is a draft again."""
    _refuse_unless(message, WAITING)
    message.state, message.send_at, message.is_private = State.DRAFT, None, True
    message.save()
    return message


def _write(
    message: Message,
    by: User,
    *,
    to: Iterable[Person] | None = None,
    cc: Iterable[Person] | None = None,
    bcc: Iterable[Person] | None = None,
    subject: str | None = None,
    text: str | None = None,
    quoted: str | None = None,
) -> None:
    mailbox: Any = message.mailbox  # whatever goes out has one
    message.from_address = mailbox.address
    message.from_name = mailbox.name or by.name
    message.at = now()
    if subject is not None:
        message.subject = one_line(subject, 250)
    if text is not None:
        message.text = text.replace("\x00", "")
    if quoted is not None:
        message.quoted = quoted.replace("\x00", "")
    message.tidy()
    message.save()
    _address(message, {"to": to, "cc": cc, "bcc": bcc})
    count_thread(message.thread)


def _address(message: Message, given: dict[str, Iterable[Person] | None]) -> None:
    """Exactly these; of a person who is named twice the first counts."""
    for name, people in given.items():
        if people is None:
            continue
        held = MessageRecipient.objects.filter(message=message, kind=KINDS[name])
        wanted = {each.email: each for each in people}
        for row in held:
            if row.address in wanted:
                wanted.pop(row.address)
            else:
                row.delete()
        for each in wanted.values():
            MessageRecipient.of(message, KINDS[name], each.name, each.email).save()


def _mailbox(mailbox: Mailbox | None, by: User) -> Mailbox:
    """One this person may send from."""
    usable = Mailbox.objects.usable_by(by)
    found = usable.filter(pk=mailbox.pk).first() if mailbox else usable.order_by("-kind").first()
    if found:
        return found
    if mailbox:
        says = _("You may not send from %s.") % mailbox
    else:
        says = _("There is no mailbox you may send from: connect one in the settings.")
    raise Invalid(says, mailbox=says)


def _refuse_unless(message: Message, states: Iterable[str]) -> None:
    if not message.is_out or message.state not in states:
        says = _("This letter is “%s”: that cannot be done to it any more.")
        raise Conflict(says % message.get_state_display())


def _refuse_unready(message: Message) -> None:
    if not MessageRecipient.objects.filter(message=message, kind__in=KINDS.values()).exists():
        raise Invalid(_("Say to whom it goes."), to=_("Nobody is named."))
    if not message.subject:
        raise Invalid(_("Say what it is about."), subject=_("Say what it is about."))
    if message.mailbox is None or not message.mailbox.smtp_host:
        says = _("%s has no server to send through: give it one in the settings.")
        raise Invalid(says % message.mailbox, mailbox=says % message.mailbox)
    size = Attachment.objects.about(message).aggregate(all=Sum("size"))["all"] or 0
    if size > MOST_BYTES:
        says = _("The files are too large to be sent: %(size)d MB of %(most)d.")
        told = says % {"size": size // 1_000_000, "most": MOST_BYTES // 1_000_000}
        raise Invalid(told, file=told)


def _refuse_too_many(message: Message) -> None:
    most: int = settings.MAIL_RATE
    sent = Message._base_manager.filter(
        mailbox=message.mailbox, direction=Message.Direction.OUT, send_at__gt=now() - HOUR
    ).exclude(state=State.DRAFT)
    if most and sent.count() >= most:
        says = _("%(mailbox)s sends at most %(most)d letters an hour. Try again later.")
        raise TooMany(says % {"mailbox": message.mailbox, "most": most})
