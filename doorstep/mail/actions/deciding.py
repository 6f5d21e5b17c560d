"""What a person decides of a conversation: whose it is, and whether it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action
from doorstep.kit.errors import Invalid
from doorstep.mail.keeping import settle_rows
from doorstep.mail.linking import link_message
from doorstep.mail.models import Message, MessageLink, SeenMessage, Thread
from doorstep.mail.refusals import NobodyToLead
from doorstep.mail.statuses import move_leads
from doorstep.mail.strangers import lead_from_message
from doorstep.records.models import Record
from doorstep.users.access import allow
from doorstep.users.models import User

Outcome, Reason = SeenMessage.Outcome, SeenMessage.Reason


@action(
    "thread.linked",
    verb="edit",
    label=gettext_lazy("Link to a record"),
    told=gettext_lazy("linked a conversation"),
    icon="link-2",
)
def link_thread(
    thread: Thread, *, by: User, record: Record, why: str = MessageLink.Why.BY_HAND
) -> Thread:
    """All messages of a conversation belong to this record; so does every new one."""
    if isinstance(record, Message):
        says = _("A conversation is linked to what it is about, not to a message.")
        raise Invalid(says, record=says)
    allow(by, "view", record)
    messages = list(Message.objects.filter(thread=thread).order_by("at", "pk"))
    for message in messages:
        link_message(message, [record], why)
        settle_rows(message, Reason.BY_HAND)
    if messages:
        move_leads(messages[-1], by=by)
    return thread


@action(
    "thread.unlinked",
    verb="edit",
    label=gettext_lazy("Take the link away"),
    told=gettext_lazy("took the link of a conversation away"),
    icon="link-2-off",
)
def unlink_thread(thread: Thread, *, by: User, record: Record) -> Thread:
    """It does not belong to this record after all."""
    about = {"about_type": record._meta.label_lower, "about_id": record.pk}
    links = MessageLink.objects.filter(message__thread=thread, **about)
    if not links.exists():
        raise AlreadyDone(thread)
    links.delete()
    for message in Message.objects.filter(thread=thread).order_by("pk"):
        settle_rows(message)
    return thread


@action(
    "thread.lead_made",
    verb="edit",
    label=gettext_lazy("Make a lead"),
    told=gettext_lazy("made a lead of a conversation"),
    icon="footprints",
)
def make_lead_of(thread: Thread, *, by: User) -> Any:
    """Make the sender a lead, once; whoever is known already is linked instead."""
    incoming = Message.objects.filter(thread=thread, direction=Message.Direction.IN)
    message = incoming.exclude(from_key="").order_by("at", "pk").first()
    if message is None:
        raise NobodyToLead(_("Nobody with an e-mail address wrote in this conversation."))
    record, why = lead_from_message(message, by)
    link_thread(thread, by=by, record=record, why=why)
    return record


@action(
    "thread.ignored",
    verb="edit",
    label=gettext_lazy("Ignore"),
    told=gettext_lazy("put a conversation aside"),
    icon="ban",
)
def ignore_thread(thread: Thread, *, by: User) -> Thread:
    """It is of no interest: it waits no more, and is done."""
    waiting = SeenMessage.objects.filter(message__thread=thread, outcome=Outcome.WAITING)
    waiting.update(outcome=Outcome.IGNORED, reason=Reason.BY_HAND, reason_text="")
    return _put(thread, status=Thread.Status.DONE, snoozed_until=None)


@action(
    "thread.done",
    verb="edit",
    label=gettext_lazy("Done"),
    told=gettext_lazy("was done with a conversation"),
    icon="archive",
    fits=lambda thread: thread.status == Thread.Status.OPEN,
)
def finish_thread(thread: Thread, *, by: User) -> Thread:
    """Nothing more is to be said, until somebody writes again."""
    return _put(thread, status=Thread.Status.DONE, snoozed_until=None)


@action(
    "thread.reopened",
    verb="edit",
    label=gettext_lazy("Open again"),
    told=gettext_lazy("opened a conversation again"),
    icon="rotate-ccw",
    fits=lambda thread: thread.status == Thread.Status.DONE,
)
def reopen_thread(thread: Thread, *, by: User) -> Thread:
    """There is something to be said after all."""
    return _put(thread, status=Thread.Status.OPEN, snoozed_until=None)


@action(
    "thread.snoozed",
    verb="edit",
    label=gettext_lazy("Snooze"),
    told=gettext_lazy("put a conversation off"),
    icon="clock",
)
def snooze_thread(thread: Thread, *, by: User, until: datetime) -> Thread:
    """Out of the way until then, or until somebody writes."""
    if until <= now():
        says = _("Choose a moment that is still to come.")
        raise Invalid(says, until=says)
    return _put(thread, snoozed_until=until)


@action(
    "thread.handed",
    verb="edit",
    label=gettext_lazy("Hand over"),
    told=gettext_lazy("handed a conversation over"),
    icon="user-round",
)
def hand_thread(thread: Thread, *, by: User, to: User) -> Thread:
    """Somebody looks after it from now on."""
    return _put(thread, owner=to)


def _put(thread: Thread, **values: Any) -> Thread:
    """Set the first of these and what goes with it; nothing where the first holds already."""
    name = next(iter(values))
    if getattr(thread, name) == values[name]:
        raise AlreadyDone(thread)
    for name, value in values.items():
        setattr(thread, name, value)
    thread.save()
    return thread
