"""The verbs of the one who sends: taken, gone, not gone. Nobody is offered them."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.mail.models import Dispatch, Message
from doorstep.mail.threads import count_thread
from doorstep.users.models import User

State = Message.State
NEVER = {"fits": lambda message: False}  # in no menu
GONE = gettext_lazy("A letter that is on its way cannot be called back.")


@action(
    "message.taken",
    verb="deliver",
    label=gettext_lazy("Take to be sent"),
    undoable=GONE,
    icon="mail",
    **NEVER,
)
def take_message(message: Message, *, by: User) -> Message:
    """Claim a letter that is due, before any server hears of it."""
    waits = message.state in (State.QUEUED, State.SCHEDULED)
    if not waits or message.send_at is None or message.send_at > now():
        raise Conflict(_("This letter is not due."))
    message.state = State.SENDING
    message.save()
    dispatch, _made = Dispatch.objects.get_or_create(message=message)
    dispatch.tries, dispatch.claimed_at = dispatch.tries + 1, now()
    dispatch.save()
    return message


@action(
    "message.sent",
    verb="deliver",
    label=gettext_lazy("Note as sent"),
    undoable=GONE,
    **NEVER,
    told=gettext_lazy("sent a letter"),
    icon="mail",
)
def mark_sent(message: Message, *, by: User, says: str = "") -> Message:
    """A server has it. ``says`` is what it refused of it, if anything."""
    _only_while_sending(message)
    message.state, message.delivery_error = State.SENT, says[:2_000]
    message.sent_at = message.at = now()
    _let_go(message)
    count_thread(message.thread)
    return message


@action(
    "message.failed",
    verb="deliver",
    label=gettext_lazy("Note as not sent"),
    undoable=GONE,
    **NEVER,
    told=gettext_lazy("could not send a letter"),
    icon="circle-alert",
)
def mark_failed(
    message: Message, *, by: User, says: str, again_at: datetime | None = None
) -> Message:
    """A server would not have it: for good, or it is tried again."""
    _only_while_sending(message)
    message.state = State.QUEUED if again_at else State.FAILED
    message.delivery_error = says[:2_000]
    if again_at:
        message.send_at = again_at
    _let_go(message)
    return message


@action(
    "message.doubted",
    verb="deliver",
    label=gettext_lazy("Note as perhaps sent"),
    undoable=GONE,
    **NEVER,
    told=gettext_lazy("cannot say whether a letter went"),
    icon="circle-alert",
)
def mark_unsure(message: Message, *, by: User, says: str) -> Message:
    """Everything was handed over and nothing came back. It is not sent twice by itself."""
    _only_while_sending(message)
    message.state, message.delivery_error = State.UNSURE, says[:2_000]
    _let_go(message)
    return message


def _only_while_sending(message: Message) -> None:
    if message.state != State.SENDING:
        raise Conflict(_("This letter is not being sent."))


def _let_go(message: Message) -> None:
    message.save()
    Dispatch.objects.filter(message=message).update(claimed_at=None)
