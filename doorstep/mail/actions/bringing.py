"""The verb of letters out of files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action
from doorstep.mail.arrivals import Brought
from doorstep.mail.keeping import keep_letter, same_letter
from doorstep.mail.linking import link_message
from doorstep.mail.matching import Decision, Outcome, Reason, is_from_us, our_addresses
from doorstep.mail.models import Message, MessageLink
from doorstep.mail.reading.letter import Letter
from doorstep.mail.threads import thread_of
from doorstep.users.access import allow
from doorstep.users.models import User

BY_HAND = MessageLink.Why.BY_HAND


@action(
    "message.brought",
    verb="create",
    label=gettext_lazy("Bring in a letter"),
    told=gettext_lazy("brought a letter in"),
    icon="upload",
)
def bring_letter(
    messages: type[Message],
    *,
    by: User,
    letter: Letter,
    records: Iterable[models.Model],
    size: int = 0,
) -> Message:
    """Take a letter out of a file onto records. One that is here already is linked, once."""
    wanted = list(records)
    for record in wanted:
        allow(by, "edit", record)
    if known := same_letter(letter):
        if not messages.objects.visible_to(by).filter(pk=known.pk).exists():
            allow(by, "view", known)
        if not link_message(known, wanted, BY_HAND):
            raise AlreadyDone(known)
        return known
    ours = our_addresses()
    at = letter.at or now()
    decision = Decision(Outcome.LINKED, Reason.BY_HAND, dict.fromkeys(wanted, str(BY_HAND)))
    brought = Brought(owner=by, size=size, arrived_at=at)
    thread = thread_of(letter, at, ours)
    is_out = is_from_us(letter, ours)
    return keep_letter(letter, brought, decision, thread, is_out=is_out)
