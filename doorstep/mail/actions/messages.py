"""The verbs of messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.mail.keeping import settle_rows
from doorstep.mail.keys import identity_of, new_message_id
from doorstep.mail.linking import Recipients, link_message, set_recipients, unlink_others
from doorstep.mail.models import Message, SeenMessage
from doorstep.mail.threads import count_thread, new_thread
from doorstep.records.saving import put
from doorstep.users.models import User

FIXED = ("subject", "text", "direction", "from_name", "from_address", "at")


@action(
    "message.created",
    verb="create",
    label=gettext_lazy("Note down a message"),
    told=gettext_lazy("noted a message down"),
    icon="mail",
)
def record_message(
    messages: type[Message],
    *,
    by: User,
    records: Iterable[models.Model] = (),
    recipients: Recipients = (),
    **values: Any,
) -> Message:
    """Keep a message that came or went past Doorstep, with the records it belongs to."""
    tags = {"tags": values.pop("tags")} if "tags" in values else {}
    message = messages(**{"owner": by} | values)
    message.state = Message.State.SENT if message.is_out else Message.State.RECEIVED
    message.tidy()
    message.message_id = new_message_id()
    message.identity = identity_of(message.message_id, message.from_address)
    message.thread = new_thread(message.subject, message.at, by)
    put(message, by=by, **tags)
    set_recipients(message, recipients)
    link_message(message, records)
    count_thread(message.thread)
    return message


@action(
    "message.updated",
    verb="edit",
    label=gettext_lazy("Edit"),
    told=gettext_lazy("changed a message"),
    icon="pencil",
)
def update_message(
    message: Message, *, by: User, records: Iterable[models.Model] | None = None, **values: Any
) -> Message:
    """Say to what it belongs and who may read it. Only what was noted by hand can be put right."""
    recipients = values.pop("recipients", None)
    if message.mailbox_id:
        _refuse_other_words(message, values, recipients)
    put(message, by=by, **values)
    if recipients is not None and not message.mailbox_id:
        message.recipients.all().delete()
        set_recipients(message, recipients)
    if records is not None:
        wanted = list(records)
        unlink_others(message, wanted)
        link_message(message, wanted)
        settle_rows(message, SeenMessage.Reason.BY_HAND)
    return message


@action(
    "message.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("deleted a message"),
    icon="trash-2",
)
def delete_message(message: Message, *, by: User) -> None:
    """Delete a message here; on the server it stays. The ledger says that a person did it."""
    rows = SeenMessage.objects.filter(message=message)
    rows.update(
        message=None,
        outcome=SeenMessage.Outcome.IGNORED,
        reason=SeenMessage.Reason.DELETED,
        reason_text="",
    )
    thread = message.thread
    message.delete()
    count_thread(thread)


def _refuse_other_words(
    message: Message, values: Mapping[str, Any], recipients: Recipients | None
) -> None:
    says = _("This message stays as it came, or went.")
    wrong = [name for name in FIXED if name in values and getattr(message, name) != values[name]]
    if wrong or recipients is not None:
        raise Invalid(says, **dict.fromkeys(wrong or ["recipients"], says))
