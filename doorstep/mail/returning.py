"""What comes back says that it did not arrive. It writes: only inside an action."""

from __future__ import annotations

from doorstep.kit.normal.emails import email_key
from doorstep.mail.actions.standing import note_bounce, opt_out
from doorstep.mail.models import AddressStanding, Message, MessageRecipient
from doorstep.mail.reading.bounces import Failure
from doorstep.mail.reading.letter import Letter
from doorstep.users.models import User


def take_back(message: Message, letter: Letter, *, by: User) -> None:
    """A message of ours was given back: it says so, and so do addresses that are no good.

    Only addresses it went to are believed: anybody can write a report.
    """
    bounce = letter.bounce
    if bounce is None:
        return
    rows = MessageRecipient._base_manager.filter(message=message)
    ours = set(rows.values_list("address_key", flat=True))
    failures = [each for each in bounce.failures if email_key(each.address) in ours]
    if bounce.is_complaint:
        _heed(failures, bounce.wants_out, by)
        return
    if message.state in (Message.State.SENT, Message.State.UNSURE):
        message.refresh_from_db()
        message.state = Message.State.BOUNCED
        message.delivery_error = "\n".join(_said(each) for each in failures)[:2_000]
        message.save()
    for each in failures:
        if each.is_hard:
            note_bounce(AddressStanding, by=by, address=each.address, says=each.said)


def _heed(failures: list[Failure], wants_out: bool, by: User) -> None:
    for each in failures if wants_out else ():
        opt_out(AddressStanding, by=by, address=each.address, why=AddressStanding.Why.COMPLAINT)


def _said(failure: Failure) -> str:
    return f"{failure.address}: {failure.said or failure.status}"
