"""The verbs of the one who reads mailboxes. Nobody is offered them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action, concern, remark
from doorstep.mail.arrivals import Arrival, ledger_row
from doorstep.mail.invitations import heed_answers
from doorstep.mail.keeping import keep_letter, one_more_copy, same_letter, settle_rows
from doorstep.mail.linking import link_message
from doorstep.mail.matching import (
    Decision,
    Outcome,
    Reason,
    decide,
    is_from_us,
    our_addresses,
    returned_letter,
)
from doorstep.mail.models import Message, SeenMessage
from doorstep.mail.reading.letter import Letter
from doorstep.mail.returning import take_back
from doorstep.mail.statuses import move_leads
from doorstep.mail.strangers import lead_from
from doorstep.mail.threads import thread_of
from doorstep.users.models import User

CAME = gettext_lazy("A message that came, came. Delete it instead.")
NEVER: dict[str, Any] = {"fits": lambda record: False}  # in no menu


@action(
    "message.received",
    verb="create",
    label=gettext_lazy("Take a message in"),
    told=gettext_lazy("took a message in"),
    undoable=CAME,
    icon="mail",
    **NEVER,
)
def receive_message(
    messages: type[Message],
    *,
    by: User,
    arrival: Arrival,
    letter: Letter,
    is_wanted: bool = False,
) -> SeenMessage:
    """Take in what lies in a mailbox: once, however often it is seen.

    ``is_wanted``: somebody asked for it though a rule ignored it.
    """
    row = ledger_row(arrival, letter)
    if row.pk and row.outcome != Outcome.FAILED and not is_wanted:
        raise AlreadyDone(row)
    if message := same_letter(letter):
        return one_more_copy(row, message, arrival)
    ours = our_addresses()
    is_out = arrival.folder.is_sent or is_from_us(letter, ours)
    at = letter.at or arrival.arrived_at
    returned = returned_letter(letter)
    thread = returned.thread if returned else thread_of(letter, at, ours)
    decision = decide(letter, arrival.mailbox, thread, is_out, ours, is_wanted=is_wanted)
    if is_wanted and decision.outcome == Outcome.IGNORED:
        decision = Decision(Outcome.WAITING, Reason.BY_HAND)
    row.outcome, row.reason, row.reason_text = decision.outcome, decision.reason, decision.says
    if decision.outcome != Outcome.IGNORED:
        if decision.makes_lead:
            lead, why = lead_from(letter, arrival.mailbox, by)
            decision.records[lead] = why
        row.message = keep_letter(letter, arrival, decision, thread, is_out=is_out)
        move_leads(row.message, by=by)
        remark(f"{letter.sender.name or letter.sender.address}: {row.message}")
        concern(row.message)
    heed_answers(letter)
    if returned:
        take_back(returned, letter, by=by)
    row.save()
    return row


@action(
    "message.recognised",
    verb="edit",
    label=gettext_lazy("Link to who is known by now"),
    told=gettext_lazy("found out whose message this is"),
    icon="link-2",
    **NEVER,
)
def recognise_message(
    message: Message, *, by: User, records: Iterable[models.Model], why: str
) -> Message:
    """Link a message that waited: somebody it names is known by now."""
    link_message(message, records, why)
    settle_rows(message)
    move_leads(message, by=by)
    return message


@action(
    "seen_message.refused",
    verb="create",
    label=gettext_lazy("Note what could not be taken in"),
    told=gettext_lazy("could not take a message in"),
    undoable=CAME,
    icon="circle-alert",
    **NEVER,
)
def refuse_message(
    seen: type[SeenMessage],
    *,
    by: User,
    arrival: Arrival,
    reason: str,
    says: str = "",
    letter: Letter | None = None,
) -> SeenMessage:
    """Keep in the ledger that a message could not be taken in, and why."""
    row = ledger_row(arrival, letter)
    if row.pk and row.outcome != Outcome.FAILED:
        raise AlreadyDone(row)
    row.outcome, row.reason, row.reason_text = Outcome.FAILED, reason, says[:500]
    row.save()
    return row
