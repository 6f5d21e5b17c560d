"""What is due goes out: claimed first, sent once, its outcome noted with what the server said."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_tasks import task

from doorstep.kit.clock import every
from doorstep.kit.errors import Refusal
from doorstep.mail.actions.sending import mark_failed, mark_sent, mark_unsure, take_message
from doorstep.mail.actions.standing import note_bounce
from doorstep.mail.models import AddressStanding, Dispatch, Message
from doorstep.mail.reading.failures import is_gone
from doorstep.mail.sending.letters import envelope_of, letter_of
from doorstep.mail.sending.sent_folder import keep_sent_copy
from doorstep.mail.sending.smtp import NotSent, Refused, Unsure, deliver
from doorstep.mail.writing.letter import write_message
from doorstep.users.models import User

State = Message.State
PAUSES = (1, 5, 30, 120, 360)  # minutes before another try
LOST = timedelta(minutes=20)  # whoever has not said by then how it went, has died
AT_ONCE = 200

logger = logging.getLogger(__name__)


@task()
def send_message(pk: int) -> None:
    """Send one letter, if it is due and nobody else has taken it."""
    message = Message._base_manager.filter(pk=pk).first()
    if message is None:
        return
    try:
        taken = take_message(message, by=User.system())
    except Refusal:  # taken back, sent already, or put off
        return
    _send(taken)


@every(minutes=1)
def send_what_is_due() -> int:
    """Enqueue what is due: scheduled letters, and whatever a crash left behind."""
    _note_lost()
    due = Message._base_manager.filter(
        state__in=(State.QUEUED, State.SCHEDULED), send_at__lte=now()
    )
    pks = list(due.order_by("send_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        send_message.enqueue(pk)
    return len(pks)


def _send(message: Message) -> None:
    by = User.system()
    try:
        letter = letter_of(message)
        written = write_message(letter)
        refused = deliver(message.mailbox, written, envelope_of(message))
    except NotSent as error:
        again_at = None if error.is_final else _again_at(message)
        mark_failed(message, by=by, says=str(error), again_at=again_at)
        if error.is_final:
            _note_gone(message, str(error))
    except Unsure as error:
        says = _("Everything was handed over, then the connection ended: it may have arrived.")
        mark_unsure(message, by=by, says=f"{says} ({error})")
    except Refusal as refusal:
        mark_failed(message, by=by, says=refusal.message)
    except Exception as error:
        logger.exception("Letter %s could not be written", message.pk)
        mark_failed(message, by=by, says=f"{type(error).__name__}: {error}")
    else:
        told = "; ".join(f"{each.address}: {each.status} {each.says}" for each in refused)
        mark_sent(message, by=by, says=told)
        _note_refused(refused)
        keep_sent_copy(message.mailbox, bytes(written), letter.sent_at)


def _again_at(message: Message) -> object:
    tries = Dispatch.objects.filter(message=message).values_list("tries", flat=True).first() or 1
    return now() + timedelta(minutes=PAUSES[tries - 1]) if tries <= len(PAUSES) else None


def _note_refused(refused: tuple[Refused, ...]) -> None:
    for each in refused:
        if each.status >= 500 and is_gone("", each.says):
            note_bounce(AddressStanding, by=User.system(), address=each.address, says=each.says)


def _note_gone(message: Message, says: str) -> None:
    """Of a letter to one address the server's answer is about that address."""
    recipients = envelope_of(message).recipients
    if len(recipients) == 1 and recipients[0] in says and is_gone("", says):
        note_bounce(AddressStanding, by=User.system(), address=recipients[0], says=says)


def _note_lost() -> None:
    """Whoever died while sending can no longer say how it went."""
    lost = Dispatch.objects.filter(claimed_at__lt=now() - LOST, message__state=State.SENDING)
    for dispatch in lost.select_related("message").order_by(F("claimed_at"))[:AT_ONCE]:
        says = _("Doorstep was stopped while sending: it may have arrived.")
        mark_unsure(dispatch.message, by=User.system(), says=says)
